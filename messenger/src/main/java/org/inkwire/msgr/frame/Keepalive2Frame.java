// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;

/** Payload: utime of the sender. Ceph: {@code frames_v2.h}, v16.2.15. */
public record Keepalive2Frame(UTime stamp) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.KEEPALIVE2;
    }

    @Override
    public void encode(Encoder out) {
        stamp.encode(out);
    }

    static Keepalive2Frame decode(Decoder in) {
        return new Keepalive2Frame(UTime.decode(in));
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onKeepalive2(this);
    }
}
