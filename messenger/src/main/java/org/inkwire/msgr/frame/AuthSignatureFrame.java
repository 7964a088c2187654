// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * HMAC-SHA256 over all bytes the sender received so far; zeros without a session key. Payload: 32 bytes. Ceph: {@code
 * frames_v2.h}, v16.2.15.
 */
public record AuthSignatureFrame(byte[] signature) implements ControlFrame {
    public static final int BYTES = 32;

    @Override
    public Tag tag() {
        return Tag.AUTH_SIGNATURE;
    }

    @Override
    public void encode(Encoder out) {
        out.raw(signature);
    }

    static AuthSignatureFrame decode(Decoder in) {
        return new AuthSignatureFrame(in.raw(BYTES));
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onAuthSignature(this);
    }
}
