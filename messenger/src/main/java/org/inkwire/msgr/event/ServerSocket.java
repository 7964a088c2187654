// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket, confined to its EventCenter. A failing accept (EMFILE, ENFILE, ENOMEM) pauses accepting and tries
 * again, ever more slowly; connections wait in the backlog meanwhile. Ceph: {@code ServerSocket} in {@code
 * src/msg/async/Stack.h}.
 */
public final class ServerSocket {
    /** Called on the server socket's center. */
    @FunctionalInterface
    public interface Acceptor {
        /** @param child not registered anywhere yet; {@link NetworkStack#adopt} puts it on a center */
        void accepted(Channel child);
    }

    private static final Logger log = LoggerFactory.getLogger(ServerSocket.class);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final ServerChannel channel;
    private final EventCenter center;
    private final Acceptor acceptor;
    private long pauseNanos = FIRST_PAUSE_NANOS;

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

    /** Any thread. Accepting begins. */
    public void startAccepting() {
        center.submit(() -> channel.config().setAutoRead(true));
    }

    /** Any thread. Completes when the port is free. */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        if (!center.submit(() -> channel.close().addListener(done -> closed.complete(null)))) {
            closed.complete(null);
        }
        // A center that failed runs nothing any more; its thread's end closed the socket.
        center.ended().whenComplete((ended, failure) -> closed.complete(null));
        return closed;
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            pauseNanos = FIRST_PAUSE_NANOS;
            center.guarded(() -> acceptor.accepted((Channel) msg));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            log.warn(
                    "accept on {} failed, next try in {} ms: {}",
                    channel.localAddress(),
                    pauseNanos / 1_000_000,
                    cause.toString());
            channel.config().setAutoRead(false);
            center.schedule(pauseNanos, () -> {
                if (channel.isOpen()) {
                    channel.config().setAutoRead(true);
                }
            });
            pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
        }
    }
}
