// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real {@link CenterHost}: one daemon thread per center. Stateless, any thread. */
final class ThreadPerCenter implements CenterHost {
    private static final Logger log = LoggerFactory.getLogger(ThreadPerCenter.class);

    /** Bounds a single wait; sockets, timers and tasks end it sooner. */
    private static final long MAX_WAIT_NANOS = Duration.ofSeconds(30).toNanos();

    @Override
    public Hosted host(EventCenter center, WaitStrategy waiting) {
        Driver driver = new Driver(center, waiting);
        driver.thread.start();
        return driver;
    }

    /** After this many failed passes in a row, the poller is broken for good. */
    private static final int FAILED_PASSES_MAX = 8;

    /** Pause after the first of them; doubles with each. */
    private static final long FAILED_PASS_PAUSE_MILLIS = 4;

    @Override
    public IoHandlerFactory pollerWithoutSockets(EventDriver driver) {
        return executor -> new ParkingPoller();
    }

    private static final class Driver implements Hosted, Runnable {
        private final EventCenter center;
        private final Idling idling;
        private final Thread thread;
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();

        Driver(EventCenter center, WaitStrategy waiting) {
            this.center = center;
            this.idling = new Idling(waiting, center::nanoTime);
            this.thread = new FastThreadLocalThread(this, center.name());
            thread.setDaemon(true);
        }

        @Override
        public void run() {
            center.ownedByCurrentThread();
            try {
                drive();
                stopped.complete(null);
            } catch (Throwable e) {
                center.broke();
                stopped.completeExceptionally(e);
                log.error("{} ends: its poller is broken", center.name(), e);
            }
        }

        private void drive() {
            int failed = 0;
            while (!center.isTerminated()) {
                int work;
                try {
                    work = center.processEvents(idling.mayPark() ? MAX_WAIT_NANOS : EventCenter.NO_WAIT);
                } catch (Throwable e) {
                    if (++failed == FAILED_PASSES_MAX) {
                        throw e;
                    }
                    log.warn("{}: pass {} of {} failed: {}", center.name(), failed, FAILED_PASSES_MAX, e.toString());
                    pause(FAILED_PASS_PAUSE_MILLIS << failed);
                    continue;
                }
                failed = 0;
                idling.passed(work);
            }
        }

        private static void pause(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                // Nobody may end this thread so; the next pass shows whether the poller works.
                log.debug("interrupted", e);
            }
        }

        @Override
        public CompletionStage<Void> stop() {
            center.shutdown();
            return stopped;
        }

        @Override
        public CompletionStage<Void> ended() {
            return stopped;
        }
    }
}
