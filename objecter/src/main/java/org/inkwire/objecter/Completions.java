// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where stages complete: on the caller's executor if there is one, else on the calling thread. Any thread. */
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
        } catch (Throwable e) {
            // It may reject, or have no memory for a thread. Completing on the wrong thread is better than never.
            log.warn("the completion executor rejected a task, completing on this thread", e);
            completion.run();
        }
    }
}
