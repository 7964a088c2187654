// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.ChecksumReply;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.wire.Decoder;

/** CHECKSUM: one value per chunk of a range. Only 0~0 means the whole object; elsewhere no length means no chunk. */
final class ChecksumOp {
    private ChecksumOp() {}

    static void register(OpTable table) {
        table.on(OpCode.CHECKSUM, ChecksumOp::checksum);
    }

    private static int checksum(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        int type = op.checksumType();
        if (type > ChecksumReply.TYPE_CRC32C) {
            return Errno.EINVAL.result();
        }
        long chunk = op.chunkSize();
        if (chunk > 0 && (op.length() == 0 || Long.remainderUnsigned(op.length(), chunk) != 0)) {
            return Errno.EINVAL.result();
        }
        Decoder in = op.inputDecoder();
        long seed = type == ChecksumReply.TYPE_XXHASH64 ? in.u64() : in.u32();
        if (Long.compareUnsigned(op.offset(), context.info().size()) >= 0) {
            // No output either, not even a count.
            return 0;
        }
        if (op.length() == 0 && op.offset() != 0) {
            op.encodeOutput(out -> new ChecksumReply(List.of()).encode(out, type));
            return 0;
        }
        ByteBuf bytes = ReadOps.bytes(context, op.offset(), op.length());
        try {
            int length = bytes.readableBytes();
            if (chunk > 0 && length % chunk != 0) {
                return Errno.EINVAL.result();
            }
            List<Long> values = new ArrayList<>();
            if (length > 0) {
                int step = chunk == 0 ? length : (int) chunk;
                for (int at = 0; at < length; at += step) {
                    values.add(value(type, seed, bytes, bytes.readerIndex() + at, step));
                }
            }
            op.encodeOutput(out -> new ChecksumReply(values).encode(out, type));
            return 0;
        } finally {
            bytes.release();
        }
    }

    private static long value(int type, long seed, ByteBuf bytes, int index, int length) {
        return switch (type) {
            case ChecksumReply.TYPE_XXHASH32 -> Integer.toUnsignedLong(XxHash.hash32(bytes, index, length, (int) seed));
            case ChecksumReply.TYPE_XXHASH64 -> XxHash.hash64(bytes, index, length, seed);
            default -> Integer.toUnsignedLong(Crc32cSeeded.of((int) seed, bytes, index, length));
        };
    }
}
