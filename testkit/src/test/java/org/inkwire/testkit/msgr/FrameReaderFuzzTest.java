// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.AuthRequestFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.ControlFrame;
import org.inkwire.msgr.frame.ControlFrames;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.FrameReader;
import org.inkwire.msgr.onwire.FrameWriter;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.inkwire.testkit.memory.HeapAllocation;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/**
 * For any input, the frame reader delivers a frame, waits for more bytes or throws MalformedInputException. It
 * allocates no more than its chunk, the admitted body and a little heap.
 */
class FrameReaderFuzzTest {
    private static final int INPUTS = 100_000;
    private static final int MAX_BODY = 1 << 20;
    private static final int RECEIVE_CHUNK = 64 << 10;
    /** Heap in addition to buffers: decoded values, and an exception with its stack. */
    private static final int SMALL_THINGS = 256 << 10;
    /** The first inputs also load classes. */
    private static final int WARM_UP = 1000;

    private final HeapOnly allocator = new HeapOnly();

    /** Gives heap buffers for every request, so that heap allocation is the only measure, and records them. */
    private static final class HeapOnly extends AbstractByteBufAllocator {
        private final List<ByteBuf> given = new ArrayList<>();

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            ByteBuf b = new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity);
            given.add(b);
            return b;
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            return newHeapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }

        void requireReleased() {
            assertThat(given).allMatch(b -> b.refCnt() == 0);
            given.clear();
        }
    }

    private static final class Bounded implements FrameReader.Sink {
        @Override
        public void onBanner(Banner banner) {
            banner.requireCompatible(Banner.OURS);
        }

        @Override
        public boolean onPreamble(Preamble preamble) {
            long total = 0;
            for (int i = 0; i < Preamble.MAX_SEGMENTS; i++) {
                total += preamble.length(i);
            }
            if (total > MAX_BODY) {
                throw new MalformedInputException("too large");
            }
            return true;
        }

        @Override
        public void onControl(Tag tag, ByteBuf payload) {
            ControlFrames.decode(tag, payload);
        }

        @Override
        public void onMessage(MessageFrame frame) {}

        @Override
        public void onAborted() {}
    }

    private static byte[] valid(Random random) {
        EntityAddr addr = EntityAddr.parse("v2:127.0.0.1:6800/77");
        EntityAddrVec addrs = EntityAddrVec.of(addr);
        List<ControlFrame> frames = List.of(
                new HelloFrame(EntityType.OSD, addr),
                new AuthRequestFrame(2, List.of(2, 1), new byte[] {1, 2, 3}),
                new ClientIdentFrame(addrs, addr, -1, 7, -1L, 1L << 59, 1, 0),
                new ReconnectFrame(addrs, 1, 2, 3, 4, 5),
                new AckFrame(18));
        ByteBuf all = Unpooled.buffer();
        FrameWriter writer = new FrameWriter(
                new GatherBuffer(UnpooledByteBufAllocator.DEFAULT, b -> {
                    all.writeBytes(b);
                    b.release();
                }),
                new CrcOnWire().tx());
        writer.banner(Banner.OURS);
        for (int i = 0; i < 3; i++) {
            writer.control(frames.get(random.nextInt(frames.size())));
        }
        writer.flush();
        return ByteBufUtil.getBytes(all);
    }

    /** Corrects the crc of a corrupted preamble, so that the code behind the check is reached. */
    private static void repairPreamble(byte[] b, int at) {
        if (b.length >= at + Preamble.BYTES) {
            ByteBuf buf = Unpooled.wrappedBuffer(b);
            buf.setIntLE(at + 28, Crc32c.seedZero(buf, at, 28));
        }
    }

    private static byte[] input(Random random, int kind, byte[][] valid) {
        if (kind == 0) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] b = valid[random.nextInt(valid.length)].clone();
        int flips = 1 + random.nextInt(6);
        for (int i = 0; i < flips; i++) {
            b[26 + random.nextInt(b.length - 26)] = (byte) random.nextInt();
        }
        if (kind == 2) {
            repairPreamble(b, 26);
        }
        return kind == 3 ? Arrays.copyOf(b, random.nextInt(b.length)) : b;
    }

    @Test
    void noInputHangsAllocatesBeyondTheLimitOrThrowsAnythingUndeclared() {
        Random random = new Random(20260101);
        byte[][] valid = new byte[64][];
        Arrays.setAll(valid, i -> valid(random));
        int refused = 0;
        long worstHeap = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] b = input(random, i % 4, valid);
            FrameReader reader = new FrameReader(new ReceiveBuffer(allocator), new CrcOnWire().rx(), new Bounded());
            long before = HeapAllocation.ofThisThread();
            int at = 0;
            try {
                while (at < b.length) {
                    ByteBuf target = reader.target();
                    int n = Math.min(target.capacity() - target.writerIndex(), b.length - at);
                    target.writeBytes(b, at, n);
                    at += n;
                    reader.process();
                }
            } catch (MalformedInputException declared) {
                refused++;
            }
            long allocated = HeapAllocation.ofThisThread() - before;
            if (i >= WARM_UP) {
                worstHeap = Math.max(worstHeap, allocated);
            }
            reader.close();
            allocator.requireReleased();
        }
        assertThat(refused).isGreaterThan(INPUTS / 2);
        assertThat(worstHeap).isLessThan(MAX_BODY + RECEIVE_CHUNK + SMALL_THINGS);
    }
}
