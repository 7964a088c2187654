// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import java.util.concurrent.Executor;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A thread for a store's blocking work. Starts with the first task, so that a store in memory costs none, and ends with the
 * stack. Any thread.
 */
final class StoreThread implements Executor {
    private final NetworkStack stack;
    private final int osd;
    private @Nullable EventCenter center;

    StoreThread(NetworkStack stack, int osd) {
        this.stack = stack;
        this.osd = osd;
    }

    @Override
    public void execute(Runnable task) {
        center().execute(task);
    }

    private synchronized EventCenter center() {
        EventCenter started = center;
        if (started == null) {
            started = stack.newCenter("osd." + osd + "-store", WaitStrategy.park());
            center = started;
        }
        return started;
    }
}
