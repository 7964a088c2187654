// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.error.RadosException;

/** Waits for stages on behalf of the blocking facades. Any thread. */
final class Waiter {
    private final EventCenter center;

    Waiter(EventCenter center) {
        this.center = center;
    }

    /**
     * @throws RadosException the stage's failure, with the caller's stack trace
     * @throws IllegalStateException on the thread that must complete the stage
     */
    <T> T await(CompletionStage<T> stage) {
        if (center.inThread()) {
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
