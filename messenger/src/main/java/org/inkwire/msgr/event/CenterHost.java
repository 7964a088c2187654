// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.IoHandlerFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Drives centers: a thread each, or one thread for all of them in a simulation. The only place that creates threads.
 */
public interface CenterHost {
    /**
     * Starts driving {@code center}. Any thread.
     *
     * @param waiting how to wait when there is no work
     * @return the center being driven
     */
    Hosted host(EventCenter center, WaitStrategy waiting);

    /**
     * What the centers without sockets wait with. By default, as workers: for hosts that wait by themselves.
     *
     * @param driver of the stack
     */
    default IoHandlerFactory pollerWithoutSockets(EventDriver driver) {
        return driver.ioHandlerFactory();
    }

    /** A center being driven. Any thread. */
    @FunctionalInterface
    interface Hosted {
        /** Ends it after running what is queued. */
        CompletionStage<Void> stop();

        /**
         * A task failed, and nobody who uses the center caused it. It has been logged. By default nothing follows; a
         * test's host fails the test. On the center.
         */
        default void taskFailed(Throwable cause) {}

        /** A task or timer was added. Called after each; a no-op for a host whose centers wake up by themselves. */
        default void wake() {}

        /**
         * Completes when the center no longer runs, exceptionally if its poller broke. By default never: for hosts
         * whose centers end only on request.
         */
        default CompletionStage<Void> ended() {
            return new CompletableFuture<>();
        }
    }
}
