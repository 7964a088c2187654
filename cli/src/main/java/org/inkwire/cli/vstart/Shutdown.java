// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an orderly shutdown: the main thread wakes and cleans up while the JVM waits for it;
 * then the process exits with status 0. Used once per process.
 */
final class Shutdown implements AutoCloseable {
    /** Longer than the cleanup can take; a supervisor kills a process that has not ended by then. */
    private static final long CLEANING_SECONDS = 30;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    Shutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "shutdown"));
    }

    /** Waits until the process is asked to stop. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Asks the process to stop, as a signal does. */
    void ask() {
        asked.countDown();
    }

    /** Called after the cleanup. */
    @Override
    public void close() {
        done.countDown();
    }

    private void onSignal() {
        boolean failedBefore = done.getCount() == 0;
        asked.countDown();
        try {
            boolean clean = done.await(CLEANING_SECONDS, TimeUnit.SECONDS);
            if (!failedBefore) {
                // The JVM would report the signal as its status, but a requested stop is not a failure.
                Runtime.getRuntime().halt(clean ? 0 : 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
