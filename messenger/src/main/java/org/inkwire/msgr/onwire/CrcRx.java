// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.MalformedInputException;

/** Segments stay where they were received. */
final class CrcRx implements RxHandler {
    private static final String[] NAMES = {"segment 0", "front", "middle", "data"};

    @Override
    public int preambleBlockBytes() {
        return Preamble.BYTES;
    }

    @Override
    public void openPreamble(ByteBuf in, Preamble preamble) {
        preamble.decode(in);
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
        check(preamble, plain, 0, arrived.getIntLE(at + length));
        return true;
    }

    @Override
    public boolean openBody(Preamble preamble, ByteBuf in, int at, Segments plain) {
        int length0 = preamble.length(0);
        int next = at;
        if (length0 > 0) {
            plain.lies(0, in, at, length0);
            check(preamble, plain, 0, in.getIntLE(at + length0));
            next += length0 + CrcOnWire.CRC_BYTES;
        }
        int segments = preamble.segments();
        if (segments == 1) {
            return true;
        }
        for (int i = 1; i < segments; i++) {
            plain.lies(i, in, next, preamble.length(i));
            next += preamble.length(i);
        }
        if (!LateStatus.isComplete(in.getByte(next))) {
            return false;
        }
        next++;
        for (int i = 1; i < segments; i++) {
            check(preamble, plain, i, in.getIntLE(next));
            next += CrcOnWire.CRC_BYTES;
        }
        return true;
    }

    private static void check(Preamble preamble, Segments plain, int i, int expected) {
        int computed = Crc32c.seedMinusOne(plain.buffer(i), plain.at(i), plain.length(i));
        if (computed != expected) {
            throw new MalformedInputException(
                    String.format("%s %s crc 0x%08x, computed 0x%08x", preamble.tag(), NAMES[i], expected, computed));
        }
    }
}
