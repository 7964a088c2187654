// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u64 global id; u32 connection mode; bl. Ceph: {@code frames_v2.h}, v16.2.15. */
public record AuthDoneFrame(long globalId, int mode, byte[] payload) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.AUTH_DONE;
    }

    @Override
    public void encode(Encoder out) {
        out.u64(globalId);
        out.s32(mode);
        out.blob(payload);
    }

    static AuthDoneFrame decode(Decoder in) {
        return new AuthDoneFrame(in.u64(), in.s32(), in.blob());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onAuthDone(this);
    }
}
