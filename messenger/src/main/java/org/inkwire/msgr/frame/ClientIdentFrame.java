// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/** New session, from the connecting side. Payload: addrvec mine; addr target; s64 gid; u64 global_seq; u64 supported; u64 required; u64 flags; u64 cookie. Ceph: {@code frames_v2.h}, v16.2.15. */
public record ClientIdentFrame(
        EntityAddrVec addrs,
        EntityAddr target,
        long gid,
        long globalSeq,
        long featuresSupported,
        long featuresRequired,
        long flags,
        long cookie)
        implements ControlFrame {
    /** Flag: the sender's policy is lossy. Also in SERVER_IDENT, which decides. */
    public static final long LOSSY = 1;

    @Override
    public Tag tag() {
        return Tag.CLIENT_IDENT;
    }

    @Override
    public void encode(Encoder out) {
        addrs.encode(out);
        target.encode(out);
        out.s64(gid);
        out.u64(globalSeq);
        out.u64(featuresSupported);
        out.u64(featuresRequired);
        out.u64(flags);
        out.u64(cookie);
    }

    static ClientIdentFrame decode(Decoder in) {
        return new ClientIdentFrame(
                EntityAddrVec.decode(in),
                EntityAddr.decode(in),
                in.s64(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u64());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onClientIdent(this);
    }
}
