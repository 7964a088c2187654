// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.error.RadosException;
import org.jspecify.annotations.Nullable;

/** Waits for stages on behalf of the blocking facades. Any thread. */
final class Waiter {
    private final List<EventCenter> completing;

    /** @param completing where stages complete */
    Waiter(List<EventCenter> completing) {
        this.completing = List.copyOf(completing);
    }

    /** The one of our centers that runs on this thread and would wait for itself; null if none does. */
    @Nullable
    EventCenter here() {
        for (int i = 0; i < completing.size(); i++) {
            if (completing.get(i).inThread()) {
                return completing.get(i);
            }
        }
        return null;
    }

    /**
     * @throws RadosException the stage's failure, with the caller's stack trace
     * @throws IllegalStateException on a thread that completes stages
     */
    <T> T await(CompletionStage<T> stage) {
        EventCenter center = here();
        if (center != null) {
            throw new IllegalStateException(
                    "a blocking call on " + center + ", which completes operations, would wait for itself");
        }
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RadosException.OutcomeUnknown(Errno.EINTR, "interrupted while waiting");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof RadosException r) {
                throw r.rethrown();
            }
            throw new IllegalStateException("operation failed: " + cause, cause);
        }
    }
}
