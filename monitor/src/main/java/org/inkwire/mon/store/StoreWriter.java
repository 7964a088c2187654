// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.store;

import java.util.List;
import java.util.function.Consumer;
import org.inkwire.msgr.event.EventCenter;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the monitor's store. Changes become durable in the order they are written; callbacks run on the monitor's
 * center. A failed write stops the monitor, because a restart would lose everything answered after it. Confined to the
 * monitor's center.
 */
public final class StoreWriter {
    private final MonitorStore store;
    private final EventCenter center;
    private final Consumer<Throwable> onFailure;
    private @Nullable RuntimeException closed;

    /** @param onFailure runs on the center after a failed write */
    public StoreWriter(MonitorStore store, EventCenter center, Consumer<Throwable> onFailure) {
        this.store = store;
        this.center = center;
        this.onFailure = onFailure;
    }

    public void write(MonitorStore.Change change) {
        write(List.of(change), () -> {});
    }

    /** @param done runs once the changes are durable; never if the write fails or the monitor stops first */
    public void write(List<MonitorStore.Change> changes, Runnable done) {
        write(changes, done, failure -> {});
    }

    /** Runs {@code done} once everything written so far is durable. */
    public void whenDurable(Runnable done) {
        write(List.of(), done);
    }

    /** @param failed runs instead of {@code done} if the write fails or the monitor stops first */
    public void whenDurable(Runnable done, Consumer<Throwable> failed) {
        write(List.of(), done, failed);
    }

    private void write(List<MonitorStore.Change> changes, Runnable done, Consumer<Throwable> failed) {
        store.write(changes)
                .whenComplete((v, cause) -> center.submit(() -> {
                    RuntimeException ended = closed;
                    if (cause != null) {
                        onFailure.accept(cause);
                        failed.accept(cause);
                    } else if (ended == null) {
                        done.run();
                    } else {
                        failed.accept(ended);
                    }
                }));
    }

    /** Stops {@code done} callbacks from running; pending {@code failed} callbacks receive {@code why}. */
    public void close(RuntimeException why) {
        closed = why;
    }
}
