// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityType;

/**
 * The sender's type and the address it sees for the peer. Payload: u8 entity type; addr of the peer as the sender sees
 * it. Ceph: {@code frames_v2.h}, v16.2.15.
 */
public record HelloFrame(EntityType entityType, EntityAddr peerAddr) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.HELLO;
    }

    @Override
    public void encode(Encoder out) {
        out.u8(entityType.code());
        peerAddr.encode(out);
    }

    static HelloFrame decode(Decoder in) {
        return new HelloFrame(EntityType.of(in.u8()), EntityAddr.decode(in));
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onHello(this);
    }
}
