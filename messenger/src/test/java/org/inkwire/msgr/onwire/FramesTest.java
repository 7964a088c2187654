// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.frame.WaitFrame;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final EntityAddr ADDR = EntityAddr.parse("v2:127.0.0.1:6800/77");

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final Collector got = new Collector();
    private final FrameReader reader = new FrameReader(new ReceiveBuffer(allocator), new CrcOnWire().rx(), got);

    @AfterEach
    void everyBufferIsReleased() {
        reader.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    /** Records the received frames as text. */
    private static final class Collector implements FrameReader.Sink {
        final List<String> frames = new ArrayList<>();
        boolean admit = true;

        @Override
        public void onBanner(Banner banner) {
            frames.add(banner.toString());
        }

        @Override
        public boolean onPreamble(Preamble preamble) {
            return admit;
        }

        @Override
        public void onControl(Tag tag, ByteBuf payload) {
            frames.add(tag + " " + ByteBufUtil.hexDump(payload));
        }

        @Override
        public void onMessage(MessageFrame frame) {
            Message m = frame.decode(Raw.REGISTRY);
            frames.add("MESSAGE " + m.seq() + " " + ByteBufUtil.hexDump(((Raw) m).front) + " "
                    + ByteBufUtil.hexDump(m.middle()) + " " + ByteBufUtil.hashCode(m.data()) + "/"
                    + m.data().readableBytes());
            m.release();
        }

        @Override
        public void onAborted() {
            frames.add("aborted");
        }
    }

    private static final class Raw extends Message {
        static final MessageRegistry REGISTRY = MessageRegistry.builder()
                .add(5, "Raw", 1, (header, in, data) -> new Raw(in.raw(in.remaining()), Unpooled.EMPTY_BUFFER))
                .build();

        private final byte[] front;

        Raw(byte[] front, ByteBuf data) {
            super(5, 1, 1);
            this.front = front;
            data(data);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.raw(front);
        }
    }

    private ByteBuf written(java.util.function.Consumer<FrameWriter> what) {
        ByteBuf all = Unpooled.buffer();
        FrameWriter writer = new FrameWriter(
                new GatherBuffer(allocator, b -> {
                    all.writeBytes(b);
                    b.release();
                }),
                new CrcOnWire().tx());
        what.accept(writer);
        writer.flush();
        assertThat(writer.framedBytes()).isEqualTo(all.readableBytes());
        writer.close();
        return all;
    }

    /** Feeds the bytes in pieces of at most {@code piece}. */
    private void feed(ByteBuf bytes, int piece, Random random) {
        while (bytes.isReadable()) {
            ByteBuf target = reader.target();
            int n = Math.min(
                    Math.min(target.capacity() - target.writerIndex(), bytes.readableBytes()),
                    1 + random.nextInt(piece));
            target.writeBytes(bytes, n);
            reader.process();
        }
    }

    /** Sizes recorded with auth none: banner 26, HELLO 72, AUTH_SIGNATURE 68, WAIT 32 bytes. */
    @Test
    void framesHaveTheRecordedSizes() {
        assertThat(written(w -> w.banner(Banner.OURS)).readableBytes()).isEqualTo(26);
        assertThat(written(w -> w.control(new HelloFrame(EntityType.OSD, ADDR))).readableBytes())
                .isEqualTo(72);
        assertThat(written(w -> w.control(new AuthSignatureFrame(new byte[32]))).readableBytes())
                .isEqualTo(68);
        assertThat(written(w -> w.control(new WaitFrame())).readableBytes()).isEqualTo(32);
    }

    /** Of a front that cannot be encoded; a struct stays open. */
    private static final class Broken extends Message {
        Broken() {
            super(5, 1, 1);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.start(1, 1);
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void messagesThatCannotBeEncodedLeaveNoTraceHoweverManyTheyAre() {
        ByteBuf bytes = written(w -> {
            w.control(new WaitFrame());
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> w.message(new Broken(), 1, 0, 0)).hasMessage("broken");
            }
            w.message(new Structs(), 1, 0, 0);
        });
        // WAIT; and the message, whose header alone says 41 bytes and whose front is 32 structs of 6.
        assertThat(bytes.readableBytes()).isEqualTo(32 + 32 + 41 + 4 + 32 * 6 + 13);
    }

    /** As many nested structs as an encoder allows. */
    private static final class Structs extends Message {
        private static final int DEPTH = 32;

        Structs() {
            super(5, 1, 1);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            for (int i = 0; i < DEPTH; i++) {
                out.start(1, 1);
            }
            for (int i = 0; i < DEPTH; i++) {
                out.finish();
            }
        }
    }

    @Test
    void aBatchIsGatheredWithoutGrowingOnceABatchOfItsSizeHasGone() {
        List<Integer> capacities = new ArrayList<>();
        FrameWriter writer = new FrameWriter(
                new GatherBuffer(allocator, b -> {
                    capacities.add(b.capacity());
                    b.release();
                }),
                new CrcOnWire().tx());
        for (int batch = 0; batch < 3; batch++) {
            for (int i = 0; i < 5; i++) {
                Raw m = new Raw(new byte[4000], Unpooled.EMPTY_BUFFER);
                writer.message(m, 1, 0, 0);
                m.release();
            }
            writer.flush();
        }
        for (int i = 0; i < 5; i++) {
            writer.control(new WaitFrame());
            writer.flush();
        }
        writer.close();
        // Doubled from 4 KiB, then as large as needed; small frames get small buffers again.
        assertThat(capacities).hasSize(8);
        assertThat(capacities.get(1)).isBetween(20_000, 24_000);
        assertThat(capacities.get(2)).isEqualTo(capacities.get(1));
        assertThat(capacities.get(7)).isEqualTo(4096);
    }

    @Test
    void theFirstFramesOfAPassLeaveEarlyAndALongPassStillTakesFewCalls() {
        List<Integer> handedOver = new ArrayList<>();
        List<Integer> capacities = new ArrayList<>();
        int[] full = new int[1];
        FrameWriter writer = new FrameWriter(
                new GatherBuffer(
                        new WorkBuffers(allocator),
                        b -> {
                            handedOver.add(b.readableBytes() / 32);
                            capacities.add(b.capacity());
                            b.release();
                        },
                        () -> full[0]++),
                new CrcOnWire().tx());
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < 1000; i++) {
                writer.control(new WaitFrame());
            }
            writer.flush();
        }
        writer.close();
        assertThat(handedOver).containsExactly(16, 32, 64, 128, 256, 504, 16, 32, 64, 128, 256, 504);
        assertThat(full[0]).isEqualTo(10);
        // Twice as much as the one before it came to hold: none has grown.
        assertThat(capacities.get(10)).isEqualTo(2 * 128 * 32);
        assertThat(capacities.get(11)).isEqualTo(2 * 256 * 32);
    }

    @Test
    void aMessageWithoutFrontHasOneSegmentAndNoEpilogue() {
        Raw empty = new Raw(new byte[0], Unpooled.EMPTY_BUFFER);
        assertThat(written(w -> w.message(empty, 1, 0, 0)).readableBytes()).isEqualTo(32 + 41 + 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 5000, 1 << 20})
    void framesOfAnySizeSurviveAnyFragmentation(int piece) {
        Random random = new Random(piece);
        List<String> expected = new ArrayList<>();
        int[] sizes =
                piece == 1 ? new int[] {0, 1, 300, 20_000} : new int[] {0, 1, 300, 8192, 8193, 16_400, 70_000, 300_000};
        ByteBuf bytes = written(w -> {
            w.banner(Banner.OURS);
            expected.add(Banner.OURS.toString());
            int seq = 0;
            for (int front : new int[] {0, 1, 500, 30_000}) {
                for (int size : sizes) {
                    byte[] f = new byte[front];
                    random.nextBytes(f);
                    byte[] d = new byte[size];
                    random.nextBytes(d);
                    ByteBuf data = Unpooled.wrappedBuffer(d);
                    Raw m = new Raw(f, data);
                    w.message(m, ++seq, 0, 0);
                    expected.add("MESSAGE " + seq + " " + ByteBufUtil.hexDump(f) + "  " + ByteBufUtil.hashCode(data)
                            + "/" + size);
                    m.release();
                    w.control(new AckFrame(seq));
                    expected.add("ACK " + ByteBufUtil.hexDump(Unpooled.buffer().writeLongLE(seq)));
                }
            }
        });
        feed(bytes, piece, random);
        assertThat(got.frames).isEqualTo(expected);
    }

    @Test
    void aFrameThatIsNotAdmittedWaitsWithItsBodyUnread() {
        got.admit = false;
        feed(
                written(w -> {
                    w.banner(Banner.OURS);
                    w.control(new AckFrame(5));
                }),
                1000,
                new Random(1));
        assertThat(reader.waitsForAdmission()).isTrue();
        assertThat(got.frames).hasSize(1);
        got.admit = true;
        reader.process();
        assertThat(got.frames).hasSize(2);
        assertThat(reader.waitsForAdmission()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 1000, 4 << 20})
    void theGateHoldsCompleteFramesAndNothingIsLostMeanwhile(int piece) {
        List<String> asked = new ArrayList<>();
        boolean[] open = {false};
        reader.gate(tag -> {
            asked.add(String.valueOf(tag));
            return open[0];
        });
        ByteBuf large = Unpooled.wrappedBuffer(new byte[100_000]);
        feed(
                written(w -> {
                    w.banner(Banner.OURS);
                    Raw m = new Raw(new byte[] {1}, large);
                    w.message(m, 1, 0, 0);
                    m.release();
                    for (int i = 0; i < 10_000; i++) {
                        w.control(new AckFrame(i));
                    }
                }),
                piece,
                new Random(1));
        assertThat(got.frames).isEmpty();
        assertThat(asked).containsOnly("null");
        assertThat(reader.waitsForAdmission()).isTrue();
        asked.clear();
        open[0] = true;
        reader.process();
        assertThat(got.frames).hasSize(10_002);
        assertThat(asked.subList(0, 4)).containsExactly("null", "MESSAGE", "ACK", "ACK");
        assertThat(reader.waitsForAdmission()).isFalse();
    }

    @Test
    void aLargeFrameHeldAtTheGateLeavesRoomForWhatComesBehindIt() {
        boolean[] open = {false};
        reader.gate(tag -> open[0] || tag != Tag.MESSAGE);
        Raw m = new Raw(new byte[] {1}, Unpooled.wrappedBuffer(new byte[100_000]));
        feed(
                written(w -> {
                    w.banner(Banner.OURS);
                    w.message(m, 1, 0, 0);
                    w.control(new AckFrame(5));
                }),
                1000,
                new Random(1));
        m.release();
        assertThat(got.frames).hasSize(1);
        assertThat(reader.missingBytes()).isZero();
        open[0] = true;
        reader.process();
        assertThat(got.frames).hasSize(3);
    }

    @Test
    void whatIsMissingOfAFrameIsCounted() {
        ByteBuf bytes = written(w -> {
            w.banner(Banner.OURS);
            w.control(new AckFrame(5));
            w.control(new AckFrame(6));
        });
        feed(bytes.readRetainedSlice(bytes.readableBytes() - 5), 1000, new Random(1));
        assertThat(reader.missingBytes()).isEqualTo(5);
        assertThat(reader.frames()).isEqualTo(2);
        feed(bytes, 1000, new Random(1));
        assertThat(reader.missingBytes()).isZero();
    }

    @Test
    void aFrameTheSenderAbortedIsDroppedAndTheNextOneRead() {
        Raw m = new Raw(new byte[] {1}, Unpooled.EMPTY_BUFFER);
        ByteBuf bytes = written(w -> {
            w.banner(Banner.OURS);
            w.message(m, 1, 0, 0);
        });
        bytes.setByte(bytes.writerIndex() - 13, 0x01);
        bytes.writeBytes(written(w -> w.control(new AckFrame(5))));
        feed(bytes, 1000, new Random(1));
        assertThat(got.frames.subList(1, 3)).containsExactly("aborted", "ACK 0500000000000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 8, 26, 27, 28, 32, 40, 72, 77, 78, 200})
    void anyFlippedBitOfAMessageIsNoticed(int at) {
        Raw m = new Raw(new byte[100], Unpooled.wrappedBuffer(new byte[100]));
        ByteBuf bytes = written(w -> {
            w.banner(Banner.OURS);
            w.message(m, 1, 0, 0);
        });
        bytes.setByte(26 + at, bytes.getByte(26 + at) ^ 0x40);
        assertThatThrownBy(() -> feed(bytes, 1 << 20, new Random(1))).isInstanceOf(MalformedInputException.class);
    }
}
