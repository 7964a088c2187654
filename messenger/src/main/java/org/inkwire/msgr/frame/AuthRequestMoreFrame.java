// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: bl. Ceph: {@code frames_v2.h}, v16.2.15. */
public record AuthRequestMoreFrame(byte[] payload) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.AUTH_REQUEST_MORE;
    }

    @Override
    public void encode(Encoder out) {
        out.blob(payload);
    }

    static AuthRequestMoreFrame decode(Decoder in) {
        return new AuthRequestMoreFrame(in.blob());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onAuthRequestMore(this);
    }
}
