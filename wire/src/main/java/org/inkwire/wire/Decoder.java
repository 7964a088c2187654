// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads Ceph's encodings from a buffer (protocol: encoding sections 1 and 2), the mirror image of
 * {@link Encoder}. Every read is checked against the innermost struct's end first, every count against the bytes left,
 * so no length read from the wire is allocated unchecked. Throws only {@link MalformedInputException} on bad bytes. Not
 * thread-safe.
 */
public final class Decoder {
    private static final int MAX_DEPTH = 32;

    private ByteBuf in;
    private final int[] outerEnd = new int[MAX_DEPTH];
    private int depth;
    private int end;

    /** @param in borrowed for this decoder's life; its reader index moves */
    public Decoder(ByteBuf in) {
        this.in = in;
        this.end = in.writerIndex();
    }

    /**
     * Reads another buffer from here on, whatever became of the one before.
     *
     * @param newIn borrowed, as by the constructor
     * @return this
     */
    public Decoder over(ByteBuf newIn) {
        return over(newIn, newIn.writerIndex());
    }

    /**
     * As {@link #over(ByteBuf)}, but only so far.
     *
     * @param newEnd index after the last byte
     */
    public Decoder over(ByteBuf newIn, int newEnd) {
        in = newIn;
        end = newEnd;
        depth = 0;
        return this;
    }

    /** Bytes left in the innermost open struct, or in the buffer. */
    public int remaining() {
        return end - in.readerIndex();
    }

    /**
     * The buffer being read, positioned at the next byte: borrowed. It may go on behind what belongs to this decoder, whose
     * end is {@link #remaining} bytes away.
     */
    public ByteBuf buffer() {
        return in;
    }

    private void need(int bytes) {
        if (bytes > end - in.readerIndex()) {
            throw new MalformedInputException("needs " + bytes + " bytes, " + remaining() + " left");
        }
    }

    public boolean bool() {
        return u8() != 0;
    }

    public int u8() {
        need(1);
        return in.readUnsignedByte();
    }

    public int s8() {
        need(1);
        return in.readByte();
    }

    public int u16() {
        need(2);
        return in.readUnsignedShortLE();
    }

    public int s16() {
        need(2);
        return in.readShortLE();
    }

    public long u32() {
        need(4);
        return in.readUnsignedIntLE();
    }

    public int s32() {
        need(4);
        return in.readIntLE();
    }

    public long u64() {
        need(8);
        return in.readLongLE();
    }

    public long s64() {
        need(8);
        return in.readLongLE();
    }

    public float f32() {
        return Float.intBitsToFloat(s32());
    }

    public double f64() {
        return Double.longBitsToDouble(s64());
    }

    /**
     * A u32 element count, rejected unless that many elements of at least {@code minElementBytes} can follow.
     *
     * @param minElementBytes at least 1
     */
    public int count(int minElementBytes) {
        long n = u32();
        if (n * minElementBytes > remaining()) {
            throw new MalformedInputException(
                    "count " + n + " of elements of " + minElementBytes + " bytes or more, " + remaining() + " left");
        }
        return (int) n;
    }

    private int length() {
        return count(1);
    }

    /** u32 length, bytes, decoded as UTF-8; other bytes are preserved by {@link RawString}. */
    public String string() {
        int n = length();
        String s = RawString.decode(in, in.readerIndex(), n);
        in.skipBytes(n);
        return s;
    }

    /** bl: u32 length, bytes. */
    public byte[] blob() {
        return raw(length());
    }

    /** bl as a slice: borrowed from this decoder's buffer. */
    public ByteBuf blobSlice() {
        return in.readSlice(length());
    }

    public byte[] raw(int bytes) {
        need(bytes);
        byte[] b = new byte[bytes];
        in.readBytes(b);
        return b;
    }

    public void skip(int bytes) {
        need(bytes);
        in.skipBytes(bytes);
    }

    /** u32 count, then elements of at least {@code minElementBytes} each. */
    public <T> List<T> list(int minElementBytes, Function<Decoder, ? extends T> element) {
        int n = count(minElementBytes);
        List<T> list = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            list.add(element.apply(this));
        }
        return list;
    }

    /** u32 count, then keys and values, kept in wire order. A duplicate key replaces the earlier one. */
    public <K, V> Map<K, V> map(
            int minEntryBytes, Function<Decoder, ? extends K> key, Function<Decoder, ? extends V> value) {
        int n = count(minEntryBytes);
        Map<K, V> map = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            K k = key.apply(this);
            map.put(k, value.apply(this));
        }
        return map;
    }

    /** {@code map<string,string>}. */
    public Map<String, String> stringMap() {
        return map(8, Decoder::string, Decoder::string);
    }

    /** {@code map<string,bl>}. */
    public Map<String, byte[]> blobMap() {
        return map(8, Decoder::string, Decoder::blob);
    }

    /** {@code vector<string>}. */
    public List<String> strings() {
        return list(4, Decoder::string);
    }

    /**
     * Opens a versioned struct.
     *
     * @param highestKnown newest version the caller understands
     * @return the struct's version; may be higher than {@code highestKnown}, the tail is skipped by
     *     {@link #finish}
     */
    public int start(int highestKnown) {
        int version = u8();
        int compat = u8();
        if (compat > highestKnown) {
            throw new MalformedInputException(
                    "struct version " + version + " needs a reader of " + compat + ", this one knows " + highestKnown);
        }
        int length = length();
        if (depth == MAX_DEPTH) {
            throw new MalformedInputException("structs nested deeper than " + MAX_DEPTH);
        }
        outerEnd[depth++] = end;
        end = in.readerIndex() + length;
        return version;
    }

    /** Closes the innermost struct and skips what a newer peer appended to it. */
    public void finish() {
        if (depth == 0) {
            throw new IllegalStateException("no struct is open");
        }
        in.readerIndex(end);
        end = outerEnd[--depth];
    }

    /** Throws unless every byte was read. */
    public void expectEnd(String what) {
        if (remaining() != 0) {
            throw new MalformedInputException(remaining() + " bytes left over after " + what);
        }
    }
}
