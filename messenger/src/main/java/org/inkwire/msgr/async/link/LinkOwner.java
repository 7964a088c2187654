// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.fault.InterceptedConnection;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.FrameHandler;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;

/**
 * The protocol a {@link Link} belongs to, as the link sees it: control frames by {@link FrameHandler}, the rest here. Called on
 * the owner's center.
 */
public interface LinkOwner extends FrameHandler {
    EventCenter center();

    InterceptedConnection connection();

    /** The handshake is over. */
    boolean isReady();

    /** The link is broken, or the peer was wrong. Ignored if {@code from} is no longer the owner's link. */
    void fault(Link from, Throwable cause);

    void onBanner(Banner banner);

    /** Whether the frame may be read now; throws if it may not be read at all. */
    boolean admit(Link from, Preamble preamble);

    /** @param frame borrowed */
    void onMessage(MessageFrame frame);

    /** The sender gave the frame up after its preamble. */
    void onAborted();

    /** Everything that had arrived was taken out. */
    void onReadBatchEnd(Link from);

    void onWritable(Link from);
}
