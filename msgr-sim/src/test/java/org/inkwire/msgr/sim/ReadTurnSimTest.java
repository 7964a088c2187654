// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.ServerSocket;
import org.inkwire.msgr.event.SocketOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a socket is read before what its frames have asked for is done: answers are written, for instance. */
class ReadTurnSimTest {
    private static final int PORT = 6800;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int TARGET_BYTES = 1 << 10;
    private static final int BYTES = 64 << 10;

    private final Simulation sim = Simulation.of(1);
    private final SimProcess client = sim.host("client").start("client", 1);
    private final SimProcess server = sim.host("server").start("server", 1);
    private @Nullable Channel accepted;

    private static EventCenter center(SimProcess process) {
        return process.stack().workers().get(0).center();
    }

    private static SocketOptions options(SimProcess process) {
        return new SocketOptions(true, 0, 16, process.allocator());
    }

    /** Reads into small targets. Each read is so many frames, the first of a turn asks for a task. */
    private final class Reader implements ConnectedSocket.Events, NetworkStack.ConnectHandler {
        private final int framesPerRead;
        private final ByteBuf target = Unpooled.buffer(TARGET_BYTES, TARGET_BYTES);
        private final List<Integer> readsPerTurn = new ArrayList<>();
        private long frames;
        private int bytes;
        private int reads;

        Reader(int framesPerRead) {
            this.framesPerRead = framesPerRead;
        }

        @Override
        public ByteBuf readTarget() {
            return target.clear();
        }

        @Override
        public void onRead() {
            bytes += target.readableBytes();
            frames += framesPerRead;
            if (reads++ == 0) {
                center(client).submit(() -> {
                    readsPerTurn.add(reads);
                    reads = 0;
                });
            }
        }

        @Override
        public long framesRead() {
            return frames;
        }

        @Override
        public void onWritable() {
            // nothing is written
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void connected(ConnectedSocket socket) {
            // Later, so that much has arrived by then.
            center(client).schedule(Duration.ofSeconds(5).toNanos(), () -> {
                socket.events(this);
                socket.resumeReading();
            });
        }

        @Override
        public void unusable(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    private List<Integer> readsPerTurn(int framesPerRead) {
        InetSocketAddress address = new InetSocketAddress(server.host().ip(), PORT);
        sim.await(
                        server.stack().listen(center(server), address, options(server), new ServerSocket.Acceptor() {
                            @Override
                            public void accepted(Channel child) {
                                accepted = child;
                            }

                            @Override
                            public void failed(ServerSocket listening, Throwable cause) {
                                throw new AssertionError(cause);
                            }
                        }),
                        LIMIT)
                .startAccepting();
        Reader reader = new Reader(framesPerRead);
        client.stack().connect(center(client), address, options(client), reader);
        assertThat(sim.runUntil(() -> accepted != null, LIMIT)).isTrue();
        server.stack()
                .adopt(
                        Objects.requireNonNull(accepted),
                        center(server),
                        options(server),
                        new NetworkStack.ConnectHandler() {
                            @Override
                            public void connected(ConnectedSocket socket) {
                                socket.write(Unpooled.buffer(BYTES).writeZero(BYTES));
                                socket.flush();
                            }

                            @Override
                            public void unusable(Throwable cause) {
                                throw new AssertionError(cause);
                            }
                        });
        assertThat(sim.runUntil(() -> reader.bytes == BYTES, LIMIT)).isTrue();
        return reader.readsPerTurn;
    }

    @Test
    void manySmallFramesEndATurnSoThatTheirAnswersLeave() {
        assertThat(readsPerTurn(8)).allMatch(reads -> reads == 1);
    }

    @Test
    void withoutFramesATurnEndsAfterSixteenReads() {
        assertThat(readsPerTurn(0)).anyMatch(reads -> reads == 16).allMatch(reads -> reads <= 16);
    }
}
