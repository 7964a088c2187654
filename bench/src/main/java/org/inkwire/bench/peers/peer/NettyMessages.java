// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes frames from Netty's length decoder, and writes a buffer for each message. */
final class NettyMessages extends ChannelInboundHandlerAdapter implements NettySender {
    private static final int HEAD_BYTES = 4 + Body.BYTES;
    /** Above this, the payload is a buffer of its own. */
    private static final int COPY_MAX_BYTES = 8 << 10;

    private final ByteBuf zeros = Payloads.zeros();
    private final NettyEnd end;
    private final boolean flushAlways;
    private @Nullable ChannelHandlerContext context;

    NettyMessages(NettyEnd end, boolean flushAlways) {
        this.end = end;
        this.flushAlways = flushAlways;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf frame = (ByteBuf) msg;
        long stamp = frame.readLongLE();
        int answer = frame.readIntLE();
        frame.release();
        end.onMessage(this, stamp, answer);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!flushAlways) {
            ctx.flush();
        }
    }

    @Override
    public void send(long stamp, int bytes, int answerBytes) {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        int payload = bytes - Body.BYTES;
        boolean copied = payload <= COPY_MAX_BYTES;
        ByteBuf out = ctx.alloc().directBuffer(HEAD_BYTES + (copied ? payload : 0));
        out.writeInt(bytes).writeLongLE(stamp).writeIntLE(answerBytes);
        if (copied) {
            out.writeBytes(zeros, 0, payload);
        } else {
            ctx.write(out, ctx.voidPromise());
            out = zeros.retainedSlice(0, payload);
        }
        ctx.write(out, ctx.voidPromise());
        if (flushAlways) {
            ctx.flush();
        }
    }

    @Override
    public void flush() {
        Objects.requireNonNull(context).flush();
    }
}
