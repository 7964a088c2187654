// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Polls, sends and drives Aeron on one thread. Confined to it, but for {@link #execute}, waiting and closing. */
final class AeronLoop {
    /** Takes a message that arrived. */
    @FunctionalInterface
    interface OnMessage {
        void accept(long stamp, int answerBytes);
    }

    /**
     * Both directions.
     *
     * @param driver null if another process runs it
     */
    record Ends(Aeron aeron, @Nullable MediaDriver driver, Subscription from, ExclusivePublication to) {}

    private static final int FRAGMENTS_PER_POLL = 64;

    private final IdleStrategy idle;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[Body.MAX_BYTES]);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Messages that Aeron would not take yet: stamp, bytes, answer bytes. */
    private final LongArrayQueue waiting = new LongArrayQueue(Long.MIN_VALUE);

    private final CompletableFuture<Ends> started = new CompletableFuture<>();
    private volatile OnMessage receiver = (stamp, answerBytes) -> {};
    private volatile boolean closed;
    private @Nullable ExclusivePublication to;

    private AeronLoop(IdleStrategy idle) {
        this.idle = idle;
    }

    static AeronLoop start(String name, IdleStrategy idle, Callable<Ends> opening) throws Exception {
        AeronLoop loop = new AeronLoop(idle);
        Thread thread = new Thread(() -> loop.run(opening), name);
        thread.setDaemon(true);
        thread.start();
        loop.started.get();
        return loop;
    }

    void receiver(OnMessage newReceiver) {
        receiver = newReceiver;
    }

    void execute(Runnable task) {
        tasks.add(task);
    }

    void close() {
        closed = true;
    }

    void awaitConnected(long seconds) throws Exception {
        Ends ends = started.get();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!ends.to.isConnected() || !ends.from.isConnected()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not connected after " + seconds + " s");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void run(Callable<Ends> opening) {
        Ends ends;
        try {
            ends = opening.call();
        } catch (Throwable e) {
            started.completeExceptionally(e);
            return;
        }
        to = ends.to;
        FragmentAssembler assembler = new FragmentAssembler(handler());
        started.complete(ends);
        while (!closed) {
            int work =
                    ends.driver == null ? 0 : ends.driver.sharedAgentInvoker().invoke();
            work += ends.aeron.conductorAgentInvoker().invoke();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
                work++;
            }
            work += sendWaiting();
            if (waiting.isEmpty()) {
                work += ends.from.poll(assembler, FRAGMENTS_PER_POLL);
            }
            idle.idle(work);
        }
        ends.aeron.close();
        if (ends.driver != null) {
            ends.driver.close();
        }
    }

    private FragmentHandler handler() {
        return (DirectBuffer buffer, int at, int length, Header header) -> receiver.accept(
                buffer.getLong(at + Body.STAMP_AT, ByteOrder.LITTLE_ENDIAN),
                buffer.getInt(at + Body.ANSWER_AT, ByteOrder.LITTLE_ENDIAN));
    }

    void send(long stamp, int bytes, int answerBytes) {
        if (!waiting.isEmpty() || !offered(stamp, bytes, answerBytes)) {
            waiting.addLong(stamp);
            waiting.addLong(bytes);
            waiting.addLong(answerBytes);
        }
    }

    private int sendWaiting() {
        int sent = 0;
        while (!waiting.isEmpty()) {
            long stamp = waiting.peekLong();
            var rest = waiting.iterator();
            rest.nextValue();
            if (!offered(stamp, (int) rest.nextValue(), (int) rest.nextValue())) {
                return sent;
            }
            waiting.pollLong();
            waiting.pollLong();
            waiting.pollLong();
            sent++;
        }
        return sent;
    }

    private boolean offered(long stamp, int bytes, int answerBytes) {
        ExclusivePublication publication = to;
        if (publication == null) {
            throw new IllegalStateException("not started");
        }
        message.putLong(Body.STAMP_AT, stamp, ByteOrder.LITTLE_ENDIAN);
        message.putInt(Body.ANSWER_AT, answerBytes, ByteOrder.LITTLE_ENDIAN);
        long position = publication.offer(message, 0, bytes);
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
            throw new IllegalStateException("the publication is gone");
        }
        return position > 0;
    }
}
