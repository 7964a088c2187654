// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.FrameReader;
import org.inkwire.msgr.onwire.FrameWriter;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * MESSAGE frames in crc mode, in batches as a busy connection flushes them. One operation is one message framed, one
 * copied to the reader (as a socket does) and decoded, or both.
 */
@State(Scope.Thread)
public class FrameBenchmark extends MicroBenchmark {
    private static final int BATCH = 64;

    @Param({"64", "4096", "65536"})
    public int bytes;

    private final ArrayDeque<ByteBuf> wire = new ArrayDeque<>();
    private final FrameWriter writer =
            new FrameWriter(new GatherBuffer(PooledByteBufAllocator.DEFAULT, wire::add), new CrcOnWire().tx());
    private final Inbox inbox = new Inbox();
    private final FrameReader reader =
            new FrameReader(new ReceiveBuffer(PooledByteBufAllocator.DEFAULT), new CrcOnWire().rx(), inbox);
    private ByteBuf recorded = Unpooled.EMPTY_BUFFER;

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private Message message;

    /** Decodes and drops. */
    private static final class Inbox implements FrameReader.Sink {
        private final MessageRegistry registry = PayloadMessage.registry();
        private long bytes;

        @Override
        public void onBanner(Banner banner) {
            banner.requireCompatible(Banner.OURS);
        }

        @Override
        public boolean onPreamble(Preamble preamble) {
            return true;
        }

        @Override
        public void onControl(Tag tag, ByteBuf payload) {
            throw new AssertionError("nobody sent " + tag);
        }

        @Override
        public void onMessage(MessageFrame frame) {
            Message received = frame.decode(registry);
            bytes += received.data().readableBytes();
            received.release();
        }

        @Override
        public void onAborted() {
            throw new AssertionError("nobody aborted");
        }
    }

    @Setup
    public void record() {
        message = new PayloadMessage(1, Payloads.direct(bytes));
        writer.banner(Banner.OURS);
        writer.flush();
        receiveAll();
        writeBatch();
        recorded = PooledByteBufAllocator.DEFAULT.directBuffer();
        for (ByteBuf b = wire.poll(); b != null; b = wire.poll()) {
            recorded.writeBytes(b);
            b.release();
        }
        if (read() != (long) BATCH * bytes) {
            throw new IllegalStateException("a batch of " + BATCH + " messages came as " + inbox.bytes + " bytes");
        }
    }

    @TearDown
    public void release() {
        writer.close();
        reader.close();
        recorded.release();
        message.release();
    }

    private void writeBatch() {
        for (int i = 0; i < BATCH; i++) {
            writer.message(message, i, 0, 0);
        }
        writer.flush();
    }

    private void receiveAll() {
        for (ByteBuf b = wire.poll(); b != null; b = wire.poll()) {
            receive(b);
            b.release();
        }
    }

    private void receive(ByteBuf sent) {
        while (sent.isReadable()) {
            ByteBuf target = reader.target();
            int room = target.capacity() - target.writerIndex();
            target.writeBytes(sent, Math.min(room, sent.readableBytes()));
            reader.process();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long write() {
        writeBatch();
        for (ByteBuf b = wire.poll(); b != null; b = wire.poll()) {
            b.release();
        }
        return writer.framedBytes();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long read() {
        receive(recorded.readerIndex(0));
        return inbox.bytes;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long writeAndRead() {
        writeBatch();
        receiveAll();
        return inbox.bytes;
    }
}
