// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.inkwire.msgr.AddressConfig;
import org.inkwire.msgr.async.handshake.OwnAddresses;
import org.inkwire.msgr.dump.MessengerDump;
import org.inkwire.msgr.event.Descriptors;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.ServerSocket;
import org.inkwire.msgr.event.SocketOptions;
import org.inkwire.msgr.event.Worker;
import org.inkwire.wire.entity.EntityAddrVec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens and accepts for a messenger: binds with {@link PortSearch}, starts accepting, retries after failed accepts,
 * rebinds to other ports, stops. It passes accepted sockets to the messenger, which assigns a worker. Any thread. Ceph:
 * {@code Processor} in {@code src/msg/async/AsyncMessenger.h}.
 */
final class Processor {
    private static final Logger log = LoggerFactory.getLogger(Processor.class);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    /** Of a listener whose worker broke, with pauses that double: five seconds in all. */
    private static final int MOST_RETRIES = 9;

    private final Supplier<String> who;
    private final NetworkStack stack;
    private final SocketOptions options;
    private final AddressConfig config;
    private final OwnAddresses own;
    private final Consumer<Channel> accepted;
    private final int maxAcceptFailures;
    private final List<ServerSocket> listeners = new CopyOnWriteArrayList<>();
    private volatile List<PortSearch.Wanted> lastWanted = List.of();
    private volatile boolean started;
    private volatile boolean stopped;

    /**
     * @param who the messenger, for log lines
     * @param own learns where the messenger is bound
     * @param accepted takes an accepted socket, on the center of the listening socket
     * @param maxAcceptFailures in a row, after which the log says so louder
     */
    Processor(
            Supplier<String> who,
            NetworkStack stack,
            SocketOptions options,
            AddressConfig config,
            OwnAddresses own,
            Consumer<Channel> accepted,
            int maxAcceptFailures) {
        this.maxAcceptFailures = maxAcceptFailures;
        this.who = who;
        this.stack = stack;
        this.options = options;
        this.config = config;
        this.own = own;
        this.accepted = accepted;
    }

    // ---- binding

