// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.ByteWindow;
import org.inkwire.wire.MalformedInputException;

/** Segments stay where they were received. */
final class CrcRx implements RxHandler {
    private static final String[] NAMES = {"segment 0", "front", "middle", "data"};

    private final ByteWindow window = new ByteWindow();

    @Override
    public int preambleBlockBytes() {
        return Preamble.BYTES;
    }

    @Override
    public void openPreamble(ByteBuf in, Preamble preamble) {
        preamble.decode(window.over(in, in.readerIndex(), Preamble.BYTES), 0);
        in.skipBytes(Preamble.BYTES);
    }

    @Override
    public int bodyBytes(Preamble preamble) {
        long total = preamble.length(0) == 0 ? 0 : (long) preamble.length(0) + CrcOnWire.CRC_BYTES;
        for (int i = 1; i < preamble.segments(); i++) {
            total += preamble.length(i);
        }
        if (preamble.segments() > 1) {
            total += CrcOnWire.EPILOGUE_BYTES;
        }
        if (total > Integer.MAX_VALUE) {
            throw new MalformedInputException(preamble.tag() + " of " + total + " bytes");
        }
        return (int) total;
    }

    @Override
    public int peekU16(Preamble preamble, ByteBuf arrived, int offset) {
        return arrived.readableBytes() < offset + Short.BYTES
                ? NOT_YET
                : arrived.getUnsignedShortLE(arrived.readerIndex() + offset);
    }

    @Override
    public boolean openHeader(Preamble preamble, ByteBuf arrived, Segments plain) {
        int length = preamble.length(0);
        if (arrived.readableBytes() < length + CrcOnWire.CRC_BYTES) {
            return false;
        }
        int at = arrived.readerIndex();
        plain.lies(0, arrived, at, length);
        check(preamble, 0, window.over(arrived, at, length + CrcOnWire.CRC_BYTES), 0, length, length);
        return true;
    }

    @Override
    public boolean openBody(Preamble preamble, ByteBuf in, int at, Segments plain) {
        ByteWindow body = window.over(in, at, bodyBytes(preamble));
        int length0 = preamble.length(0);
        int next = 0;
        if (length0 > 0) {
            plain.lies(0, in, at, length0);
            check(preamble, 0, body, 0, length0, length0);
            next += length0 + CrcOnWire.CRC_BYTES;
        }
        int segments = preamble.segments();
        if (segments == 1) {
            return true;
        }
        int crcAt = next + preamble.length(1) + preamble.length(2) + preamble.length(3);
        if (!LateStatus.isComplete(body.getByte(crcAt))) {
            return false;
        }
        crcAt++;
        for (int i = 1; i < segments; i++) {
            int length = preamble.length(i);
            plain.lies(i, in, at + next, length);
            check(preamble, i, body, next, length, crcAt);
            next += length;
            crcAt += CrcOnWire.CRC_BYTES;
        }
        return true;
    }

    private static void check(Preamble preamble, int i, ByteWindow in, int at, int length, int crcAt) {
        int computed = in.seedMinusOne(at, length);
        int expected = in.getInt(crcAt);
        if (computed != expected) {
            throw new MalformedInputException(
                    String.format("%s %s crc 0x%08x, computed 0x%08x", preamble.tag(), NAMES[i], expected, computed));
        }
    }
}
