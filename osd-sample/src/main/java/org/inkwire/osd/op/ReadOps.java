// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.cluster.osd.op.StatReply;
import org.inkwire.wire.Encoder;

/** READ, SYNC_READ, SPARSE_READ, STAT. */
final class ReadOps {
    private ReadOps() {}

    static void register(OpTable table) {
        table.on(OpCode.READ, ReadOps::read);
        table.on(OpCode.SYNC_READ, ReadOps::read);
        table.on(OpCode.SPARSE_READ, ReadOps::sparseRead);
        table.on(OpCode.STAT, ReadOps::stat);
    }

    /** The op's bytes, clipped to the object; its length 0 means to the end. Given. */
    static ByteBuf bytes(OpContext context, long offset, long length) {
        long size = context.info().size();
        if (Long.compareUnsigned(offset, size) >= 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        return context.store().read(context.collection(), context.object(), offset, clip(size, offset, length));
    }

    /** Number of bytes from {@code offset}, which lies inside the object, to the requested end or the object's. */
    private static long clip(long size, long offset, long length) {
        long most = size - offset;
        return length == 0 || Long.compareUnsigned(length, most) > 0 ? most : length;
    }

    private static int read(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        ByteBuf bytes = bytes(context, op.offset(), op.length());
        op.length(bytes.readableBytes());
        op.output(bytes);
        return 0;
    }

    /** Output: map of u64 offset to u64 length, bl of the extents' bytes. */
    private static int sparseRead(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        long size = context.info().size();
        long offset = op.offset();
        List<Extent> extents = Long.compareUnsigned(offset, size) >= 0
                ? List.of()
                : context.store()
                        .extents(context.collection(), context.object(), offset, clip(size, offset, op.length()));
        ByteBuf map = Unpooled.buffer(8 + extents.size() * Extent.BYTES);
        Encoder out = new Encoder(map);
        out.list(extents, Extent::encode);
        long total = extents.stream().mapToLong(Extent::length).sum();
        out.u32(total);
        op.length(total);
        ByteBuf[] parts = new ByteBuf[1 + extents.size()];
        parts[0] = map;
        for (int i = 0; i < extents.size(); i++) {
            Extent extent = extents.get(i);
            parts[1 + i] =
                    context.store().read(context.collection(), context.object(), extent.offset(), extent.length());
        }
        op.output(Unpooled.wrappedBuffer(parts.length, parts));
        return 0;
    }

    private static int stat(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        op.encodeOutput(new StatReply(context.info().size(), context.info().mtime())::encode);
        return context.result();
    }
}
