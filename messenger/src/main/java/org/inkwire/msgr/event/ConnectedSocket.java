// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.UncheckedBooleanSupplier;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, confined to its EventCenter. Bytes are read into {@link Events#readTarget} without a copy; writes
 * gather until {@link #flush}. Ceph: {@code ConnectedSocket} in {@code src/msg/async/Stack.h}.
 */
public final class ConnectedSocket {
    /** Called on the socket's center. What a call throws goes to {@link #onFailure}. */
    public interface Events {
        /** A buffer with room: borrowed; bytes are appended, then {@link #onRead} is called. */
        ByteBuf readTarget();

        void onRead();

        /** Frames whose reading has begun, ever. */
        default long framesRead() {
            return 0;
        }

        /** The outbound buffer has room again after {@link ConnectedSocket#isWritable} was false. */
        void onWritable();

        /**
         * The connection is gone: closed by the peer (null) or broken. Not called after {@link ConnectedSocket#close}.
         */
        void onClosed(@Nullable Throwable cause);

        /**
         * There was no memory for {@link #readTarget}: nothing was read. Reading is paused until
         * {@link ConnectedSocket#resumeReading}.
         */
        default void onNoMemory(OutOfMemoryError cause) {
            onFailure(cause);
        }

        /** A call threw. The receiver ends this connection, and only this one; if it does not, the socket closes. */
        default void onFailure(Throwable cause) {
            onClosed(cause);
        }
    }

    /** Reading continues until a short read, but yields to other sockets and to writing after this many reads. */
    private static final int READS_PER_TURN = 16;

    /**
     * And after this many frames: the answers to them leave before more is read, so that the peer works on them meanwhile.
     * Large frames take more than one read each, and a turn has fewer of them.
     */
    private static final int FRAMES_PER_TURN = 8;

    /** Bytes queued in the socket before {@link #isWritable} turns false. */
    public static final int OUTBOUND_HIGH_BYTES = 4 << 20;

    /** Of what is queued, so much may be in buffers that are mostly empty. */
    private static final int MUCH_BYTES = 64 << 10;

    /** Bytes queued when it turns true again. */
    private static final int OUTBOUND_LOW_BYTES = 1 << 20;

    /** Passes through Netty, which would close the channel for an {@link OutOfMemoryError}. */
    private static final class NoMemory extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final OutOfMemoryError error;

        NoMemory(OutOfMemoryError error) {
            super(error.getMessage(), null, false, false);
            this.error = error;
        }
    }

    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(OUTBOUND_LOW_BYTES, OUTBOUND_HIGH_BYTES);

    private final Channel channel;
    private EventCenter center;
    private @Nullable Events events;
    private @Nullable Throwable failure;
    private long bytesRead;

    ConnectedSocket(Channel channel, EventCenter center) {
        this.channel = channel;
        this.center = center;
    }

    /** Prepares a channel before it is registered. */
    static ConnectedSocket adopt(Channel channel, EventCenter center, SocketOptions options) {
        ConnectedSocket socket = new ConnectedSocket(channel, center);
        ChannelConfig config = channel.config();
        config.setAutoRead(false);
        config.setAllocator(options.allocator());
        config.setWriteBufferWaterMark(WATER_MARK);
        config.setOption(ChannelOption.TCP_NODELAY, options.tcpNodelay());
        if (options.receiveBufferBytes() > 0) {
            config.setOption(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
        }
        RecvByteBufAllocator readAllocator = socket.new TargetHandle()::self;
        config.setRecvByteBufAllocator(readAllocator);
        channel.pipeline().addLast(socket.new Inbound());
        return socket;
    }

    Channel channel() {
        return channel;
    }

    public EventCenter center() {
        return center;
    }

    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Bytes read since the connection was established. On its center. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Sets the receiver of events. Reading starts with {@link #resumeReading}. */
    public void events(@Nullable Events receiver) {
        events = receiver;
        Throwable earlier = failure;
        if (receiver != null && !channel.isOpen()) {
            center.submit(() -> {
                if (events == receiver) {
                    events = null;
                    try {
                        receiver.onClosed(earlier);
                    } catch (Throwable e) {
                        receiver.onFailure(e);
                    }
                }
            });
        }
    }

    /** @param bytes taken; leaves with {@link #flush}, in order */
    public void write(ByteBuf bytes) {
        center.assertInThread();
        channel.write(compact(bytes), channel.voidPromise());
    }

    /** What waits behind much that the peer has not read waits long: it should take no more memory than its bytes. */
    private ByteBuf compact(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (length > bytes.capacity() / 2 || OUTBOUND_HIGH_BYTES - channel.bytesBeforeUnwritable() < MUCH_BYTES) {
            return bytes;
        }
        ByteBuf exact;
        try {
            exact = channel.alloc().directBuffer(length, length);
        } catch (OutOfMemoryError e) {
            return bytes;
        }
        exact.writeBytes(bytes);
        bytes.release();
        return exact;
    }

    public void flush() {
        center.assertInThread();
        channel.flush();
    }

    /**
     * {@code then} runs, on any thread, when the system has taken everything written before, or when the socket closes.
     */
    public void whenFlushed(Runnable then) {
        center.assertInThread();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> then.run());
    }

    /** False once the connection is gone, whoever ended it. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** False when much is queued: stop writing until {@link Events#onWritable}. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    public void resumeReading() {
        center.assertInThread();
        channel.config().setAutoRead(true);
    }

    /** Stops {@link Events#onRead} after the current call; TCP then throttles the peer. */
    public void pauseReading() {
        center.assertInThread();
        channel.config().setAutoRead(false);
    }

    /** Flushes what the kernel takes at once, then closes. No event follows. */
    public void close() {
        center.assertInThread();
        events = null;
        channel.close();
    }

    /** Closes at once; for a socket whose center has ended. Any thread. */
    public void closeForcibly() {
        events = null;
        channel.unsafe().closeForcibly();
    }

    /**
     * Hands this socket to another center, between reads. Events stop; nothing may touch the socket until {@code arrived}
     * runs there.
     *
     * @param arrived runs on {@code target}; the socket may have closed in the meantime
     * @param lost runs instead, on any thread, if that center has ended; the socket is then closed. Neither runs if
     *     that center fails in between (see {@link EventCenter#submit})
     */
    public void moveTo(EventCenter target, Runnable arrived, Runnable lost) {
        center.assertInThread();
        events = null;
        channel.config().setAutoRead(false);
        if (target == center) {
            submitOr(arrived, lost);
            return;
        }
        channel.deregister().addListener(gone -> {
            center = target;
            submitOr(
                    () -> {
                        if (channel.isOpen()) {
                            // If this fails, the channel is closed.
                            target.channelGroup().register(channel).addListener(done -> submitOr(arrived, lost));
                        } else {
                            arrived.run();
                        }
                    },
                    lost);
        });
    }

    private void submitOr(Runnable task, Runnable lost) {
        if (!center.submit(task)) {
            channel.unsafe().closeForcibly();
            lost.run();
        }
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf target = (ByteBuf) msg;
            center.busy();
            Events receiver = events;
            try {
                if (receiver != null) {
                    receiver.onRead();
                }
            } catch (Throwable e) {
                failed(receiver, e);
            } finally {
                target.release();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            Events receiver = events;
            if (receiver != null && channel.isWritable()) {
                call(receiver, receiver::onWritable);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            Events receiver = events;
            events = null;
            if (receiver != null) {
                Throwable cause = failure;
                call(receiver, () -> receiver.onClosed(cause));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Events receiver = events;
            if (receiver != null && cause instanceof NoMemory none) {
                channel.config().setAutoRead(false);
                call(receiver, () -> receiver.onNoMemory(none.error));
                return;
            }
            failure = cause;
            channel.close();
        }

        private void call(Events receiver, Runnable call) {
            center.guarded(() -> {
                try {
                    call.run();
                } catch (Throwable e) {
                    failed(receiver, e);
                }
            });
        }

        private void failed(@Nullable Events receiver, Throwable cause) {
            try {
                if (receiver != null) {
                    receiver.onFailure(cause);
                }
            } catch (Throwable again) {
                center.failed(again);
            } finally {
                if (receiver != null && receiver.equals(events)) {
                    events = null;
                    channel.close();
                }
            }
        }
    }

    /** Tells Netty to read into the receiver's own buffer. */
    private final class TargetHandle implements RecvByteBufAllocator.ExtendedHandle {
        private int attempted;
        private int last;
        private int reads;
        private long framesBefore;

        @SuppressWarnings("deprecation") // the interface still names the old handle type
        private RecvByteBufAllocator.Handle self() {
            return this;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            Events receiver = events;
            if (receiver == null) {
                return alloc.directBuffer(1, 1);
            }
            try {
                return receiver.readTarget().retain();
            } catch (OutOfMemoryError e) {
                throw new NoMemory(e);
            }
        }

        @Override
        public int guess() {
            return 1;
        }

        @Override
        public void reset(ChannelConfig config) {
            reads = 0;
            framesBefore = framesRead();
        }

        private long framesRead() {
            Events receiver = events;
            return receiver == null ? 0 : receiver.framesRead();
        }

        @Override
        public void incMessagesRead(int count) {
            reads += count;
        }

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
            if (bytes > 0) {
                bytesRead += bytes;
            }
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return mayContinue() && last == attempted;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return mayContinue() && maybeMoreData.get();
        }

        private boolean mayContinue() {
            return reads < READS_PER_TURN
                    && last > 0
                    && channel.config().isAutoRead()
                    && framesRead() - framesBefore < FRAMES_PER_TURN;
        }

        @Override
        public void readComplete() {
            // nothing to learn: targets already have the right size
        }
    }
}
