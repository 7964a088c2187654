// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Plain Netty on its native epoll transport, or its selector elsewhere; one event loop on each side. */
public record NettyPeer(Style style) implements Peer {
    /** How the pipeline is built. */
    public enum Style {
        /** Netty's length decoder; every message is flushed. */
        FLUSH,
        /** Netty's length decoder; flushed when a batch of reads ends. */
        USUAL,
        /** Own framing of large reads; small frames are copied into one buffer, flushed when a batch of reads ends. */
        AGGREGATED,
        /** As {@link #AGGREGATED}, with a crc32c of every message made and checked on both sides. */
        AGGREGATED_CRC
    }

    private static final int LENGTH_BYTES = 4;
    private static final int MAX_FRAME = Body.MAX_BYTES + 64;
    private static final int LARGE_READ = 256 << 10;
    private static final int UNBOUNDED = 1 << 30;

    private void configure(SocketChannel channel, NettyEnd end) {
        channel.config().setTcpNoDelay(true);
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(UNBOUNDED, UNBOUNDED));
        ChannelPipeline pipeline = channel.pipeline();
        switch (style) {
            case FLUSH, USUAL ->
                pipeline.addLast(new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, LENGTH_BYTES, 0, LENGTH_BYTES))
                        .addLast(new NettyMessages(end, style == Style.FLUSH));
            case AGGREGATED, AGGREGATED_CRC -> {
                channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(LARGE_READ));
                pipeline.addLast(new NettyFrames(end, style == Style.AGGREGATED_CRC));
            }
        }
    }

    private static EventLoopGroup loop() {
        return new MultiThreadIoEventLoopGroup(
                1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    @Override
    public Server serve() throws InterruptedException {
        EventLoopGroup loop = loop();
        Channel listening = new ServerBootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        configure(channel, NettyEnd.answering());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        String address = String.valueOf(((InetSocketAddress) listening.localAddress()).getPort());
        return new Server() {
            @Override
            public String address() {
                return address;
            }

            @Override
            public void close() {
                loop.shutdownGracefully();
            }
        };
    }

    @Override
    public Client connect(String address, Answers answers) throws InterruptedException {
        EventLoopGroup loop = loop();
        NettyEnd end = NettyEnd.asking(answers);
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel c) {
                        configure(c, end);
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), Integer.parseInt(address))
                .sync()
                .channel();
        NettySender sender = (NettySender) channel.pipeline().last();
        return new Client() {
            @Override
            public void execute(Runnable task) {
                channel.eventLoop().execute(() -> {
                    task.run();
                    sender.flush();
                });
            }

            @Override
            public void send(long stamp, int bytes, int answerBytes) {
                sender.send(stamp, bytes, answerBytes);
            }

            @Override
            public void close() {
                loop.shutdownGracefully();
            }
        };
    }
}
