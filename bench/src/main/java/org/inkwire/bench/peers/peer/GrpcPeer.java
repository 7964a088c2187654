// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * gRPC over its own Netty, calls handled on the event loop, messages as byte arrays without protobuf.
 *
 * @param unary a call per message; otherwise all messages on one bidirectional stream
 */
public record GrpcPeer(boolean unary) implements Peer {
    private static final int MAX_BYTES = Body.MAX_BYTES + 64;

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                // It knows its length.
                return stream.readNBytes(stream.available());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private static final MethodDescriptor<byte[], byte[]> CALL = method("call", MethodType.UNARY);
    private static final MethodDescriptor<byte[], byte[]> STREAM = method("stream", MethodType.BIDI_STREAMING);

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("Echo", name))
                .build();
    }

    private static byte[] message(long stamp, int bytes, int answerBytes) {
        byte[] message = new byte[bytes];
        ByteBuffer.wrap(message)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Body.STAMP_AT, stamp)
                .putInt(Body.ANSWER_AT, answerBytes);
        return message;
    }

    private static long stampOf(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(Body.STAMP_AT);
    }

    private static int answerBytesOf(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(Body.ANSWER_AT);
    }

    @Override
    public Server serve() throws IOException {
        io.grpc.Server server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .maxInboundMessageSize(MAX_BYTES)
                .addService(ServerServiceDefinition.builder("Echo")
                        .addMethod(CALL, ServerCalls.asyncUnaryCall((request, response) -> {
                            response.onNext(answer(request));
                            response.onCompleted();
                        }))
                        .addMethod(STREAM, ServerCalls.asyncBidiStreamingCall(GrpcPeer::answering))
                        .build())
                .build()
                .start();
        String address = String.valueOf(server.getPort());
        return new Server() {
            @Override
            public String address() {
                return address;
            }

            @Override
            public void close() {
                server.shutdownNow();
            }
        };
    }

    /** A call must be answered: with nothing, if no answer was asked for. */
    private static byte[] answer(byte[] request) {
        int bytes = answerBytesOf(request);
        return bytes == 0 ? new byte[0] : message(stampOf(request), bytes, 0);
    }

    private static StreamObserver<byte[]> answering(StreamObserver<byte[]> answers) {
        return new Receiver() {
            @Override
            public void onNext(byte[] request) {
                if (answerBytesOf(request) > 0) {
                    answers.onNext(answer(request));
                }
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    @Override
    public Client connect(String address, Answers answers) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address)))
                .directExecutor()
                .usePlaintext()
                .maxInboundMessageSize(MAX_BYTES)
                .build();
        Receiver receiver = new Receiver() {
            @Override
            public void onNext(byte[] answer) {
                if (answer.length > 0) {
                    answers.onAnswer(stampOf(answer));
                }
            }
        };
        StreamObserver<byte[]> stream = unary
                ? receiver
                : ClientCalls.asyncBidiStreamingCall(channel.newCall(STREAM, CallOptions.DEFAULT), receiver);
        return new Client() {
            @Override
            public void execute(Runnable task) {
                task.run();
            }

            @Override
            public void send(long stamp, int bytes, int answerBytes) {
                byte[] message = message(stamp, bytes, answerBytes);
                if (unary) {
                    ClientCalls.asyncUnaryCall(channel.newCall(CALL, CallOptions.DEFAULT), message, receiver);
                } else {
                    // A turn begins on another thread than the answers come on.
                    synchronized (stream) {
                        stream.onNext(message);
                    }
                }
            }

            @Override
            public void close() {
                channel.shutdownNow();
            }
        };
    }

    private abstract static class Receiver implements StreamObserver<byte[]> {
        @Override
        public void onError(Throwable failure) {
            failure.printStackTrace();
        }

        @Override
        public void onCompleted() {
            // nothing waits for it
        }
    }
}
