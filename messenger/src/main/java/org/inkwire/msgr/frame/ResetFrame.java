// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u8 full: forget queues and counters too. Ceph: {@code frames_v2.h}, v16.2.15. */
public record ResetFrame(boolean full) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.SESSION_RESET;
    }

    @Override
    public void encode(Encoder out) {
        out.bool(full);
    }

    static ResetFrame decode(Decoder in) {
        return new ResetFrame(in.bool());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onSessionReset(this);
    }
}
