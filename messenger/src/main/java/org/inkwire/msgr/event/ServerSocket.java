// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A listening socket, confined to its EventCenter. Ceph: {@code ServerSocket} in {@code src/msg/async/Stack.h}.
 */
public final class ServerSocket {
    /** Called on the server socket's center. */
    public interface Acceptor {
        /** @param child not registered anywhere yet; {@link NetworkStack#adopt} puts it on a center */
        void accepted(Channel child);

        /** An accept failed: EMFILE, ENFILE, ENOMEM. The connection waits in the backlog. */
        void failed(ServerSocket socket, Throwable cause);
    }

    private final ServerChannel channel;
    private final EventCenter center;
    private final Acceptor acceptor;

    ServerSocket(ServerChannel channel, EventCenter center, Acceptor acceptor) {
        this.channel = channel;
        this.center = center;
        this.acceptor = acceptor;
        channel.pipeline().addLast(new Inbound());
    }

    public EventCenter center() {
        return center;
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Begins accepting. Any thread. */
    public void startAccepting() {
        center.submit(() -> channel.config().setAutoRead(true));
    }

    /** Pauses accepting; connections wait in the backlog. On the socket's center. */
    public void pauseAccepting(long nanos) {
        channel.config().setAutoRead(false);
        center.schedule(nanos, () -> {
            if (channel.isOpen()) {
                channel.config().setAutoRead(true);
            }
        });
    }

    /** Any thread. Completes when the port is free. */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        if (!center.submit(() -> channel.close().addListener(done -> closed.complete(null)))) {
            closed.complete(null);
        }
        // A failed center runs nothing; the end of its thread has closed the socket.
        center.ended().whenComplete((ended, failure) -> closed.complete(null));
        return closed;
    }

    /** Frees the port of a socket whose center has ended. Any thread. */
    public void closeForcibly() {
        channel.unsafe().closeForcibly();
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            Channel child = (Channel) msg;
            center.guarded(() -> {
                try {
                    acceptor.accepted(child);
                } catch (Throwable e) {
                    child.unsafe().closeForcibly();
                    throw e;
                }
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            center.guarded(() -> acceptor.failed(ServerSocket.this, cause));
        }
    }
}
