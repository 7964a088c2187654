// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u32 method; vec<u32> preferred connection modes; bl. Ceph: {@code frames_v2.h}, v16.2.15. */
public record AuthRequestFrame(int method, List<Integer> preferredModes, byte[] payload) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.AUTH_REQUEST;
    }

    @Override
    public void encode(Encoder out) {
        out.s32(method);
        out.list(preferredModes, (m, o) -> o.s32(m));
        out.blob(payload);
    }

    static AuthRequestFrame decode(Decoder in) {
        return new AuthRequestFrame(in.s32(), in.list(4, Decoder::s32), in.blob());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onAuthRequest(this);
    }
}
