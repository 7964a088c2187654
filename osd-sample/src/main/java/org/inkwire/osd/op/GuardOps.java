// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;

/** ASSERT_VER and CMPEXT: conditions on what follows. */
final class GuardOps {
    private GuardOps() {}

    static void register(OpTable table) {
        table.on(OpCode.ASSERT_VER, GuardOps::assertVersion);
        table.on(OpCode.CMPEXT, GuardOps::compareExtent);
    }

    private static int assertVersion(OpContext context, OSDOp op) {
        if (op.version() == 0) {
            return Errno.EINVAL.result();
        }
        int order = Long.compareUnsigned(op.version(), context.info().userVersion());
        if (order == 0) {
            return context.result();
        }
        return order < 0 ? Errno.ERANGE.result() : Errno.EOVERFLOW.result();
    }

    /** Bytes past the end, or of an absent object, compare as zeros. */
    private static int compareExtent(OpContext context, OSDOp op) {
        ByteBuf expected = op.input();
        int length = expected.readableBytes();
        if (op.length() != length) {
            return Errno.EINVAL.result();
        }
        if (length == 0) {
            return 0;
        }
        ByteBuf found = ReadOps.bytes(context, op.offset(), length);
        try {
            int difference = firstDifference(expected, found);
            return difference < 0 ? 0 : -Errno.MAX_ERRNO - difference;
        } finally {
            found.release();
        }
    }

    /** Index of the first byte that differs, −1 if none does. */
    private static int firstDifference(ByteBuf expected, ByteBuf found) {
        int base = expected.readerIndex();
        int length = expected.readableBytes();
        int common = Math.min(length, found.readableBytes());
        if (!ByteBufUtil.equals(expected, base, found, found.readerIndex(), common)) {
            for (int i = 0; i < common; i++) {
                if (expected.getByte(base + i) != found.getByte(found.readerIndex() + i)) {
                    return i;
                }
            }
        }
        int index = expected.forEachByte(base + common, length - common, b -> b == 0);
        return index < 0 ? -1 : index - base;
    }
}
