// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u64 connect_seq the accepting side has. Ceph: {@code frames_v2.h}, v16.2.15. */
public record RetryFrame(long connectSeq) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.SESSION_RETRY;
    }

    @Override
    public void encode(Encoder out) {
        out.u64(connectSeq);
    }

    static RetryFrame decode(Decoder in) {
        return new RetryFrame(in.u64());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onSessionRetry(this);
    }
}
