// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where stages complete: the caller's executor, or else right here. Any thread. */
record Completions(@Nullable Executor executor) {
    private static final Logger log = LoggerFactory.getLogger(Completions.class);

    void run(Runnable completion) {
        Executor given = executor;
        if (given == null) {
            completion.run();
            return;
        }
        try {
            given.execute(completion);
        } catch (RejectedExecutionException e) {
            // A stage that never completes would be worse than one that completes on the wrong thread.
            log.warn("the completion executor rejects, completing on the Objecter's center", e);
            completion.run();
        }
    }
}
