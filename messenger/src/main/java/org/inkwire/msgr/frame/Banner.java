// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.MalformedInputException;

/**
 * The first bytes each side sends: {@code "ceph v2\n"}, u16 length, u64 supported, u64 required msgr2 features
 * (protocol: msgr2 section 1). Immutable.
 */
public record Banner(long supported, long required) {
    /** msgr2.1, the only revision supported here. */
    public static final long REVISION_1 = 1;

    /** Magic and payload length: must be read before the length of the rest is known. */
    public static final int PREFIX_BYTES = 10;

    private static final byte[] MAGIC = {'c', 'e', 'p', 'h', ' ', 'v', '2', '\n'};
    private static final int PAYLOAD_BYTES = 16;

    /** Bounds the payload of a newer peer, whose excess is skipped. */
    private static final int MAX_PAYLOAD_BYTES = 4096;

    public static final Banner OURS = new Banner(REVISION_1, REVISION_1);

    /** @param out borrowed; 26 bytes are appended */
    public void encode(ByteBuf out) {
        out.writeBytes(MAGIC);
        out.writeShortLE(PAYLOAD_BYTES);
        out.writeLongLE(supported);
        out.writeLongLE(required);
    }

    /**
     * Checks the prefix.
     *
     * @param in borrowed, not consumed; holds at least {@link #PREFIX_BYTES}
     * @return length of the payload that follows
     */
    public static int payloadBytes(ByteBuf in) {
        int at = in.readerIndex();
        for (int i = 0; i < MAGIC.length; i++) {
            if (in.getByte(at + i) != MAGIC[i]) {
                throw new MalformedInputException(describe(in));
            }
        }
        int length = in.getUnsignedShortLE(at + MAGIC.length);
        if (length < PAYLOAD_BYTES || length > MAX_PAYLOAD_BYTES) {
            throw new MalformedInputException("banner payload of " + length + " bytes");
        }
        return length;
    }

    private static String describe(ByteBuf in) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PREFIX_BYTES; i++) {
            int b = in.getUnsignedByte(in.readerIndex() + i);
            text.append(b >= 0x20 && b < 0x7f ? Character.toString((char) b) : String.format("\\x%02x", b));
        }
        return text.indexOf("ceph v027") == 0
                ? "peer speaks msgr v1, which is not supported"
                : "bad banner \"" + text + "\"";
    }

    /** @param in borrowed; prefix and payload of {@code payloadBytes} are consumed */
    public static Banner decode(ByteBuf in, int payloadBytes) {
        in.skipBytes(PREFIX_BYTES);
        Banner banner = new Banner(in.readLongLE(), in.readLongLE());
        in.skipBytes(payloadBytes - PAYLOAD_BYTES);
        return banner;
    }

    /** @throws MalformedInputException naming the feature bits either side lacks */
    public void requireCompatible(Banner ours) {
        if ((ours.required & ~supported) != 0) {
            throw new MalformedInputException(
                    "peer lacks msgr2 features 0x" + Long.toHexString(ours.required & ~supported));
        }
        if ((required & ~ours.supported) != 0) {
            throw new MalformedInputException(
                    "peer requires msgr2 features 0x" + Long.toHexString(required & ~ours.supported));
        }
    }
}
