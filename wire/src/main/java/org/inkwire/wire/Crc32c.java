// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC-32C as Ceph uses it: a raw register, seeded by the caller, without final inversion (protocol:
 * msgr2 section 3.1). Built on the JDK's intrinsic. Any thread.
 */
public final class Crc32c {
    private static final ThreadLocal<CRC32C> CRC = ThreadLocal.withInitial(CRC32C::new);

    /** Fed to java.util.zip first to set its register to 0 instead of ~0. */
    private static final byte[] TO_ZERO_SEED = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};

    /** Below this, a sum with one seed is cheaply turned into that with the other. */
    static final int SHORT_BYTES = 64;

    /**
     * What a seed of ~0 instead of 0 contributes to the sum of so many bytes: the sum of as many zeros. CRCs are linear, so
     * it can be taken out of the sum of any bytes.
     */
    private static final int[] SEED_SHARE = seedShares();

    private Crc32c() {}

    /**
     * Seed ~0: frame segments, maps.
     *
     * @param buf borrowed; indices unchanged
     * @param index absolute index of the first byte
     * @param length bytes
     */
    public static int seedMinusOne(ByteBuf buf, int index, int length) {
        CRC32C crc = CRC.get();
        crc.reset();
        update(crc, buf, index, length);
        return ~(int) crc.getValue();
    }

    /** Seed ~0 over the readable bytes of {@code buf}: borrowed, indices unchanged. */
    public static int seedMinusOne(ByteBuf buf) {
        return seedMinusOne(buf, buf.readerIndex(), buf.readableBytes());
    }

    public static int seedMinusOne(byte[] bytes, int offset, int length) {
        CRC32C crc = CRC.get();
        crc.reset();
        crc.update(bytes, offset, length);
        return ~(int) crc.getValue();
    }

    /** Seed 0: the frame preamble. {@code buf}: borrowed, indices unchanged. */
    public static int seedZero(ByteBuf buf, int index, int length) {
        if (length < SHORT_BYTES) {
            return toSeedZero(seedMinusOne(buf, index, length), length);
        }
        CRC32C crc = CRC.get();
        crc.reset();
        crc.update(TO_ZERO_SEED, 0, TO_ZERO_SEED.length);
        update(crc, buf, index, length);
        return ~(int) crc.getValue();
    }

    /** @param length bytes that were summed, fewer than {@link #SHORT_BYTES} */
    static int toSeedZero(int seedMinusOne, int length) {
        return seedMinusOne ^ SEED_SHARE[length];
    }

    private static int[] seedShares() {
        int[] shares = new int[SHORT_BYTES];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = seedMinusOne(new byte[i], 0, i);
        }
        return shares;
    }

    private static void update(CRC32C crc, ByteBuf buf, int index, int length) {
        if (length == 0) {
            return;
        }
        if (buf.hasArray()) {
            crc.update(buf.array(), buf.arrayOffset() + index, length);
        } else if (buf.nioBufferCount() == 1) {
            crc.update(buf.internalNioBuffer(index, length));
        } else {
            for (ByteBuffer part : buf.nioBuffers(index, length)) {
                crc.update(part);
            }
        }
    }
}
