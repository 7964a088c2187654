// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.uring;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets of each ring. Netty closes one by a request to its ring, once the ring has answered what is under way: a
 * ring that no longer works leaves it open, and with it its port. Any thread.
 */
final class OpenSockets {
    private final Map<Object, Set<Channel>> byLoop = new ConcurrentHashMap<>();
    private final ChannelHandler tracker = new Tracker();

    /** For the pipeline of every channel. */
    ChannelHandler tracker() {
        return tracker;
    }

    /**
     * The ring no longer works: ends its connections and frees its ports. A socket counts as closed from the moment that
     * Netty asks the ring for it, so that nothing else can be done for it later.
     *
     * @param loop the event loop that the ring belongs to
     */
    void shutDownAll(Object loop) {
        for (Channel channel : byLoop.getOrDefault(loop, Set.of())) {
            try {
                ((Socket) ((UnixChannel) channel).fd()).shutdown(true, true);
            } catch (IOException | NotYetConnectedException ignored) {
                // Neither connected nor listening.
            }
        }
    }

    /**
     * The ring is gone: closes what it has left open.
     *
     * @param loop the event loop that the ring belonged to
     */
    void closeAll(Object loop) {
        Set<Channel> left = byLoop.remove(loop);
        if (left == null) {
            return;
        }
        for (Channel channel : left) {
            try {
                // Does nothing if the ring was asked to close it.
                ((UnixChannel) channel).fd().close();
            } catch (IOException ignored) {
                // Its worker has ended: there is nobody left to tell.
            }
        }
    }

    @Sharable
    private final class Tracker extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRegistered(ChannelHandlerContext ctx) {
            byLoop.computeIfAbsent(ctx.channel().eventLoop(), l -> ConcurrentHashMap.newKeySet())
                    .add(ctx.channel());
            ctx.fireChannelRegistered();
        }

        @Override
        public void channelUnregistered(ChannelHandlerContext ctx) {
            Set<Channel> all = byLoop.get(ctx.channel().eventLoop());
            if (all != null) {
                all.remove(ctx.channel());
            }
            ctx.fireChannelUnregistered();
        }
    }
}
