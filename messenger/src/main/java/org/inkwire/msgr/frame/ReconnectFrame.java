// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddrVec;

/** Existing session, new TCP connection. Payload: addrvec mine; u64 client cookie; u64 server cookie; u64 global_seq; u64 connect_seq; u64 last message seq received. Ceph: {@code frames_v2.h}, v16.2.15. */
public record ReconnectFrame(
        EntityAddrVec addrs, long clientCookie, long serverCookie, long globalSeq, long connectSeq, long msgSeq)
        implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.SESSION_RECONNECT;
    }

    @Override
    public void encode(Encoder out) {
        addrs.encode(out);
        out.u64(clientCookie);
        out.u64(serverCookie);
        out.u64(globalSeq);
        out.u64(connectSeq);
        out.u64(msgSeq);
    }

    static ReconnectFrame decode(Decoder in) {
        return new ReconnectFrame(EntityAddrVec.decode(in), in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onReconnect(this);
    }
}
