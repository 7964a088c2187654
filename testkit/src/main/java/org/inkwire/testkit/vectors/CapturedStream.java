// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a recorded connection, read as msgr2.1 in crc mode: banner, then frames, with the preamble's, the first
 * segment's and the epilogue's crcs checked (protocol: msgr2 sections 1 and 3).
 *
 * @param banner as recorded; empty if the recording began later
 * @param frames complete ones, in order
 * @param leftOver bytes of a last frame cut off with the connection
 */
public record CapturedStream(byte[] banner, List<CapturedFrame> frames, int leftOver) {
    private static final byte[] MAGIC = "ceph v2\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PREAMBLE_BYTES = 32;
    private static final int PREAMBLE_CRC_AT = 28;
    private static final int DESCRIPTOR_BYTES = 6;
    private static final int FLAGS_AT = 26;
    private static final int CRC_BYTES = 4;
    private static final int EPILOGUE_BYTES = 13;
    private static final int MAX_SEGMENTS = 4;
    private static final int LATE_STATUS_COMPLETE = 0xe;

    public CapturedStream {
        frames = List.copyOf(frames);
    }

    /** @param last stops the reader after the first frame for which it holds */
    static CapturedStream read(byte[] bytes, boolean withBanner, Predicate<CapturedFrame> last) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] banner = withBanner && bytes.length > 0 ? readBanner(in) : new byte[0];
        List<CapturedFrame> frames = new ArrayList<>();
        while (in.hasRemaining()) {
            in.mark();
            CapturedFrame frame = readFrame(in);
            if (frame == null) {
                in.reset();
                break;
            }
            frames.add(frame);
            if (last.test(frame)) {
                break;
            }
        }
        return new CapturedStream(banner, frames, in.remaining());
    }

    private static byte[] readBanner(ByteBuffer in) {
        byte[] magic = take(in, MAGIC.length);
        check(Arrays.equals(magic, MAGIC), 0, "banner");
        int length = Short.toUnsignedInt(in.getShort());
        in.rewind();
        return take(in, MAGIC.length + Short.BYTES + length);
    }

    private static @Nullable CapturedFrame readFrame(ByteBuffer in) {
        int start = in.position();
        if (in.remaining() < PREAMBLE_BYTES) {
            return null;
        }
        check(crcSeedZero(in, start, PREAMBLE_CRC_AT) == in.getInt(start + PREAMBLE_CRC_AT), start, "preamble crc");
        int tag = Byte.toUnsignedInt(in.get(start));
        int count = in.get(start + 1);
        check(count >= 1 && count <= MAX_SEGMENTS, start, "number of segments");
        int[] lengths = new int[count];
        long need = count > 1 ? EPILOGUE_BYTES : 0;
        for (int i = 0; i < count; i++) {
            lengths[i] = in.getInt(start + 2 + i * DESCRIPTOR_BYTES);
            check(lengths[i] >= 0, start, "segment length");
            need += lengths[i];
        }
        need += lengths[0] > 0 ? CRC_BYTES : 0;
        int flags = in.get(start + FLAGS_AT);
        in.position(start + PREAMBLE_BYTES);
        if (in.remaining() < need) {
            return null;
        }
        List<byte[]> segments = new ArrayList<>(count);
        segments.add(take(in, lengths[0]));
        if (lengths[0] > 0) {
            check(crc(segments.get(0)) == in.getInt(), start, "crc of segment 0");
        }
        for (int i = 1; i < count; i++) {
            segments.add(take(in, lengths[i]));
        }
        if (count > 1) {
            check((in.get() & 0xf) == LATE_STATUS_COMPLETE, start, "late status");
            for (int i = 1; i < MAX_SEGMENTS; i++) {
                check((i < count ? crc(segments.get(i)) : 0) == in.getInt(), start, "crc of segment " + i);
            }
        }
        return new CapturedFrame(start, tag, flags, List.copyOf(segments));
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static void check(boolean holds, int at, String what) {
        if (!holds) {
            throw new IllegalStateException("bad " + what + " in the frame at byte " + at);
        }
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return ~(int) crc.getValue();
    }

    /** Seed 0 instead of java.util.zip's ~0: feeding these four bytes first sets the register to 0. */
    private static int crcSeedZero(ByteBuffer in, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(new byte[] {-1, -1, -1, -1});
        crc.update(in.slice(at, length));
        return ~(int) crc.getValue();
    }
}
