// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import io.netty.channel.IoHandlerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.event.CenterHost;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.WaitStrategy;
import org.inkwire.msgr.sim.channel.SimIoHandler;
import org.inkwire.msgr.sim.net.Timeline;
import org.inkwire.msgr.sim.net.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Gives event centers their turns on one thread. The next one is drawn at random from those that have work, as an
 * operating system might choose; a turn takes a little virtual time, and a center is sometimes preempted for a while.
 * One thread.
 */
final class Scheduler {
    /** Duration of one turn of a center. */
    private static final long TURN_NANOS = 1_000;

    /** Limit of consecutive turns without an idle moment, beyond which something must be looping. */
    private static final long BUSY_TURNS_MAX = 5_000_000;

    private final Timeline timeline;
    private final Trace trace;
    private final RandomGenerator random;
    private final List<HostedCenter> ready = new ArrayList<>();
    private double preempted;
    private long preemptedMaxNanos;
    private @Nullable HostedCenter current;
    private long busyTurns;
    private long turns;
    private long numbers;

    Scheduler(Timeline timeline, Trace trace, RandomGenerator random) {
        this.timeline = timeline;
        this.trace = trace;
        this.random = random;
    }

    /** Sets the chance that a center that has work waits up to {@code max} for its turn. */
    void preempt(double chance, Duration max) {
        preempted = chance;
        preemptedMaxNanos = max.toNanos();
    }

    long turns() {
        return turns;
    }

    /** Denies further turns to the center whose turn it is. */
    Runnable pauseRunning(Duration max) {
        HostedCenter c = current;
        if (c == null) {
            throw new IllegalStateException("no center is running");
        }
        c.pause();
        timeline.after(max.toNanos(), c::resume);
        return c::resume;
    }

    /** Runs one turn, or advances time to the next event. */
    void step(long untilNanos) {
        timeline.runDue();
        if (ready.isEmpty()) {
            busyTurns = 0;
            timeline.advanceTo(Math.min(untilNanos, timeline.nextNanos()));
            timeline.runDue();
            return;
        }
        if (++busyTurns > BUSY_TURNS_MAX) {
            throw new SimulationFailure("never idle in " + BUSY_TURNS_MAX + " turns; ready: " + ready);
        }
        int last = ready.size() - 1;
        int pick = last == 0 ? 0 : random.nextInt(last + 1);
        HostedCenter next = ready.get(pick);
        ready.set(pick, ready.get(last));
        ready.remove(last);
        if (!next.missesTurn()) {
            next.turn();
        }
        timeline.elapse(TURN_NANOS);
    }

    /** Hosts the centers of one process. */
    final class Turns implements CenterHost {
        private final String name;
        private final List<HostedCenter> centers = new ArrayList<>();
        /** The poller that its center has not claimed yet. */
        private @Nullable Wake unclaimed;

        private boolean dead;

        Turns(String name) {
            this.name = name;
        }

        /** A center's poller is created just before the center is hosted; that is how the two are matched. */
        IoHandlerFactory ioHandlerFactory() {
            return executor -> {
                Wake wake = new Wake();
                unclaimed = wake;
                return new SimIoHandler(wake);
            };
        }

        @Override
        public CenterHost.Hosted host(EventCenter center, WaitStrategy waiting) {
            center.ownedByCurrentThread();
            HostedCenter hosted = new HostedCenter(this, center, name + "/" + center.name());
            Wake wake = unclaimed;
            if (wake == null) {
                throw new AssertionError("center without a poller of this process");
            }
            wake.hosted = hosted;
            unclaimed = null;
            centers.add(hosted);
            return hosted;
        }

        /** Stops all centers of this process for good. */
        void kill() {
            dead = true;
            ready.removeIf(h -> h.process == this);
        }
    }

    private static final class Wake implements Runnable {
        private @Nullable HostedCenter hosted;

        @Override
        public void run() {
            HostedCenter h = hosted;
            if (h != null) {
                h.socketReady();
            }
        }
    }

    /** A center and its scheduling state. */
    private final class HostedCenter implements CenterHost.Hosted {
        private final Turns process;
        private final EventCenter center;
        private final String name;
        private final long number = ++numbers;
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();
        private boolean waiting;
        private boolean running;
        private boolean socketMarkedWhileRunning;
        private boolean stopping;
        private boolean paused;
        private boolean missedTurn;
        private long timerAt = -1;
        private @Nullable Throwable failure;

        HostedCenter(Turns process, EventCenter center, String name) {
            this.process = process;
            this.center = center;
            this.name = name;
        }

        /** A socket of this center is ready. If the center is running, it checks the socket in its next turn. */
        void socketReady() {
            if (running) {
                socketMarkedWhileRunning = true;
            } else {
                wake();
            }
        }

        /** No effect while the center is running: a turn lasts until no task is left. */
        @Override
        public void wake() {
            if (!running && !waiting && !process.dead && !stopped.isDone()) {
                waiting = true;
                if (preempted > 0 && random.nextDouble() < preempted) {
                    timeline.after(random.nextLong(preemptedMaxNanos), this::ready);
                } else {
                    ready.add(this);
                }
            }
        }

        private void ready() {
            if (!process.dead) {
                ready.add(this);
            }
        }

        /** In reality it would be contained; here it is what the simulation looks for. */
        @Override
        public void taskFailed(Throwable cause) {
            if (failure == null) {
                failure = cause;
            }
        }

        void pause() {
            paused = true;
        }

        void resume() {
            paused = false;
            if (missedTurn) {
                missedTurn = false;
                ready();
            }
        }

        boolean missesTurn() {
            missedTurn |= paused;
            return paused;
        }

        void turn() {
            waiting = false;
            running = true;
            current = this;
            turns++;
            trace.add("turn", name, number);
            int work;
            try {
                work = center.processEvents(EventCenter.NO_WAIT);
            } finally {
                running = false;
                current = null;
            }
            Throwable failed = failure;
            if (failed != null) {
                stopped.completeExceptionally(failed);
                throw new SimulationFailure(name + ": " + failed, failed);
            }
            if (stopping && work == 0) {
                center.retire();
                stopped.complete(null);
                return;
            }
            if (socketMarkedWhileRunning || stopping) {
                socketMarkedWhileRunning = false;
                wake();
            }
            armTimer();
        }

        private void armTimer() {
            long next = center.nextTimerNanos();
            if (next != -1 && next != timerAt) {
                timerAt = next;
                timeline.at(next, () -> {
                    if (timerAt == next) {
                        timerAt = -1;
                        wake();
                    }
                });
            }
        }

        @Override
        public CompletionStage<Void> stop() {
            stopping = true;
            wake();
            return stopped;
        }

        @Override
        public CompletionStage<Void> ended() {
            return stopped;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
