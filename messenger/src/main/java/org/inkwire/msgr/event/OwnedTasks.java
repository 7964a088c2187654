// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.function.Consumer;

/**
 * Tasks of one owner on an {@link EventCenter}: what one of them throws costs that owner and nobody else. Any thread,
 * except {@link #run}.
 */
public final class OwnedTasks {
    private final EventCenter center;
    private final Consumer<Throwable> onFailure;

    /** @param onFailure ends the owner; runs on the center */
    public OwnedTasks(EventCenter center, Consumer<Throwable> onFailure) {
        this.center = center;
        this.onFailure = onFailure;
    }

    /** As {@link EventCenter#submit}. */
    public boolean submit(Runnable task) {
        return center.submit(() -> run(task));
    }

    /** As {@link EventCenter#schedule}. */
    public EventCenter.Timer schedule(long delayNanos, Runnable task) {
        return center.schedule(delayNanos, () -> run(task));
    }

    /** Runs {@code task} now. On the center. */
    public void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }
}
