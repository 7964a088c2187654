// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of control: tasks, timers and (on a worker) sockets, one at a time. Whatever is <em>confined to its
 * EventCenter</em> needs no locks. Ceph: {@code EventCenter} in {@code src/msg/async/Event.h}.
 *
 * <p>It owns no thread: a {@link Worker} drives it by {@link #processEvents}, and the simulation drives many on one
 * thread. That is why {@link #inThread} asks which center is on the stack, not which thread runs.
 *
 * <p>It is a boundary: whatever a task or timer throws, errors included, is logged once, and the next one runs. A task
 * that must not be lost that way contains its failures itself, as {@link OwnedTasks} does for an owner. Only a failure
 * outside all tasks, such as a poller that no longer works, ends a center.
 */
public final class EventCenter implements Executor {
    private static final Logger log = LoggerFactory.getLogger(EventCenter.class);

    /** For {@link #processEvents}: do what is ready and return. */
    public static final long NO_WAIT = 0;

    private static final FastThreadLocal<@Nullable EventCenter> CURRENT = new FastThreadLocal<>();

    private final String name;
    private final Loop loop;
    private final Ticker ticker;
    /** Made with the loop. */
    private @Nullable IoHandler poller;

    private volatile CenterHost.@Nullable Hosted hosted;
    private volatile @Nullable Consumer<? super Throwable> onTaskFailure;
    private final WorkerCounters counters = new WorkerCounters();
    private final LateTasks late = new LateTasks();
    private final LongAdder failures = new LongAdder();
    /** Whether the current pass, which began at {@link #passBegan}, has run anything. */
    private boolean passBusy;

    private long passBegan;
    /** The last reading of the clock by {@link #readNanos}. */
    private long lastReading;
    /** Whether nothing of weight has run since {@link #lastReading}. */
    private boolean recent;

    /** @param owner the thread that will call {@link #processEvents}; null if not known yet */
    EventCenter(String name, @Nullable Thread owner, IoHandlerFactory ioHandlers, Ticker ticker) {
        this.name = name;
        this.ticker = ticker;
        this.loop = new Loop(
                owner,
                executor -> {
                    IoHandler made = ioHandlers.newHandler(executor);
                    poller = made;
                    return made;
                },
                ticker);
    }

    /** Exposes when the next timer is due. */
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

    /**
     * Queues {@code task}; never runs it inline. First in, first out per submitting thread. Any thread.
     *
     * @return false if this center has ended: the task will not run. A caller for whom that matters must check. (A task
     *     queued before a broken poller ended the center is lost too; see {@link #ask} and {@link #ended}.)
     */
    public boolean submit(Runnable task) {
        LateTasks.Task t = new LateTasks.Task(this, task);
        return queue(t) && late.accepts(t);
    }

    /**
     * Same as {@link #submit}, for futures.
     *
     * @throws RejectedExecutionException if this center has ended
     */
    @Override
    public void execute(Runnable task) {
        if (!submit(task)) {
            throw new RejectedExecutionException(name + " has ended");
        }
    }

    /**
     * Queries the state confined to this center. Any thread.
     *
     * @return the answer, completed on this center; or {@link RejectedExecutionException} if the center ended first, or
     *     what {@code question} threw
     */
    public <T> CompletionStage<T> ask(Supplier<T> question) {
        return late.ask(this, question);
    }

    /**
     * Runs {@code next} on this center once {@code stage} is done. An exception is logged, as in any task;
     * {@code whenCompleteAsync} would hide it. Lost if the center has ended. Any thread.
     */
    public <T> void whenDone(CompletionStage<T> stage, BiConsumer<? super T, ? super @Nullable Throwable> next) {
        stage.whenComplete((value, failure) -> submit(() -> next.accept(value, failure)));
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
     * For hosts: makes one pass over sockets, timers and tasks. Owner's thread only.
     *
     * @param maxWaitNanos {@link #NO_WAIT}, or how long to wait for something to do
     * @return work done, 0 when idle. What tasks throw does not get here; what the poller throws does
     */
    public int processEvents(long maxWaitNanos) {
        EventCenter outer = CURRENT.get();
        CURRENT.set(this);
        passBusy = false;
        recent = false;
        try {
            int work = maxWaitNanos == NO_WAIT ? loop.runNow() : loop.run(maxWaitNanos);
            if (late.stopping() && loop.isTerminated()) {
                late.runAndEnd(name);
            }
            if (passBusy) {
                counters.ranPass(recentNanos() - passBegan);
            }
            return work;
        } finally {
            CURRENT.set(outer);
        }
    }

    /** Runs {@code task}; its failure ends here. On this center only. */
    void guarded(Runnable task) {
        busy();
        long before = lastReading;
        try {
            task.run();
        } catch (Throwable e) {
            failed(e);
        }
        if (lastReading == before) {
            recent = false;
        }
    }

    /** Marks the current pass as busy from here on. */
    void busy() {
        if (!passBusy) {
            passBusy = true;
            passBegan = recentNanos();
        }
    }

    /**
     * The time by this center's clock, from a reading made before if nothing of weight has run since. On this center only.
     */
    public long recentNanos() {
        if (!recent) {
            readNanos();
        }
        return lastReading;
    }

    /**
     * Reads this center's clock where a stretch of work ends: what follows at once begins with {@link #recentNanos}. On
     * this center only.
     */
    public long readNanos() {
        lastReading = ticker.nanoTime();
        recent = true;
        return lastReading;
    }

    /** Counters of this center's work, if it belongs to a worker. Any thread may read them. */
    public WorkerCounters counters() {
        return counters;
    }

    /**
     * Says what else follows from the failure of a task here; by default nothing. For a center whose tasks share state
     * that a failure may leave half-changed. Any thread.
     *
     * @param then runs on this center, after the log line
     */
    public void onTaskFailure(Consumer<? super Throwable> then) {
        onTaskFailure = then;
    }

    /** A task failed: the boundary of this center. */
    void failed(Throwable e) {
        Failures.log(log, "{}: a task failed; others go on", name, e);
        try {
            reportFailure(e);
            Consumer<? super Throwable> then = onTaskFailure;
            if (then != null) {
                then.accept(e);
            }
        } catch (Throwable again) {
            // Nothing passes this boundary.
            Failures.log(log, "{}: handling the failure of a task failed", name, again);
        }
    }

    /** Tells the host of a failure that was contained although no user caused it: a simulation fails. */
    public void reportFailure(Throwable e) {
        failures.increment();
        CenterHost.Hosted h = hosted;
        if (h != null) {
            h.taskFailed(e);
        }
    }

    /** Tasks that failed although no user caused it, so far. Any thread. */
    public long failedTasks() {
        return failures.sum();
    }

    /** For hosts: a center that can no longer run refuses tasks from now on. Owner's thread only. */
    public void broke() {
        late.failed(name);
        IoHandler held = poller;
        if (held != null) {
            try {
                // A selector keeps the sockets that are registered with it open, and with them their ports.
                held.destroy();
            } catch (Throwable e) {
                log.debug("{}: its poller cannot be closed", name, e);
            }
        }
    }

    /** Wraps a task once, so that repeated {@link #submitPrepared} calls need no allocation. */
    public Runnable prepare(Runnable task) {
        return () -> guarded(task);
    }

    /**
     * As {@link #submit}, for a task that tolerates one run too many, which can happen when the center ends.
     *
     * @param prepared from {@link #prepare} of this center
     * @return false if this center has ended: the task will no longer run
     */
    public boolean submitPrepared(Runnable prepared) {
        return queue(prepared) && late.acceptsPrepared(prepared);
    }

    private boolean queue(Runnable task) {
        if (late.ended()) {
            return false;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The loop has made its last pass, but the center has not ended: recorded tasks still run.
            return late.stopping();
        }
        wakeHost();
        return true;
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

    /** For hosts that end a center without its loop: refuses tasks from now on. Owner's thread only. */
    public void retire() {
        late.stop();
        late.runAndEnd(name);
    }

    /** Refuses new tasks; queued ones still run. Any thread. */
    void shutdown() {
        late.stop();
        loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
    }

    /** Whether tasks are refused. Any thread. */
    boolean hasEnded() {
        return late.ended();
    }

    boolean isTerminated() {
        return loop.isTerminated();
    }

    void hosted(CenterHost.Hosted newHosted) {
        hosted = newHosted;
    }

    /** Completes when this center no longer runs, exceptionally if a failure stopped it. Any thread. */
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

    /** Ends a center made by {@link NetworkStack#newCenter} after running what is queued. Any thread. */
    public CompletionStage<Void> stop() {
        return hosting().stop();
    }

    /** @throws IllegalArgumentException if this center carries no sockets, because it is not a worker's */
    void requireSockets() {
        if (poller instanceof ParkingPoller) {
            throw new IllegalArgumentException(name + " carries no sockets: it is not a worker");
        }
    }

    /** For channels. A group, because registering with a group is the call Netty has not deprecated. */
    EventLoopGroup channelGroup() {
        return loop;
    }

    @Override
    public String toString() {
        return name;
    }
}
