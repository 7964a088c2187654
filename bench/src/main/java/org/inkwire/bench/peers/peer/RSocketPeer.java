// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** RSocket over TCP: request and response, or fire and forget where no answer is wanted. */
public record RSocketPeer() implements Peer {
    private static final String LOOPBACK = "127.0.0.1";
    /** Processes are stopped between their turns, and must not be taken for dead. */
    private static final Duration NEVER = Duration.ofHours(6);

    private static Payload message(ByteBuf zeros, long stamp, int bytes, int answerBytes) {
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(bytes);
        out.writeLongLE(stamp).writeIntLE(answerBytes).writeBytes(zeros, 0, bytes - Body.BYTES);
        return ByteBufPayload.create(out);
    }

    @Override
    public Server serve() {
        ByteBuf zeros = Payloads.zeros();
        RSocket answering = new RSocket() {
            @Override
            public Mono<Payload> requestResponse(Payload request) {
                ByteBuf data = request.sliceData();
                long stamp = data.getLongLE(data.readerIndex() + Body.STAMP_AT);
                int bytes = data.getIntLE(data.readerIndex() + Body.ANSWER_AT);
                request.release();
                return Mono.just(message(zeros, stamp, bytes, 0));
            }

            @Override
            public Mono<Void> fireAndForget(Payload request) {
                request.release();
                return Mono.empty();
            }
        };
        CloseableChannel channel = Objects.requireNonNull(RSocketServer.create(SocketAcceptor.with(answering))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bind(TcpServerTransport.create(LOOPBACK, 0))
                .block());
        return new Server() {
            @Override
            public String address() {
                return String.valueOf(channel.address().getPort());
            }

            @Override
            public void close() {
                channel.dispose();
            }
        };
    }

    @Override
    public Client connect(String address, Answers answers) {
        ByteBuf zeros = Payloads.zeros();
        RSocket socket = Objects.requireNonNull(RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .keepAlive(NEVER, NEVER)
                .connect(TcpClientTransport.create(LOOPBACK, Integer.parseInt(address)))
                .block());
        return new Client() {
            @Override
            public void execute(Runnable task) {
                task.run();
            }

            @Override
            public void send(long stamp, int bytes, int answerBytes) {
                Payload message = message(zeros, stamp, bytes, answerBytes);
                if (answerBytes == 0) {
                    socket.fireAndForget(message).subscribe();
                } else {
                    socket.requestResponse(message).subscribe(answer -> {
                        ByteBuf data = answer.sliceData();
                        long s = data.getLongLE(data.readerIndex() + Body.STAMP_AT);
                        answer.release();
                        answers.onAnswer(s);
                    });
                }
            }

            @Override
            public void close() {
                socket.dispose();
            }
        };
    }
}
