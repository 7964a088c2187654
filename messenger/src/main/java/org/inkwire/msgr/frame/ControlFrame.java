// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Encoder;

/** A frame with one segment: everything but MESSAGE. Records are immutable. */
public sealed interface ControlFrame
        permits HelloFrame,
                AuthRequestFrame,
                AuthBadMethodFrame,
                AuthReplyMoreFrame,
                AuthRequestMoreFrame,
                AuthDoneFrame,
                AuthSignatureFrame,
                ClientIdentFrame,
                ServerIdentFrame,
                IdentMissingFeaturesFrame,
                ReconnectFrame,
                ResetFrame,
                RetryFrame,
                RetryGlobalFrame,
                ReconnectOkFrame,
                WaitFrame,
                Keepalive2Frame,
                Keepalive2AckFrame,
                AckFrame {
    Tag tag();

    /** Appends the payload of segment 0. */
    void encode(Encoder out);

    void dispatchTo(FrameHandler handler);
}
