// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

import java.time.Duration;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.OwnedTasks;
import org.jspecify.annotations.Nullable;

/**
 * Faults a connection whose peer stalls inside a frame. Until the rest arrives, the frame holds a buffer and its share
 * of the dispatch throttle, which other connections then lack. Confined to the connection's EventCenter.
 *
 * <p>It checks once per period while a frame is incomplete and costs nothing per read. In each period the frame must
 * advance by {@link #MIN_BYTES} or another one must begin. A stalled peer is thus detected after one to two periods.
 */
public final class BodyWatch {
    /**
     * Minimum progress per period. Any live TCP connection delivers a few segments; a peer that drips single bytes is
     * as bad as a silent one.
     */
    static final int MIN_BYTES = 4 << 10;

    private final OwnedTasks tasks;
    private final Duration timeout;
    private EventCenter.@Nullable Timer timer;
    private long frameThen;
    private int missingThen;

    /** @param timeout one period */
    public BodyWatch(OwnedTasks tasks, Duration timeout) {
        this.tasks = tasks;
        this.timeout = timeout;
    }

    /** Everything that had arrived on the link was read. */
    public void onReadBatchEnd(Link link) {
        if (timer == null && link.missingBytes() > 0) {
            arm(link);
        }
    }

    private void arm(Link link) {
        frameThen = link.frames();
        missingThen = link.missingBytes();
        timer = tasks.schedule(timeout.toNanos(), () -> look(link));
    }

    private void look(Link link) {
        timer = null;
        int missing = link.missingBytes();
        if (link.isClosed() || missing == 0) {
            return;
        }
        if (link.frames() == frameThen && missingThen - missing < Math.min(MIN_BYTES, missingThen)) {
            link.owner()
                    .fault(
                            link,
                            new ProtocolException("peer stalled inside a frame, " + missing + " bytes missing after "
                                    + timeout.toMillis() + " ms"));
            return;
        }
        arm(link);
    }

    public void onLinkLost() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
