// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.inkwire.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs what follows from a transaction once it is durable. If it was durable when the store returned, that is at the end of
 * the shard's current turn: not inline, so that what applied it comes to its end first, and without a task of its own. In
 * any other case it is a later task. Always in the order of the calls, as long as the stages complete in that order.
 * After a failure of the store nothing continues. Confined to its shard.
 */
public final class EndOfTurn {
    private final Executor shard;
    private final Consumer<Throwable> failed;
    private final Deque<Runnable> later = new ArrayDeque<>();
    private boolean open;
    /** The store failed: whatever was applied after that may not be there, even if its stage says so. */
    private boolean broken;
    /** Stages whose task has not run: what comes after them must not overtake them. */
    private int pending;

    /** @param failed told when the store failed, on the shard */
    public EndOfTurn(Executor shard, Consumer<Throwable> failed) {
        this.shard = shard;
        this.failed = failed;
    }

    /**
     * Runs one turn, then what has become durable in it, and what becomes durable by that. What it throws ends the turn:
     * nothing that follows from it runs.
     */
    public void run(Runnable task) {
        if (open) {
            throw new AssertionError("a turn within a turn");
        }
        open = true;
        try {
            Runnable next = task;
            while (next != null) {
                next.run();
                next = later.poll();
            }
        } finally {
            open = false;
            later.clear();
        }
    }

    /** @param applied of {@link ObjectStore#apply} */
    @SuppressWarnings("ReferenceEquality") // the very stage, which says more than that it is complete
    public void whenDurable(CompletionStage<@Nullable Void> applied, Runnable next) {
        if (applied == ObjectStore.DURABLE && open && pending == 0 && !broken) {
            later.add(next);
            return;
        }
        pending++;
        applied.whenComplete((done, failure) -> shard.execute(() -> {
            pending--;
            if (failure != null) {
                broken = true;
                failed.accept(failure);
            } else if (!broken) {
                next.run();
            }
        }));
    }
}
