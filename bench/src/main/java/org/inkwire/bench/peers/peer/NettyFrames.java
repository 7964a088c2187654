// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The fast way to use Netty: frames are read in place from large reads, small ones are written into one buffer that
 * leaves once per batch, and large payloads are entries of their own. Frame: s32 length of what follows, body, crc32c of
 * the body (0 if crcs are off).
 */
final class NettyFrames extends ChannelInboundHandlerAdapter implements NettySender {
    private static final int LENGTH_BYTES = 4;
    private static final int CRC_BYTES = 4;
    private static final int OUT_BYTES = 64 << 10;
    private static final int COPY_MAX_BYTES = 8 << 10;

    private final ByteBuf zeros = Payloads.zeros();
    private final NettyEnd end;
    private final boolean crc;
    private final CRC32C checksum = new CRC32C();
    private @Nullable ChannelHandlerContext context;
    /** The beginning of a frame whose rest is still to come; has room for all of it. */
    private @Nullable ByteBuf partial;

    private @Nullable ByteBuf out;

    NettyFrames(NettyEnd end, boolean crc) {
        this.end = end;
        this.crc = crc;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        try {
            if (partial == null || completed(in)) {
                while (frame(in)) {
                    // each call takes one out
                }
                keep(ctx, in);
            }
        } finally {
            in.release();
        }
    }

    /**
     * Adds to the partial frame what it lacks.
     *
     * @return whether it was completed, and taken out
     */
    private boolean completed(ByteBuf in) {
        ByteBuf p = Objects.requireNonNull(partial);
        if (p.readableBytes() < LENGTH_BYTES) {
            p.writeBytes(in, Math.min(in.readableBytes(), LENGTH_BYTES - p.readableBytes()));
            if (p.readableBytes() < LENGTH_BYTES) {
                return false;
            }
        }
        int frameBytes = LENGTH_BYTES + p.getIntLE(p.readerIndex());
        p.writeBytes(in, Math.min(in.readableBytes(), frameBytes - p.readableBytes()));
        if (p.readableBytes() < frameBytes) {
            return false;
        }
        partial = null;
        try {
            frame(p);
        } finally {
            p.release();
        }
        return true;
    }

    private boolean frame(ByteBuf in) {
        int at = in.readerIndex();
        int readable = in.readableBytes();
        if (readable < LENGTH_BYTES) {
            return false;
        }
        int length = in.getIntLE(at);
        if (readable < LENGTH_BYTES + length) {
            return false;
        }
        int body = at + LENGTH_BYTES;
        int bodyBytes = length - CRC_BYTES;
        if (crc && crcOf(in, body, bodyBytes) != in.getIntLE(body + bodyBytes)) {
            throw new IllegalStateException("wrong crc32c");
        }
        in.readerIndex(body + length);
        end.onMessage(this, in.getLongLE(body + Body.STAMP_AT), in.getIntLE(body + Body.ANSWER_AT));
        return true;
    }

    private void keep(ChannelHandlerContext ctx, ByteBuf in) {
        int rest = in.readableBytes();
        if (rest > 0) {
            int frameBytes = rest < LENGTH_BYTES
                    ? LENGTH_BYTES + CRC_BYTES + Body.MAX_BYTES
                    : LENGTH_BYTES + in.getIntLE(in.readerIndex());
            partial = ctx.alloc().directBuffer(frameBytes, frameBytes).writeBytes(in);
        }
    }

    private int crcOf(ByteBuf buf, int at, int bytes) {
        checksum.reset();
        checksum.update(buf.internalNioBuffer(at, bytes));
        return (int) checksum.getValue();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
    }

    @Override
    public void send(long stamp, int bytes, int answerBytes) {
        int payload = bytes - Body.BYTES;
        boolean copied = payload <= COPY_MAX_BYTES;
        int needed = LENGTH_BYTES + Body.BYTES + CRC_BYTES + (copied ? payload : 0);
        ByteBuf buf = room(needed, copied ? OUT_BYTES : needed);
        int body = buf.writerIndex() + LENGTH_BYTES;
        buf.writeIntLE(bytes + CRC_BYTES).writeLongLE(stamp).writeIntLE(answerBytes);
        if (copied) {
            buf.writeBytes(zeros, 0, payload);
            buf.writeIntLE(crc ? crcOf(buf, body, bytes) : 0);
            return;
        }
        int sum = 0;
        if (crc) {
            checksum.reset();
            checksum.update(buf.internalNioBuffer(body, Body.BYTES));
            checksum.update(zeros.internalNioBuffer(0, payload));
            sum = (int) checksum.getValue();
        }
        writeGathered();
        write(zeros.retainedSlice(0, payload));
        room(CRC_BYTES, needed + CRC_BYTES).writeIntLE(sum);
    }

    private ByteBuf room(int bytes, int capacity) {
        ByteBuf buf = out;
        if (buf != null && buf.writableBytes() >= bytes) {
            return buf;
        }
        writeGathered();
        buf = Objects.requireNonNull(context).alloc().directBuffer(Math.max(capacity, bytes));
        out = buf;
        return buf;
    }

    private void writeGathered() {
        ByteBuf buf = out;
        if (buf != null) {
            out = null;
            write(buf);
        }
    }

    private void write(ByteBuf entry) {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        ctx.write(entry, ctx.voidPromise());
    }

    @Override
    public void flush() {
        writeGathered();
        Objects.requireNonNull(context).flush();
    }
}
