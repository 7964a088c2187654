// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread of control: tasks, timers and (on a worker) sockets, one at a time. Whatever is <em>confined to its
 * EventCenter</em> needs no locks. Ceph: {@code EventCenter} in {@code src/msg/async/Event.h}.
 *
 * <p>It owns no thread: a {@link Worker} drives it by {@link #processEvents}, and the simulation drives many on one
 * thread. That is why {@link #inThread} asks which center is on the stack, not which thread runs.
 */
public final class EventCenter implements Executor {
    /** For {@link #processEvents}: do what is ready and return. */
    public static final long NO_WAIT = 0;

    private static final FastThreadLocal<@Nullable EventCenter> CURRENT = new FastThreadLocal<>();

    private final String name;
    private final Loop loop;
    private final Ticker ticker;
    private volatile CenterHost.@Nullable Hosted hosted;
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

    /** @param owner the thread that will call {@link #processEvents}; null if not known yet */
    EventCenter(String name, @Nullable Thread owner, IoHandlerFactory ioHandlers, Ticker ticker) {
        this.name = name;
        this.ticker = ticker;
        this.loop = new Loop(owner, ioHandlers, ticker);
    }

    /** Shows when the next timer is due. */
    private static final class Loop extends ManualIoEventLoop {
        Loop(@Nullable Thread owner, IoHandlerFactory ioHandlers, Ticker ticker) {
            super(null, owner, ioHandlers, ticker);
        }

        long nextTimerNanos() {
            return nextScheduledTaskDeadlineNanos();
        }
    }

    /** A timer that can be cancelled. Any thread. */
    @FunctionalInterface
    public interface Timer {
        /** Does nothing if it ran or was cancelled. */
        void cancel();
    }

    public String name() {
        return name;
    }

    /** Queues {@code task}: never runs it inline, first in first out per submitting thread. Any thread. */
    public void submit(Runnable task) {
        submitPrepared(() -> guarded(task));
    }

    /** Same as {@link #submit}. */
    @Override
    public void execute(Runnable task) {
        submit(task);
    }

    /**
     * Runs {@code task} on this center after a delay. Any thread.
     *
     * @param delayNanos from now; 0 or less: with the next pass
     */
    public Timer schedule(long delayNanos, Runnable task) {
        var future = loop.schedule(() -> guarded(task), delayNanos, TimeUnit.NANOSECONDS);
        wakeHost();
        return () -> future.cancel(false);
    }

    /** Monotonic time of this center's clock. Any thread. */
    public long nanoTime() {
        return ticker.nanoTime();
    }

    /** True while this center runs a task or an event handler on the calling thread. */
    public boolean inThread() {
        return CURRENT.get() == this;
    }

    /** @throws AssertionError if called from outside */
    public void assertInThread() {
        if (CURRENT.get() != this) {
            throw new AssertionError(
                    "called off " + name + ", on " + Thread.currentThread().getName());
        }
    }

    /**
     * For hosts: one pass over sockets, timers, tasks. Owner's thread only.
     *
     * @param maxWaitNanos {@link #NO_WAIT}, or how long to wait for something to do
     * @return work done, 0 when idle
     * @throws IllegalStateException carrying the first failure of a task: the owner must stop
     */
    public int processEvents(long maxWaitNanos) {
        EventCenter outer = CURRENT.get();
        CURRENT.set(this);
        try {
            int work = maxWaitNanos == NO_WAIT ? loop.runNow() : loop.run(maxWaitNanos);
            Throwable failure = firstFailure.get();
            if (failure != null) {
                throw new IllegalStateException(name + " failed", failure);
            }
            return work;
        } finally {
            CURRENT.set(outer);
        }
    }

    /** Runs {@code task}, keeping its failure, which Netty would log and swallow. On this center only. */
    void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    void failed(Throwable e) {
        firstFailure.compareAndSet(null, e);
    }

    /** Wraps a task once, so that it can be handed to {@link #submitPrepared} often without allocation. */
    public Runnable prepare(Runnable task) {
        return () -> guarded(task);
    }

    /** @param prepared from {@link #prepare} of this center */
    public void submitPrepared(Runnable prepared) {
        loop.execute(prepared);
        wakeHost();
    }

    private void wakeHost() {
        CenterHost.Hosted h = hosted;
        if (h != null) {
            h.wake();
        }
    }

    /** For hosts, once, before the first pass: the calling thread is the owner from now on. */
    public void ownedByCurrentThread() {
        loop.setOwningThread(Thread.currentThread());
    }

    /**
     * For hosts: when the next timer is due, by this center's clock; −1 if there is none. Owner's thread only.
     */
    public long nextTimerNanos() {
        return loop.nextTimerNanos();
    }

    /** No more tasks are taken; what is queued still runs. Any thread. */
    void shutdown() {
        loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
    }

    boolean isTerminated() {
        return loop.isTerminated();
    }

    void hosted(CenterHost.Hosted newHosted) {
        hosted = newHosted;
    }

    /** Completes when this center runs no more, exceptionally if a failure stopped it. Any thread. */
    public CompletionStage<Void> ended() {
        return hosting().ended();
    }

    private CenterHost.Hosted hosting() {
        CenterHost.Hosted h = hosted;
        if (h == null) {
            throw new IllegalStateException(name + " is not hosted");
        }
        return h;
    }

    /** Ends a center made by {@link NetworkStack#newCenter}: what is queued still runs, then nothing. Any thread. */
    public CompletionStage<Void> stop() {
        return hosting().stop();
    }

    /** For channels. Held as a group because registering a channel there is the call Netty has not deprecated. */
    EventLoopGroup channelGroup() {
        return loop;
    }

    @Override
    public String toString() {
        return name;
    }
}
