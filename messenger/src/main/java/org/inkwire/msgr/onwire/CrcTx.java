// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.ByteWindow;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.Encoder;

/**
 * Segments 0 and 1 are encoded in place, after a gap for the preamble; a large data segment is sent without a copy.
 */
final class CrcTx implements TxHandler {
    /** Data up to this size is copied after its front: cheaper than a separate outbound entry. */
    private static final int COPY_MAX_BYTES = 8 << 10;

    private final ByteWindow window = new ByteWindow();

    @Override
    public Encoder begin(Outbound out) {
        Encoder encoder = out.gather();
        // Filled in by seal.
        reserve(encoder.buffer(), Preamble.BYTES);
        return encoder;
    }

    @Override
    public Encoder endSegment0(Segments plain, Outbound out) {
        if (plain.length(0) > 0) {
            // As above.
            reserve(plain.buffer(0), CrcOnWire.CRC_BYTES);
        }
        return out.gather();
    }

    private static void reserve(ByteBuf buf, int bytes) {
        buf.ensureWritable(bytes).writerIndex(buf.writerIndex() + bytes);
    }

    @Override
    public void seal(Preamble preamble, Segments plain, Outbound out) {
        ByteBuf buf = plain.buffer(0);
        int data = plain.length(3);
        boolean apart = data > COPY_MAX_BYTES;
        boolean epilogue = preamble.segments() > 1;
        if (epilogue) {
            copy(plain, 2, buf);
            if (!apart) {
                copy(plain, 3, buf);
                reserve(buf, CrcOnWire.EPILOGUE_BYTES);
            }
        }
        int start = plain.at(0) - Preamble.BYTES;
        ByteWindow frame = window.over(buf, start, buf.writerIndex() - start);
        preamble.encode(frame, 0);
        int next = Preamble.BYTES;
        int length0 = plain.length(0);
        if (length0 > 0) {
            frame.putInt(next + length0, frame.seedMinusOne(next, length0));
            next += length0 + CrcOnWire.CRC_BYTES;
        }
        if (!epilogue) {
            return;
        }
        int front = plain.length(1);
        int frontCrc = frame.seedMinusOne(next, front);
        next += front;
        int middle = plain.length(2);
        int middleCrc = crcOf(preamble, 2, frame, next, middle);
        next += middle;
        if (apart) {
            int dataCrc = Crc32c.seedMinusOne(plain.buffer(3), plain.at(3), data);
            out.append(plain.buffer(3).retainedSlice(plain.at(3), data));
            ByteBuf behind = out.gather().buffer();
            int at = behind.writerIndex();
            reserve(behind, CrcOnWire.EPILOGUE_BYTES);
            epilogue(window.over(behind, at, CrcOnWire.EPILOGUE_BYTES), 0, frontCrc, middleCrc, dataCrc);
        } else {
            epilogue(frame, next + data, frontCrc, middleCrc, crcOf(preamble, 3, frame, next, data));
        }
    }

    private static void epilogue(ByteWindow to, int at, int frontCrc, int middleCrc, int dataCrc) {
        to.putByte(at, LateStatus.COMPLETE);
        to.putInt(at + 1, frontCrc);
        to.putInt(at + 1 + CrcOnWire.CRC_BYTES, middleCrc);
        to.putInt(at + 1 + 2 * CrcOnWire.CRC_BYTES, dataCrc);
    }

    /** @return 0 for a segment that is not counted */
    private static int crcOf(Preamble preamble, int i, ByteWindow frame, int at, int length) {
        return preamble.segments() > i ? frame.seedMinusOne(at, length) : 0;
    }

    private static void copy(Segments plain, int i, ByteBuf to) {
        int length = plain.length(i);
        if (length > 0) {
            to.writeBytes(plain.buffer(i), plain.at(i), length);
        }
    }
}
