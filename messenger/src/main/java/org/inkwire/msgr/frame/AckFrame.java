// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u64 seq: all messages up to and including it were received. Ceph: {@code frames_v2.h}, v16.2.15. */
public record AckFrame(long seq) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.ACK;
    }

    @Override
    public void encode(Encoder out) {
        out.u64(seq);
    }

    static AckFrame decode(Decoder in) {
        return new AckFrame(in.u64());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onAck(this);
    }
}
