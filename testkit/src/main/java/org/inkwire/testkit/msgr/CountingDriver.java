// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.inkwire.msgr.event.EventDriver;
import org.jspecify.annotations.Nullable;

/** A driver that counts flushes of its sockets, each of which is one system call while the socket takes it all. Any thread. */
final class CountingDriver implements EventDriver {
    private final EventDriver driver;
    private final AtomicLong flushes = new AtomicLong();
    private final Accepted accepted = new Accepted();
    private final Flushes counter = new Flushes();

    CountingDriver(EventDriver driver) {
        this.driver = driver;
    }

    /** Of all sockets so far. */
    long flushes() {
        return flushes.get();
    }

    @Override
    public String name() {
        return driver.name();
    }

    @Override
    public int preference() {
        return driver.preference();
    }

    @Override
    public @Nullable String unavailabilityCause() {
        return driver.unavailabilityCause();
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return driver.ioHandlerFactory();
    }

    @Override
    public Channel newSocketChannel() {
        Channel channel = driver.newSocketChannel();
        channel.pipeline().addLast(counter);
        return channel;
    }

    @Override
    public ServerChannel newServerChannel() {
        ServerChannel channel = driver.newServerChannel();
        channel.pipeline().addLast(accepted);
        return channel;
    }

    @Sharable
    private final class Accepted extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object child) {
            ((Channel) child).pipeline().addLast(counter);
            ctx.fireChannelRead(child);
        }
    }

    @Sharable
    private final class Flushes extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes.incrementAndGet();
            ctx.flush();
        }
    }
}
