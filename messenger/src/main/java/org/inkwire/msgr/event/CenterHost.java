// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives centers the turns they need: a thread each, or one thread for all of them in a simulation. The one place where
 * threads are born.
 */
public interface CenterHost {
    /**
     * Starts giving {@code center} turns. Any thread.
     *
     * @param waiting what to do when there is nothing to do
     * @return the center being driven
     */
    Hosted host(EventCenter center, WaitStrategy waiting);

    /** A center being driven. Any thread. */
    @FunctionalInterface
    interface Hosted {
        /** Ends it: what is queued runs first. */
        CompletionStage<Void> stop();

        /** A task or timer was added. Called after each; nothing to do for a host whose centers wake up by themselves. */
        default void wake() {}

        /**
         * Completes when the center runs no more, exceptionally if a failure stopped it. By default never: for hosts whose
         * centers end only when told to.
         */
        default CompletionStage<Void> ended() {
            return new CompletableFuture<>();
        }
    }
}
