// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.Encoder;

/**
 * Segments 0 and 1 are encoded in place, after a gap for the preamble; a large data segment is sent without a copy.
 */
final class CrcTx implements TxHandler {
    /** Data up to this size is copied after its front: cheaper than a separate outbound entry. */
    private static final int COPY_MAX_BYTES = 8 << 10;

    @Override
    public Encoder begin(Outbound out) {
        Encoder encoder = out.gather();
        // Filled in by seal.
        ByteBuf buf = encoder.buffer().ensureWritable(Preamble.BYTES);
        buf.writerIndex(buf.writerIndex() + Preamble.BYTES);
        return encoder;
    }

    @Override
    public Encoder endSegment0(Segments plain, Outbound out) {
        if (plain.length(0) > 0) {
            plain.buffer(0).writeIntLE(crc(plain, 0));
        }
        return out.gather();
    }

    @Override
    public void seal(Preamble preamble, Segments plain, Outbound out) {
        ByteBuf buf = plain.buffer(0);
        preamble.encodeAt(buf, plain.at(0) - Preamble.BYTES);
        int segments = preamble.segments();
        if (segments == 1) {
            return;
        }
        int frontCrc = crc(plain, 1);
        int middleCrc = segments > 2 ? copied(plain, 2, buf) : 0;
        int dataCrc = 0;
        int data = plain.length(3);
        if (data > COPY_MAX_BYTES) {
            dataCrc = crc(plain, 3);
            out.append(plain.buffer(3).retainedSlice(plain.at(3), data));
            buf = out.gather().buffer();
        } else if (segments > 3) {
            dataCrc = copied(plain, 3, buf);
        }
        buf.writeByte(LateStatus.COMPLETE);
        buf.writeIntLE(frontCrc);
        buf.writeIntLE(middleCrc);
        buf.writeIntLE(dataCrc);
    }

    /**
     * Appends a segment to {@code to}.
     *
     * @return its crc, taken from the copy: a slice would make a view for each call
     */
    private static int copied(Segments plain, int i, ByteBuf to) {
        int at = to.writerIndex();
        int length = plain.length(i);
        if (length > 0) {
            to.writeBytes(plain.buffer(i), plain.at(i), length);
        }
        return Crc32c.seedMinusOne(to, at, length);
    }

    private static int crc(Segments plain, int i) {
        return Crc32c.seedMinusOne(plain.buffer(i), plain.at(i), plain.length(i));
    }
}
