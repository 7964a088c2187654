// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The JDK's selector without a library: one thread, one connection, a large buffer each way. */
public record NioPeer() implements Peer {
    @Override
    public Server serve() throws IOException {
        ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        String address = String.valueOf(((InetSocketAddress) listening.getLocalAddress()).getPort());
        Thread thread = new Thread(() -> serve(listening), "nio-server");
        thread.setDaemon(true);
        thread.start();
        return new Server() {
            @Override
            public String address() {
                return address;
            }

            @Override
            public void close() {
                closed(listening);
            }
        };
    }

    private static void serve(ServerSocketChannel listening) {
        try (SocketChannel channel = listening.accept()) {
            NioLoop loop = NioLoop.of(channel);
            loop.run((stamp, answerBytes) -> {
                if (answerBytes > 0) {
                    loop.send(stamp, answerBytes, 0);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Client connect(String address, Answers answers) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address)));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        NioLoop loop = NioLoop.of(channel);
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run((stamp, answerBytes) -> answers.onAnswer(stamp));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "nio-client");
        thread.setDaemon(true);
        thread.start();
        return new Client() {
            @Override
            public void execute(Runnable task) {
                loop.execute(task);
            }

            @Override
            public void send(long stamp, int bytes, int answerBytes) {
                loop.send(stamp, bytes, answerBytes);
            }

            @Override
            public void close() {
                closed(channel);
            }
        };
    }

    private static void closed(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
