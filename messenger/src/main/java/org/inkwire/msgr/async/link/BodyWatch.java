// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

import java.time.Duration;
import org.inkwire.msgr.event.EventCenter;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose peer began a frame and does not go on: until the rest comes, the frame holds a buffer and its
 * share of the dispatch throttle, which others then lack. Confined to the connection's EventCenter.
 *
 * <p>It looks once per period while a frame is incomplete, and costs nothing per read: the frame must have got on by
 * {@link #MIN_BYTES} or be another one. So a peer that stops is found after one to two periods.
 */
public final class BodyWatch {
    /**
     * What a period must bring. Any TCP connection that is alive brings a few segments; a peer that drips single bytes is
     * as bad as a silent one.
     */
    static final int MIN_BYTES = 4 << 10;

    private final EventCenter center;
    private final Duration timeout;
    private EventCenter.@Nullable Timer timer;
    private long frameThen;
    private int missingThen;

    /** @param timeout one period */
    public BodyWatch(EventCenter center, Duration timeout) {
        this.center = center;
        this.timeout = timeout;
    }

    /** All that had arrived on the link was taken in. */
    public void onReadBatchEnd(Link link) {
        if (timer == null && link.missingBytes() > 0) {
            arm(link);
        }
    }

    private void arm(Link link) {
        frameThen = link.frames();
        missingThen = link.missingBytes();
        timer = center.schedule(timeout.toNanos(), () -> look(link));
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
                            new ProtocolException("the peer stopped inside a frame, " + missing
                                    + " bytes are missing after " + timeout.toMillis() + " ms"));
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
