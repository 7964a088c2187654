// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import java.util.Base64;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;

/**
 * A secret in Ceph's form, shown in base64. 28 bytes: u16 type (1: AES), utime created, u16 length, the secret's 16 bytes.
 * Ceph: {@code CryptoKey}. Immutable.
 */
public final class AuthKey {
    private static final int TYPE_AES = 1;
    private static final int SECRET_BYTES = 16;
    private static final int ENCODED_BYTES = 2 + 8 + 2 + SECRET_BYTES;

    private AuthKey() {}

    /** A new key, in base64. */
    static String generate(SecureRandom random, UTime created) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        ByteBuf buffer = Unpooled.buffer(ENCODED_BYTES);
        Encoder out = new Encoder(buffer);
        out.u16(TYPE_AES);
        created.encode(out);
        out.u16(SECRET_BYTES);
        out.raw(secret);
        return Base64.getEncoder().encodeToString(ByteBufUtil.getBytes(buffer));
    }

    /** Whether the text is a key that this class could have generated. */
    public static boolean isValid(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (bytes.length != ENCODED_BYTES) {
            return false;
        }
        Decoder in = new Decoder(Unpooled.wrappedBuffer(bytes));
        int type = in.u16();
        in.u64();
        return type == TYPE_AES && in.u16() == SECRET_BYTES;
    }
}
