// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u64 global_seq the accepting side has seen. Ceph: {@code frames_v2.h}, v16.2.15. */
public record RetryGlobalFrame(long globalSeq) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.SESSION_RETRY_GLOBAL;
    }

    @Override
    public void encode(Encoder out) {
        out.u64(globalSeq);
    }

    static RetryGlobalFrame decode(Decoder in) {
        return new RetryGlobalFrame(in.u64());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onSessionRetryGlobal(this);
    }
}