    /** As {@link org.inkwire.msgr.Messenger#bind}. */
    CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort) {
        return bind(List.of(new PortSearch.Wanted(ip, minPort, minPort == 0 ? 0 : maxPort)), Set.of());
    }

    /** As {@link org.inkwire.msgr.Messenger#bindv}. */
    CompletionStage<EntityAddrVec> bind(EntityAddrVec wanted) {
        return bind(PortSearch.wanted(wanted, config), Set.of());
    }

    private CompletionStage<EntityAddrVec> bind(List<PortSearch.Wanted> wanted, Set<Integer> avoidPorts) {
        return new PortSearch(who.get(), stack, options, config, Listener::new, wanted, avoidPorts)
                .bind()
                .thenApply(sockets -> bound(wanted, sockets));
    }

    private EntityAddrVec bound(List<PortSearch.Wanted> wanted, List<ServerSocket> sockets) {
        List<InetSocketAddress> at = new ArrayList<>();
        for (int i = 0; i < sockets.size(); i++) {
            int port = sockets.get(i).localAddress().getPort();
            at.add(new InetSocketAddress(wanted.get(i).ip(), port));
        }
        EntityAddrVec now = own.bound(at);
        lastWanted = wanted;
        listeners.addAll(sockets);
        log.info("{} bound to {}", who.get(), now);
        if (stopped) {
            sockets.forEach(ServerSocket::close);
        } else if (started) {
            sockets.forEach(ServerSocket::startAccepting);
        }
        return now;
    }

    /**
     * As {@link org.inkwire.msgr.Messenger#rebind}.
     *
     * @param unbound runs after the old sockets stop accepting and before the new ones start
     */
    CompletionStage<EntityAddrVec> rebind(Set<Integer> avoidPorts, Runnable unbound) {
        List<PortSearch.Wanted> last = lastWanted;
        if (last.isEmpty()) {
            throw new IllegalStateException(who.get() + " is not bound");
        }
        EntityAddrVec before = own.addrs();
        Set<Integer> avoid = new TreeSet<>(avoidPorts);
        before.addrs().forEach(a -> avoid.add(a.port()));
        List<PortSearch.Wanted> wanted =
                last.stream().map(w -> w.movable(config)).toList();
        CompletionStage<Void> closed = close();
        unbound.run();
        own.nextNonce();
        return closed.thenCompose(done -> {
            // What is learned of our IPs until then still holds.
            EntityAddrVec known = own.addrs();
            return bind(wanted, avoid).thenApply(now -> {
                known.addrs().forEach(own::learn);
                return own.addrs();
            });
        });
    }

    // ---- accepting

    void start() {
        started = true;
        listeners.forEach(ServerSocket::startAccepting);
    }

    /** Accepts on one socket. Retries a failed accept with exponential backoff. Confined to the socket's center. */
    private final class Listener implements ServerSocket.Acceptor {
        private long pauseNanos = FIRST_PAUSE_NANOS;

        /** In a row. */
        private int failures;

        @Override
        public void accepted(Channel child) {
            if (failures > 0) {
                log.info("{} accepts again, after {} failures", who.get(), failures);
                failures = 0;
                pauseNanos = FIRST_PAUSE_NANOS;
            }
            accepted.accept(child);
        }

        @Override
        public void failed(ServerSocket socket, Throwable cause) {
            failures++;
            String why = Descriptors.areExhausted(cause) ? "no file descriptor is left" : cause.toString();
            if (failures == 1) {
                log.warn("{} cannot accept at {} and tries again: {}", who.get(), socket.localAddress(), why);
            }
            if (failures == maxAcceptFailures) {
                log.error(
                        "{} failed {} times in a row to accept at {} (ms_max_accept_failures), peers wait: {}; see ulimit -n",
                        who.get(),
                        failures,
                        socket.localAddress(),
                        why);
            }
            socket.pauseAccepting(pauseNanos);
            pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
        }
    }

    /** The thread of a worker has ended: its sockets are bound again on other workers, at the same addresses. */
    void workerBroken(Worker worker) {
        for (ServerSocket socket : List.copyOf(listeners)) {
            if (socket.center().equals(worker.center()) && listeners.remove(socket)) {
                InetSocketAddress at = socket.localAddress();
                socket.closeForcibly();
                listenAgain(at, lastWanted, 0);
            }
        }
    }

    /**
     * @param bound what the messenger was bound to: void once it is bound to something else
     * @param tries before this one: the system may need a moment to let go of the port
     */
    @SuppressWarnings("ReferenceEquality") // a rebind to an equal list is another one
    private void listenAgain(InetSocketAddress at, List<PortSearch.Wanted> bound, int tries) {
        if (stopped || lastWanted != bound) {
            return;
        }
        Worker other = stack.assignWorker();
        other.release();
        stack.listen(other.center(), at, options, new Listener()).whenComplete((socket, failure) -> {
            if (socket == null && tries < MOST_RETRIES) {
                retry(other.center(), FIRST_PAUSE_NANOS << tries, () -> listenAgain(at, bound, tries + 1));
                return;
            }
            if (socket == null) {
                log.error(
                        "{} no longer listens at {}, as its worker broke: {}", who.get(), at, String.valueOf(failure));
                return;
            }
            log.warn("{} listens at {} on another worker, as its own broke", who.get(), at);
            listeners.add(socket);
            if (stopped || lastWanted != bound) {
                listeners.remove(socket);
                socket.close();
            } else if (started) {
                socket.startAccepting();
            }
        });
    }

    /** @param center whose worker may have broken, too: then at once, on another */
    private static void retry(EventCenter center, long pauseNanos, Runnable again) {
        if (!center.submit(() -> center.schedule(pauseNanos, again))) {
            again.run();
        }
    }

    // ---- the end

    /** Stops listening. A socket still being bound is closed as soon as it is bound. */
    CompletionStage<Void> stop() {
        stopped = true;
        return close();
    }

    private CompletionStage<Void> close() {
        List<ServerSocket> closing = List.copyOf(listeners);
        listeners.removeAll(closing);
        return CompletableFuture.allOf(closing.stream()
                .map(socket -> socket.close().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    // ---- seen from outside

    List<MessengerDump.Listening> listening() {
        return listeners.stream().map(this::listening).toList();
    }

    private MessengerDump.Listening listening(ServerSocket socket) {
        int worker = -1;
        for (Worker w : stack.workers()) {
            if (w.center().equals(socket.center())) {
                worker = w.id();
            }
        }
        return new MessengerDump.Listening(socket.localAddress(), worker);
    }
}
