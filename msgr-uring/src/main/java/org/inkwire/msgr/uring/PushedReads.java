// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.uring;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes that the kernel has read in advance into reads of a socket that asks for them: copies them into buffers that
 * the socket's {@code RecvByteBufAllocator} gives, and keeps what comes while the socket does not read. Confined to the
 * channel's event loop.
 *
 * <p>Kept are the bytes that were under way when reading was paused, or, if the peer has closed the connection, what is
 * left in the socket's receive buffer. They go first when reading is resumed, and are lost when the connection closes
 * before that, as those in a receive buffer are.
 */
final class PushedReads extends ChannelDuplexHandler {
    private final ArrayDeque<ByteBuf> kept = new ArrayDeque<>();
    private boolean giving;
    private boolean ended;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        try {
            if (kept.isEmpty()) {
                give(ctx, in);
            }
            if (in.isReadable() && !ended) {
                // A copy of the right size: a slice would hold a whole buffer of the ring.
                kept.addLast(ctx.alloc().directBuffer(in.readableBytes()).writeBytes(in));
            }
        } finally {
            in.release();
        }
    }

    /** Passes {@code in} on, borrowed, until it is empty or the socket does not read. */
    private void give(ChannelHandlerContext ctx, ByteBuf in) {
        giving = true;
        try {
            while (in.isReadable() && !ended && ctx.channel().config().isAutoRead()) {
                ByteBuf target = target(ctx);
                if (target == null) {
                    return;
                }
                target.writeBytes(in, Math.min(in.readableBytes(), target.writableBytes()));
                ctx.fireChannelRead(target);
            }
        } finally {
            giving = false;
        }
    }

    /** @return given; null if there is none, which the socket has been told */
    private static @Nullable ByteBuf target(ChannelHandlerContext ctx) {
        try {
            return ctx.channel().unsafe().recvBufAllocHandle().allocate(ctx.alloc());
        } catch (Throwable e) {
            ctx.fireExceptionCaught(e);
            return null;
        }
    }

    /** The socket reads again, or still. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (kept.isEmpty()) {
            ctx.read();
        } else if (!giving) {
            // Not on the stack of the caller, who does not expect a read there.
            ctx.executor().execute(() -> giveKept(ctx));
        }
    }

    private void giveKept(ChannelHandlerContext ctx) {
        while (!ended && ctx.channel().config().isAutoRead()) {
            ByteBuf in = kept.pollFirst();
            if (in == null) {
                ctx.fireChannelReadComplete();
                ctx.read();
                return;
            }
            give(ctx, in);
            if (in.isReadable() && !ended) {
                kept.addFirst(in);
                return;
            }
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!kept.isEmpty()) {
            giveKept(ctx);
        }
        end();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    private void end() {
        ended = true;
        kept.forEach(ByteBuf::release);
        kept.clear();
    }
}
