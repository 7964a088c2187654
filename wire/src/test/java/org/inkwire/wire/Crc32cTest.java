// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Crc32cTest {
    private static final int POLYNOMIAL = 0x82F63B78;

    /** Computes the crc bit by bit: update(seed, bytes), no final inversion. */
    private static int bitwise(int seed, byte[] bytes) {
        int crc = seed;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int i = 0; i < 8; i++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
        }
        return crc;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 28, 64, 4096, 70_001})
    void bothSeedsAgreeWithTheBitwiseRegister(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        ByteBuf heap = Unpooled.wrappedBuffer(bytes);
        ByteBuf direct = Unpooled.directBuffer(Math.max(1, length)).writeBytes(bytes);
        ByteBuf parts = Unpooled.wrappedBuffer(
                heap.retainedSlice(0, length / 2), direct.retainedSlice(length / 2, length - length / 2));

        for (ByteBuf buf : new ByteBuf[] {heap, direct, parts}) {
            assertThat(Crc32c.seedMinusOne(buf, 0, length)).isEqualTo(bitwise(-1, bytes));
            assertThat(Crc32c.seedZero(buf, 0, length)).isEqualTo(bitwise(0, bytes));
            assertThat(buf.readerIndex()).isZero();
        }
        assertThat(Crc32c.seedMinusOne(bytes, 0, length)).isEqualTo(bitwise(-1, bytes));
        parts.release();
        direct.release();
        assertThat(direct.refCnt()).isZero();
    }

    @Test
    void anEmptySegmentHasAllBitsSet() {
        assertThat(Crc32c.seedMinusOne(Unpooled.EMPTY_BUFFER)).isEqualTo(0xffffffff);
    }
}
