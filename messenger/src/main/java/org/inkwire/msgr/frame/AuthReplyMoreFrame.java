// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: bl. Ceph: {@code frames_v2.h}, v16.2.15. */
public record AuthReplyMoreFrame(byte[] payload) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.AUTH_REPLY_MORE;
    }

    @Override
    public void encode(Encoder out) {
        out.blob(payload);
    }

    static AuthReplyMoreFrame decode(Decoder in) {
        return new AuthReplyMoreFrame(in.blob());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onAuthReplyMore(this);
    }
}
