// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** The accepting side's own connection to us wins the race. Payload: empty. Ceph: {@code frames_v2.h}, v16.2.15. */
public record WaitFrame() implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.WAIT;
    }

    @Override
    public void encode(Encoder out) {
        // no payload
    }

    static WaitFrame decode(Decoder in) {
        return new WaitFrame();
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onWait(this);
    }
}
