// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;

/** WRITE, WRITEFULL, APPEND, WRITESAME. */
final class WriteOps {
    private WriteOps() {}

    static void register(OpTable table) {
        table.on(OpCode.WRITE, WriteOps::write);
        table.on(OpCode.WRITEFULL, WriteOps::writeFull);
        table.on(OpCode.APPEND, WriteOps::append);
        table.on(OpCode.WRITESAME, WriteOps::writeSame);
    }

    private static int write(OpContext context, OSDOp op) {
        if (op.length() != op.inputLength()) {
            return Errno.EINVAL.result();
        }
        return writeAt(context, op.offset(), op.input().retainedSlice());
    }

    private static int append(OpContext context, OSDOp op) {
        if (op.length() != op.inputLength()) {
            return Errno.EINVAL.result();
        }
        return writeAt(context, context.info().size(), op.input().retainedSlice());
    }

    /** @param data taken */
    private static int writeAt(OpContext context, long offset, ByteBuf data) {
        int length = data.readableBytes();
        int refused = Limits.checkRange(context, offset, length);
        if (refused < 0) {
            data.release();
            return refused;
        }
        context.create();
        if (length == 0) {
            data.release();
            ResizeOps.writeNothing(context, offset);
            return 0;
        }
        context.transaction().write(context.object(), offset, data);
        context.resize(Math.max(context.info().size(), offset + length));
        return 0;
    }

    private static int writeFull(OpContext context, OSDOp op) {
        if (op.length() != op.inputLength()) {
            return Errno.EINVAL.result();
        }
        long length = op.length();
        int refused = Limits.checkRange(context, 0, length);
        if (refused < 0) {
            return refused;
        }
        context.create();
        if (length < context.info().size() || length == 0) {
            context.transaction().truncate(context.object(), length);
        }
        if (length > 0) {
            context.transaction().write(context.object(), 0, op.input().retainedSlice());
        }
        context.resize(length);
        return 0;
    }

    private static int writeSame(OpContext context, OSDOp op) {
        long length = op.length();
        if (length == 0) {
            return 0;
        }
        long patternLength = op.dataLength();
        if (patternLength == 0
                || Long.remainderUnsigned(length, patternLength) != 0
                || patternLength != op.inputLength()) {
            return Errno.EINVAL.result();
        }
        int refused = Limits.checkRange(context, op.offset(), length);
        if (refused < 0) {
            return refused;
        }
        ByteBuf all = Unpooled.buffer((int) length, (int) length);
        ByteBuf pattern = op.input();
        for (long left = length; left > 0; left -= patternLength) {
            all.writeBytes(pattern, pattern.readerIndex(), (int) patternLength);
        }
        return writeAt(context, op.offset(), all);
    }
}
