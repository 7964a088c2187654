// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.uring;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import org.inkwire.msgr.event.EventDriver;
import org.jspecify.annotations.Nullable;

/**
 * EventDriver on Linux io_uring. Any thread.
 *
 * <p>Each worker lends the kernel {@link #BUFFERS} buffers of {@link #BUFFER_BYTES}, together 1 MiB, for the reads of all
 * its connections: an idle connection holds no buffer.
 */
public final class UringDriver implements EventDriver {
    /** Below all others: it is taken when it is named, or nothing else runs. */
    private static final int PREFERENCE = 1;

    private static final short BUFFERS = 32;
    private static final int BUFFER_BYTES = 32 << 10;
    private static final short BUFFER_GROUP = 1;

    private final OpenSockets open = new OpenSockets();
    private final Children children = new Children();

    @Override
    public String name() {
        return "uring";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public String reservation() {
        return "it is not faster than epoll, and copies what it reads";
    }

    @Override
    public @Nullable String unavailabilityCause() {
        return UringSupport.lack(
                IoUring.unavailabilityCause(), IoUring.isRegisterBufferRingSupported(), UringSupport.disabledSetting());
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        IoHandlerFactory rings = IoUringIoHandler.newFactory(new IoUringIoHandlerConfig()
                .setBufferRingConfig(IoUringBufferRingConfig.builder()
                        .bufferGroupId(BUFFER_GROUP)
                        .bufferRingSize(BUFFERS)
                        .batchSize(BUFFERS)
                        .allocator(new IoUringFixedBufferRingAllocator(ByteBufAllocator.DEFAULT, BUFFER_BYTES))
                        .build()));
        return executor -> new ClosingPoller(
                rings.newHandler(executor), () -> open.shutDownAll(executor), () -> open.closeAll(executor));
    }

    @Override
    public Channel newSocketChannel() {
        return prepared(new IoUringSocketChannel());
    }

    @Override
    public ServerChannel newServerChannel() {
        IoUringServerSocketChannel channel = new IoUringServerSocketChannel();
        channel.pipeline().addLast(open.tracker(), children);
        return channel;
    }

    private Channel prepared(Channel channel) {
        channel.config().setOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP);
        channel.pipeline().addLast(open.tracker(), new PushedReads());
        return channel;
    }

    /** Prepares accepted channels before anybody sees them. */
    @Sharable
    private final class Children extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object child) {
            ctx.fireChannelRead(prepared((Channel) child));
        }
    }
}
