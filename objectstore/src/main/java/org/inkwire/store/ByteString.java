// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * A Ceph string: bytes without a charset, ordered as unsigned bytes. Used for names and values of attributes and omaps,
 * which need not be UTF-8 (RGW's bucket index keys start with 0x80) and would not survive a {@link String}. Immutable.
 */
public final class ByteString implements Comparable<ByteString> {
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private final byte[] bytes;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The UTF-8 bytes of {@code text}. */
    public static ByteString of(String text) {
        return text.isEmpty() ? EMPTY : new ByteString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param bytes taken: the caller must not change it afterwards */
    public static ByteString wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new ByteString(bytes);
    }

    /** A copy of the readable bytes of {@code bytes}: borrowed, indices unchanged. */
    public static ByteString copyOf(ByteBuf bytes) {
        return wrap(ByteBufUtil.getBytes(bytes));
    }

    public static ByteString decode(Decoder in) {
        return wrap(in.blob());
    }

    /** u32 length, then the bytes; identical for Ceph's {@code string} and {@code bl}. */
    public void encode(Encoder out) {
        out.blob(bytes);
    }

    /** Bytes. */
    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** 0 .. 255. */
    public int at(int index) {
        return bytes[index] & 0xff;
    }

    /** A copy. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Appends the bytes, without a length, to {@code out}: borrowed. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes);
    }

    public boolean startsWith(ByteString prefix) {
        return bytes.length >= prefix.bytes.length
                && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
    }

    /** The bytes from {@code begin} to the end. */
    public ByteString substring(int begin) {
        return wrap(Arrays.copyOfRange(bytes, begin, bytes.length));
    }

    /** These bytes, then {@code tail}'s. */
    public ByteString concat(ByteString tail) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + tail.bytes.length);
        System.arraycopy(tail.bytes, 0, both, bytes.length, tail.bytes.length);
        return wrap(both);
    }

    /** Decoded as UTF-8, for humans: not reversible if the bytes are not UTF-8. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(ByteString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
