// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u64 last message seq the accepting side received. Ceph: {@code frames_v2.h}, v16.2.15. */
public record ReconnectOkFrame(long msgSeq) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.SESSION_RECONNECT_OK;
    }

    @Override
    public void encode(Encoder out) {
        out.u64(msgSeq);
    }

    static ReconnectOkFrame decode(Decoder in) {
        return new ReconnectOkFrame(in.u64());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onReconnectOk(this);
    }
}
