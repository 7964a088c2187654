// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.inkwire.msgr.state.TransitionObserver;
import org.jspecify.annotations.Nullable;

/**
 * Workers, further centers and sockets over one event driver. One stack serves any number of messengers. Any thread.
 * Ceph: {@code NetworkStack} in {@code src/msg/async/Stack.h}.
 */
public final class NetworkStack {
    /** Outcome of {@link #connect} or {@link #adopt}, on the center named there. */
    public interface ConnectHandler {
        void connected(ConnectedSocket socket);

        void unusable(Throwable cause);
    }

    private final StackConfig config;
    private final EventDriver driver;
    private final List<Worker> workers = new ArrayList<>();
    private final Set<Consumer<Worker>> watchers = new CopyOnWriteArraySet<>();
    private final AtomicLong connectionIds = new AtomicLong();
    private final ConcurrentLinkedQueue<CenterHost.Hosted> hosted = new ConcurrentLinkedQueue<>();

    private NetworkStack(StackConfig config, EventDriver driver) {
        this.config = config;
        this.driver = driver;
    }

    /**
     * @throws IllegalArgumentException if the requested driver cannot run here
     * @throws IllegalStateException if a worker cannot be made, which says so if no descriptor is left
     */
    public static NetworkStack start(StackConfig config) {
        EventDriver given = config.driver();
        NetworkStack stack = new NetworkStack(config, given != null ? given : Drivers.choose(config.msType()));
        try {
            for (int i = 0; i < config.opThreads(); i++) {
                EventCenter center =
                        stack.host(config.name() + "-" + i, stack.driver.ioHandlerFactory(), config.waiting());
                stack.workers.add(new Worker(center, i));
            }
            stack.workers.forEach(stack::watch);
        } catch (Throwable e) {
            stack.shutdown();
            throw e;
        }
        return stack;
    }

    private void watch(Worker worker) {
        worker.center().ended().whenComplete((ended, failure) -> {
            if (failure != null) {
                watchers.forEach(w -> w.accept(worker));
            }
        });
    }

    /** Calls {@code watcher} when a worker's thread ends because its poller broke, on any thread. */
    public void onWorkerBroken(Consumer<Worker> watcher) {
        watchers.add(watcher);
    }

    /** Undoes {@link #onWorkerBroken}. */
    public void forget(Consumer<Worker> watcher) {
        watchers.remove(watcher);
    }

    /** The driver in use: {@code epoll}, {@code select}, … */
    public String driverName() {
        return driver.name();
    }

    /** Observes state transitions of connections; null: none. */
    public @Nullable TransitionObserver transitions() {
        return config.transitions();
    }

    public List<Worker> workers() {
        return List.copyOf(workers);
    }

    /** The next number for a connection of this stack, from 1 on. */
    public long nextConnectionId() {
        return connectionIds.incrementAndGet();
    }

    /**
     * Makes another thread of control, for state that messages pass through but that is not a connection's: a dispatch
     * queue, an OSD's shard, an Objecter. It waits as the workers do. It carries no sockets.
     *
     * @throws IllegalStateException if it cannot be made
     */
    public EventCenter newCenter(String name) {
        return newCenter(name, config.waiting());
    }

    /**
     * The same, for one that waits in its own way: a store's thread, which waits for a disk, or one that seldom has work.
     *
     * @throws IllegalStateException if it cannot be made
     */
    public EventCenter newCenter(String name, WaitStrategy waiting) {
        return host(name, config.host().pollerWithoutSockets(driver), waiting);
    }

    private EventCenter host(String name, IoHandlerFactory poller, WaitStrategy waiting) {
        EventCenter center;
        try {
            center = new EventCenter(name, null, poller, config.ticker());
        } catch (RuntimeException e) {
            String what = "cannot start the thread " + name;
            throw new IllegalStateException(
                    Descriptors.areExhausted(e) ? Descriptors.text(what) : what + ": " + e.getMessage(), e);
        }
        CenterHost.Hosted h = config.host().host(center, waiting);
        center.hosted(h);
        hosted.add(h);
        return center;
    }

    /** Picks the worker with the fewest connections and counts one more on it until {@link Worker#release}. */
    public Worker assignWorker() {
        Worker best = workers.get(0);
        for (Worker w : workers) {
            if (best.center().hasEnded()
                    || w.connections() < best.connections() && !w.center().hasEnded()) {
                best = w;
            }
        }
        best.assign();
        return best;
    }

    /** Monotonic time of this stack. */
    public long nanoTime() {
        return config.ticker().nanoTime();
    }

