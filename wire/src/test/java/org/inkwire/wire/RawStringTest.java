// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawStringTest {
    private static String decoded(byte[] bytes) {
        ByteBuf encoded = Unpooled.buffer();
        new Encoder(encoded).blob(bytes);
        return new Decoder(encoded).string();
    }

    private static byte[] encoded(String text) {
        ByteBuf out = Unpooled.buffer();
        new Encoder(out).string(text);
        assertThat(Encoder.stringBytes(text)).isEqualTo(out.readableBytes());
        return new Decoder(out).blob();
    }

    @Test
    void utf8IsText() {
        for (String text : new String[] {"", "a", "größe", "\u65e5\u672c", "\uD83D\uDE00x", "\uFFFD", "\uD83D\uDC80"}) {
            assertThat(decoded(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
            assertThat(encoded(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void anyBytesSurviveAndKeepTheirOrder() {
        Random random = new Random(7);
        byte[] previous = {};
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int k = 0; k < bytes.length; k++) {
                // Favour lead and continuation bytes, so that half-valid sequences occur.
                bytes[k] = (byte) (random.nextBoolean() ? 0x80 | random.nextInt(128) : random.nextInt(256));
            }
            String text = decoded(bytes);
            assertThat(encoded(text)).isEqualTo(bytes);
            assertThat(RawString.bytes(text)).isEqualTo(bytes);
            assertThat(Integer.signum(RawString.compare(text, decoded(previous))))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(bytes, previous)));
            previous = bytes;
        }
    }
}
