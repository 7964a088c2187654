// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.store;

import java.util.List;
import java.util.function.Consumer;
import org.inkwire.msgr.event.EventCenter;
import org.jspecify.annotations.Nullable;

/**
 * The monitor's way to its store. Changes become durable in the order they are written; what waits for them runs on the
 * monitor's center. A failed write ends the monitor: a restart would forget what it answered after that. Confined to the
 * monitor's center.
 */
public final class StoreWriter {
    private final MonitorStore store;
    private final EventCenter center;
    private final Consumer<Throwable> onFailure;
    private @Nullable RuntimeException closed;

    /** @param onFailure runs on the center when a write has failed */
    public StoreWriter(MonitorStore store, EventCenter center, Consumer<Throwable> onFailure) {
        this.store = store;
        this.center = center;
        this.onFailure = onFailure;
    }

    public void write(MonitorStore.Change change) {
        write(List.of(change), () -> {});
    }

    /** @param done runs when the changes are durable; never if that fails or the monitor stops before */
    public void write(List<MonitorStore.Change> changes, Runnable done) {
        write(changes, done, failure -> {});
    }

    /** Runs {@code done} when everything written so far is durable. */
    public void whenDurable(Runnable done) {
        write(List.of(), done);
    }

    /** @param failed runs instead of {@code done} if that fails or the monitor stops before */
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

    /** From now on nothing that waits for the store runs. */
    public void close(RuntimeException why) {
        closed = why;
    }
}