    /**
     * Listens; accepts nothing until {@link ServerSocket#startAccepting}.
     *
     * @param center a worker's
     * @return the socket, or the {@link java.io.IOException} of the bind
     */
    public CompletionStage<ServerSocket> listen(
            EventCenter center, InetSocketAddress address, SocketOptions options, ServerSocket.Acceptor acceptor) {
        center.requireSockets();
        CompletableFuture<ServerSocket> result = new CompletableFuture<>();
        boolean queued = center.submit(() -> {
            ServerChannel channel;
            try {
                channel = driver.newServerChannel();
            } catch (Throwable e) {
                result.completeExceptionally(Descriptors.explained("cannot listen at " + address, e));
                return;
            }
            channel.config().setAutoRead(false);
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
            channel.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
            ServerSocket socket = new ServerSocket(channel, center, acceptor);
            center.channelGroup().register(channel).addListener(registered -> {
                if (!registered.isSuccess()) {
                    channel.close();
                    result.completeExceptionally(causeOf(registered));
                    return;
                }
                channel.bind(address).addListener(bound -> {
                    if (bound.isSuccess()) {
                        result.complete(socket);
                    } else {
                        channel.close();
                        result.completeExceptionally(causeOf(bound));
                    }
                });
            });
        });
        if (!queued) {
            result.completeExceptionally(new IOException(center.name() + " has ended"));
        }
        return result;
    }

    /** A pending attempt to connect. Confined to the center it was begun for. */
    public static final class Dial {
        private @Nullable Channel channel;
        private boolean over;

        private Dial() {}

        /**
         * Closes the socket, which TCP alone would keep trying for minutes; the handler is not called. No effect once
         * the attempt is over.
         */
        public void cancel() {
            over = true;
            Channel c = channel;
            channel = null;
            if (c != null) {
                c.close();
            }
        }

        /** Whether the handler may be called; true only once. */
        private boolean conclude() {
            boolean first = !over;
            over = true;
            channel = null;
            return first;
        }
    }

    /** Dials. {@code handler} runs on {@code center}, a worker's, where the socket then lives. */
    public Dial connect(EventCenter center, InetSocketAddress address, SocketOptions options, ConnectHandler handler) {
        center.requireSockets();
        Dial dial = new Dial();
        center.submit(() -> {
            if (!dial.over) {
                connect(dial, center, address, options, handler);
            }
        });
        return dial;
    }

    private void connect(
            Dial dial, EventCenter center, InetSocketAddress address, SocketOptions options, ConnectHandler handler) {
        Channel channel;
        try {
            channel = driver.newSocketChannel();
        } catch (Throwable e) {
            dial.conclude();
            handler.unusable(Descriptors.explained("cannot dial " + address, e));
            return;
        }
        ConnectedSocket socket = adoptOrClose(channel, center, options);
        if (socket == null) {
            dial.conclude();
            handler.unusable(new IOException("socket refused its options"));
            return;
        }
        dial.channel = channel;
        center.channelGroup().register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                channel.close();
                center.submit(() -> {
                    if (dial.conclude()) {
                        handler.unusable(causeOf(registered));
                    }
                });
                return;
            }
            channel.connect(address)
                    .addListener(connected -> center.guarded(() -> {
                        if (!dial.conclude()) {
                            channel.close();
                        } else if (connected.isSuccess()) {
                            handler.connected(socket);
                        } else {
                            channel.close();
                            handler.unusable(causeOf(connected));
                        }
                    }));
        });
    }

    /**
     * Puts an accepted channel on {@code center}, a worker's, and calls {@code handler} there. Any thread.
     *
     * @return false if that center has ended: the channel is closed, and {@code handler} is not called
     */
    public boolean adopt(Channel child, EventCenter center, SocketOptions options, ConnectHandler handler) {
        center.requireSockets();
        boolean queued = center.submit(() -> {
            ConnectedSocket socket = adoptOrClose(child, center, options);
            if (socket == null) {
                handler.unusable(new IOException("socket refused its options"));
                return;
            }
            center.channelGroup()
                    .register(child)
                    .addListener(registered -> center.guarded(() -> {
                        if (registered.isSuccess()) {
                            handler.connected(socket);
                        } else {
                            child.close();
                            handler.unusable(causeOf(registered));
                        }
                    }));
        });
        if (!queued) {
            child.unsafe().closeForcibly();
        }
        return queued;
    }

    /** Returns null and closes the channel if it no longer takes options because the peer has already gone. */
    private static @Nullable ConnectedSocket adoptOrClose(Channel channel, EventCenter center, SocketOptions options) {
        try {
            return ConnectedSocket.adopt(channel, center, options);
        } catch (Throwable e) {
            channel.unsafe().closeForcibly();
            return null;
        }
    }

    /** Ends every center. Messengers must be shut down before. */
    public CompletionStage<Void> shutdown() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (CenterHost.Hosted h : hosted) {
            all.add(h.stop().toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }

    private static Throwable causeOf(Future<?> future) {
        Throwable cause = future.cause();
        return cause != null ? cause : new IllegalStateException("failed without a cause");
    }
}
