// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;

/** Payload: the stamp of the KEEPALIVE2 it answers. Ceph: {@code frames_v2.h}, v16.2.15. */
public record Keepalive2AckFrame(UTime stamp) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.KEEPALIVE2_ACK;
    }

    @Override
    public void encode(Encoder out) {
        stamp.encode(out);
    }

    static Keepalive2AckFrame decode(Decoder in) {
        return new Keepalive2AckFrame(UTime.decode(in));
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onKeepalive2Ack(this);
    }
}
