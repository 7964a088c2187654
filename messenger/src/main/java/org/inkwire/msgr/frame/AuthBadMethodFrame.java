// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u32 method; s32 result; vec<u32> allowed methods; vec<u32> allowed modes. Ceph: {@code frames_v2.h}, v16.2.15. */
public record AuthBadMethodFrame(int method, int result, List<Integer> allowedMethods, List<Integer> allowedModes)
        implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.AUTH_BAD_METHOD;
    }

    @Override
    public void encode(Encoder out) {
        out.s32(method);
        out.s32(result);
        out.list(allowedMethods, (m, o) -> o.s32(m));
        out.list(allowedModes, (m, o) -> o.s32(m));
    }

    static AuthBadMethodFrame decode(Decoder in) {
        return new AuthBadMethodFrame(in.s32(), in.s32(), in.list(4, Decoder::s32), in.list(4, Decoder::s32));
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onAuthBadMethod(this);
    }
}
