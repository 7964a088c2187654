// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.msgr.fault.InterceptedConnection;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.FrameHandler;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.message.MessageHeader;

/**
 * The protocol that owns a {@link Link}, as the link sees it: {@link FrameHandler} takes control frames, this interface
 * the rest. Called on the owner's center.
 */
public interface LinkOwner extends FrameHandler {
    EventCenter center();

    /** What one of these throws ends the connection. */
    OwnedTasks tasks();

    InterceptedConnection connection();

    /** The handshake is over. */
    boolean isReady();

    /** The link broke, or the peer violated the protocol. Ignored if {@code from} is no longer the owner's link. */
    void fault(Link from, Throwable cause);

    /** Our own code, or a user's, threw: the connection ends, if {@code from} is still its link. */
    void failed(Link from, Throwable cause);

    void onBanner(Banner banner);

    /** Whether the frame may be read now; throws if it must not be read at all. */
    boolean admit(Link from, Preamble preamble);

    /** @param frame borrowed */
    void onMessage(MessageFrame frame);

    /** The sender aborted the frame after its preamble. */
    void onAborted();

    /**
     * A message came in, and there was no memory to receive it.
     *
     * @param header borrowed, reused
     */
    void onSkipped(MessageHeader header);

    /** Follows each batch of {@link #onMessage}, also one that failed or moved the link to another owner. Any thread. */
    void handOver();

    /** Everything that had arrived was read. */
    void onReadBatchEnd(Link from);

    void onWritable(Link from);
}
