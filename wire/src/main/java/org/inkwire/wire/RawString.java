// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Ceph's strings are bytes without a charset (protocol: encoding section 1), Java's are UTF-16. Well-formed UTF-8 is
 * decoded as such; every other byte maps to a lone surrogate U+DC80 .. U+DCFF and back. So any name or omap key
 * survives decoding and encoding unchanged, and distinct ones stay distinct. Any thread.
 */
public final class RawString {
    private static final char ESCAPE_FIRST = '\uDC80';
    private static final char ESCAPE_LAST = '\uDCFF';
    private static final char REPLACEMENT = '\uFFFD';

    private RawString() {}

    /**
     * @param in borrowed; indices unchanged
     * @param index absolute index of the first byte
     */
    public static String decode(ByteBuf in, int index, int length) {
        String text = in.toString(index, length, StandardCharsets.UTF_8);
        // A replacement character was either sent, or stands for bytes that must be preserved.
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(in.nioBuffer(index, length));
    }

    /** The text of these bytes, not kept. */
    public static String of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(ByteBuffer.wrap(bytes));
    }

    private static String decodeEscaping(ByteBuffer in) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            out.put((char) (0xdc00 | in.get() & 0xff));
            result = decoder.reset().decode(in, out, true);
        }
        return out.flip().toString();
    }

    /** The bytes {@code text} stands for. */
    public static byte[] bytes(String text) {
        int escape = nextEscape(text, 0);
        if (escape < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int from = 0;
        while (escape >= 0) {
            out.writeBytes(text.substring(from, escape).getBytes(StandardCharsets.UTF_8));
            out.write(text.charAt(escape));
            from = escape + 1;
            escape = nextEscape(text, from);
        }
        out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** @return bytes written to {@code out}, which is borrowed */
    static int encode(String text, ByteBuf out) {
        if (nextEscape(text, 0) < 0) {
            return ByteBufUtil.writeUtf8(out, text);
        }
        byte[] bytes = bytes(text);
        out.writeBytes(bytes);
        return bytes.length;
    }

    /** Compares the bytes, unsigned: Ceph's order of names and keys, unlike {@link String#compareTo}. */
    public static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Except for surrogates, UTF-8 has the order of UTF-16.
                return Character.isSurrogate(x) || Character.isSurrogate(y)
                        ? Arrays.compareUnsigned(bytes(a), bytes(b))
                        : x - y;
            }
        }
        return a.length() - b.length();
    }

    private static int nextEscape(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ESCAPE_FIRST && c <= ESCAPE_LAST && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
                return i;
            }
        }
        return -1;
    }
}
