// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.ByteWindow;
import org.inkwire.wire.MalformedInputException;

/**
 * The 32 bytes in front of every frame (protocol: msgr2 section 3.2): tag, number of segments, four (length, alignment)
 * pairs, flags, crc with seed 0. One mutable instance is reused per direction. Confined to its owner.
 */
public final class Preamble {
    public static final int BYTES = 32;
    public static final int MAX_SEGMENTS = 4;

    private static final int CRC_AT = 28;
    private static final int FLAGS_AT = 26;
    private static final int ALIGN_CONTROL = 8;
    private static final int ALIGN_DATA = 4096;

    private Tag tag = Tag.HELLO;
    private int segments;
    private int flags;
    private final int[] lengths = new int[MAX_SEGMENTS];

    /**
     * The first 28 bytes that were summed last, and their sum: frames of one kind begin with the same bytes. At first these
     * are zeros, of which the sum is 0.
     */
    private long summed0;

    private long summed1;
    private long summed2;
    private int summed3;
    private int sum;

    public Tag tag() {
        return tag;
    }

    /** Counted segments, 1 .. 4. */
    public int segments() {
        return segments;
    }

    /** 0 if the segments are in plain form; the connection mode defines the meaning of each bit. */
    public int flags() {
        return flags;
    }

    /** @param newFlags 0 .. 255 */
    public Preamble flags(int newFlags) {
        flags = newFlags;
        return this;
    }

    /** Logical bytes of segment {@code i}; 0 beyond the counted ones. */
    public int length(int i) {
        return lengths[i];
    }

    /** Describes an outgoing frame without flags; trailing empty segments are not counted. */
    public Preamble set(Tag newTag, int length0, int length1, int length2, int length3) {
        tag = newTag;
        flags = 0;
        lengths[0] = length0;
        lengths[1] = length1;
        lengths[2] = length2;
        lengths[3] = length3;
        segments = 1;
        for (int i = 1; i < MAX_SEGMENTS; i++) {
            if (lengths[i] != 0) {
                segments = i + 1;
            }
        }
        return this;
    }

    /**
     * Writes the 32 bytes in place.
     *
     * @param out borrowed, indices unchanged; must already hold the 32 bytes
     */
    public void encodeAt(ByteBuf out, int index) {
        encode(new ByteWindow().over(out, index, BYTES), 0);
    }

    /**
     * Writes the 32 bytes in place.
     *
     * @param out borrowed
     * @param at where in it
     */
    public void encode(ByteWindow out, int at) {
        // A length takes 32 bits, its alignment the next 16.
        long length2 = Integer.toUnsignedLong(lengths[2]);
        long word0 = tag.code() | segments << 8 | described(0) << 16;
        long word1 = described(1) | length2 << 48;
        long word2 = described(2) >>> 16 | Integer.toUnsignedLong(lengths[3]) << 32;
        int word3 = (int) (described(3) >>> 32) | flags << 16;
        out.putLong(at, word0);
        out.putLong(at + 8, word1);
        out.putLong(at + 16, word2);
        out.putInt(at + 24, word3);
        out.putInt(at + CRC_AT, sum(out, at, word0, word1, word2, word3));
    }

    /** The sum of these words, which are at {@code at} of {@code window}. */
    private int sum(ByteWindow window, int at, long word0, long word1, long word2, int word3) {
        if (word0 != summed0 || word1 != summed1 || word2 != summed2 || word3 != summed3) {
            sum = window.seedZero(at, CRC_AT);
            summed0 = word0;
            summed1 = word1;
            summed2 = word2;
            summed3 = word3;
        }
        return sum;
    }

    /** Length and alignment of segment {@code i}: 48 bits. */
    private long described(int i) {
        long alignment = i >= segments ? 0 : i == 3 ? ALIGN_DATA : ALIGN_CONTROL;
        return Integer.toUnsignedLong(lengths[i]) | alignment << 32;
    }

    /**
     * Reads and checks 32 bytes.
     *
     * @param in borrowed; the bytes are consumed
     * @throws MalformedInputException naming the field and its value
     */
    public Preamble decode(ByteBuf in) {
        decode(new ByteWindow().over(in, in.readerIndex(), BYTES), 0);
        in.skipBytes(BYTES);
        return this;
    }

    /**
     * Reads and checks 32 bytes.
     *
     * @param in borrowed
     * @param at where in it
     * @throws MalformedInputException naming the field and its value
     */
    public Preamble decode(ByteWindow in, int at) {
        long word0 = in.getLong(at);
        long word1 = in.getLong(at + 8);
        long word2 = in.getLong(at + 16);
        int crc = in.getInt(at + CRC_AT);
        int computed = sum(in, at, word0, word1, word2, in.getInt(at + 24));
        if (crc != computed) {
            throw new MalformedInputException(String.format("preamble crc 0x%08x, computed 0x%08x", crc, computed));
        }
        tag = Tag.of((int) word0 & 0xff);
        segments = (int) (word0 >>> 8) & 0xff;
        if (segments < 1 || segments > MAX_SEGMENTS) {
            throw new MalformedInputException(tag + " with " + segments + " segments");
        }
        length(0, (int) (word0 >>> 16));
        length(1, (int) word1);
        length(2, (int) (word1 >>> 48 | word2 << 16));
        length(3, (int) (word2 >>> 32));
        if (segments > 1 && lengths[segments - 1] == 0) {
            throw new MalformedInputException(tag + " counts an empty last segment");
        }
        if (segments > 1 && tag != Tag.MESSAGE) {
            throw new MalformedInputException(tag + " with " + segments + " segments");
        }
        flags = in.getByte(at + FLAGS_AT) & 0xff;
        return this;
    }

    private void length(int i, int length) {
        if (length < 0) {
            throw new MalformedInputException(
                    tag + " segment " + i + " of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (i >= segments && length != 0) {
            throw new MalformedInputException(tag + " has bytes in uncounted segment " + i);
        }
        lengths[i] = length;
    }

    /** @throws MalformedInputException if a flag is set that is not among the known ones */
    public void requireFlagsWithin(int known) {
        if ((flags & ~known) != 0) {
            throw new MalformedInputException(tag + " with frame flags 0x" + Integer.toHexString(flags));
        }
    }
}
