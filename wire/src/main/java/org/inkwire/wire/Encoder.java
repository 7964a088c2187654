// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Writes Ceph's encodings to a buffer (protocol: encoding sections 1 and 2). Integers are little
 * endian. The mirror image of {@link Decoder}. Not thread-safe.
 */
public final class Encoder {
    /** Deepest nesting of versioned structs; the deepest real one (an OSDMap) has 6. */
    private static final int MAX_DEPTH = 32;

    private ByteBuf out;
    private final int[] lengthAt = new int[MAX_DEPTH];
    private int depth;

    /** @param out borrowed for this encoder's life; grows as its own limits allow */
    public Encoder(ByteBuf out) {
        this.out = out;
    }

    /**
     * Writes to another buffer from here on, whatever became of the one before.
     *
     * @param newOut borrowed, as by the constructor
     * @return this
     */
    public Encoder over(ByteBuf newOut) {
        out = newOut;
        depth = 0;
        return this;
    }

    /** The buffer being written: borrowed. */
    public ByteBuf buffer() {
        return out;
    }

    public void bool(boolean value) {
        out.writeByte(value ? 1 : 0);
    }

    public void u8(int value) {
        out.writeByte(value);
    }

    public void u16(int value) {
        out.writeShortLE(value);
    }

    public void u32(long value) {
        out.writeIntLE((int) value);
    }

    public void s32(int value) {
        out.writeIntLE(value);
    }

    public void u64(long value) {
        out.writeLongLE(value);
    }

    public void s64(long value) {
        out.writeLongLE(value);
    }

    public void f32(float value) {
        out.writeIntLE(Float.floatToRawIntBits(value));
    }

    public void f64(double value) {
        out.writeLongLE(Double.doubleToRawLongBits(value));
    }

    /** u32 length, UTF-8 bytes; see {@link RawString} for names that are not text. */
    public void string(String value) {
        int at = out.writerIndex();
        out.writeIntLE(0);
        int length = RawString.encode(value, out);
        out.setIntLE(at, length);
    }

    /** bl: u32 length, bytes. */
    public void blob(byte[] bytes) {
        out.writeIntLE(bytes.length);
        out.writeBytes(bytes);
    }

    /** bl: u32 length, the readable bytes of {@code bytes}: borrowed, indices unchanged. */
    public void blob(ByteBuf bytes) {
        int length = bytes.readableBytes();
        out.writeIntLE(length);
        out.writeBytes(bytes, bytes.readerIndex(), length);
    }

    /** Bytes without a length. */
    public void raw(byte[] bytes) {
        out.writeBytes(bytes);
    }

    /** Readable bytes of {@code bytes} without a length: borrowed, indices unchanged. */
    public void raw(ByteBuf bytes) {
        out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    public void zeros(int count) {
        out.writeZero(count);
    }

    /** u32 count, then the elements in iteration order. */
    public <T> void list(Collection<? extends T> values, BiConsumer<? super T, Encoder> element) {
        u32(values.size());
        for (T value : values) {
            element.accept(value, this);
        }
    }

    /**
     * u32 count, then key and value in iteration order. Ceph writes maps in key order: pass a sorted
     * map where bytes matter.
     */
    public <K, V> void map(Map<K, V> values, BiConsumer<? super K, Encoder> key, BiConsumer<? super V, Encoder> value) {
        u32(values.size());
        for (Map.Entry<K, V> e : values.entrySet()) {
            key.accept(e.getKey(), this);
            value.accept(e.getValue(), this);
        }
    }

    /** {@code map<string,string>}. */
    public void stringMap(Map<String, String> values) {
        map(values, (k, e) -> e.string(k), (v, e) -> e.string(v));
    }

    /** {@code map<string,bl>}. */
    public void blobMap(Map<String, byte[]> values) {
        map(values, (k, e) -> e.string(k), (v, e) -> e.blob(v));
    }

    /** {@code vector<string>}. */
    public void strings(Collection<String> values) {
        list(values, (s, e) -> e.string(s));
    }

    /** Opens a versioned struct: u8 version, u8 compat, u32 length (filled in by {@link #finish}). */
    public void start(int version, int compat) {
        if (depth == MAX_DEPTH) {
            throw new IllegalStateException("structs nested deeper than " + MAX_DEPTH);
        }
        out.writeByte(version);
        out.writeByte(compat);
        lengthAt[depth++] = out.writerIndex();
        out.writeIntLE(0);
    }

    /** Closes the innermost struct opened by {@link #start}. */
    public void finish() {
        if (depth == 0) {
            throw new IllegalStateException("no struct is open");
        }
        int at = lengthAt[--depth];
        out.setIntLE(at, out.writerIndex() - at - 4);
    }

    /** Length in bytes that {@link #string} will write, for callers that size buffers. */
    public static int stringBytes(String value) {
        return 4 + RawString.bytes(value).length;
    }
}
