// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final EntityAddr ADDR = EntityAddr.parse("v2:127.0.0.1:6800/77");
    private static final EntityAddrVec ADDRS = EntityAddrVec.of(ADDR, EntityAddr.parse("v1:127.0.0.1:6801/77"));

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final Collector got = new Collector();
    private final FrameReader reader = new FrameReader(allocator, got);

    @AfterEach
    void everyBufferIsReleased() {
        reader.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    /** Keeps what comes, as text. */
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
        public void onMessage(MessageHeader header, ByteBuf front, ByteBuf middle, ByteBuf data) {
            frames.add("MESSAGE " + header.seq() + " " + ByteBufUtil.hexDump(front) + " " + ByteBufUtil.hexDump(middle)
                    + " " + ByteBufUtil.hashCode(data) + "/" + data.readableBytes());
            middle.release();
            data.release();
        }

        @Override
        public void onAborted() {
            frames.add("aborted");
        }
    }

    private static final class Raw extends Message {
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
        FrameWriter writer = new FrameWriter(allocator, b -> {
            all.writeBytes(b);
            b.release();
        });
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

    static List<ControlFrame> controlFrames() {
        return List.of(
                new HelloFrame(EntityType.OSD, ADDR),
                new AuthRequestFrame(2, List.of(2, 1), new byte[] {1, 2, 3}),
                new AuthBadMethodFrame(2, -95, List.of(1), List.of(2, 1)),
                new AuthReplyMoreFrame(new byte[] {4}),
                new AuthRequestMoreFrame(new byte[0]),
                new AuthDoneFrame(4136, 1, new byte[] {9}),
                new AuthSignatureFrame(new byte[32]),
                new ClientIdentFrame(ADDRS, ADDR, -1, 7, -1L, 1L << 59, 1, 0),
                new ServerIdentFrame(ADDRS, 3, 8, -1L, 1L << 59, 0, 42),
                new IdentMissingFeaturesFrame(1L << 30),
                new ReconnectFrame(ADDRS, 1, 2, 3, 4, 5),
                new ResetFrame(true),
                new RetryFrame(15),
                new RetryGlobalFrame(16),
                new ReconnectOkFrame(17),
                new WaitFrame(),
                new Keepalive2Frame(new UTime(1, 2)),
                new Keepalive2AckFrame(new UTime(3, 4)),
                new AckFrame(18));
    }

    @ParameterizedTest
    @MethodSource("controlFrames")
    void everyControlFrameComesBackFromItsOwnBytes(ControlFrame frame) {
        ByteBuf payload = Unpooled.buffer();
        frame.encode(new Encoder(payload));
        ControlFrame decoded = ControlFrames.decode(frame.tag(), payload.slice());
        ByteBuf again = Unpooled.buffer();
        decoded.encode(new Encoder(again));
        assertThat(decoded).hasSameClassAs(frame);
        assertThat(ByteBufUtil.hexDump(again)).isEqualTo(ByteBufUtil.hexDump(payload));
    }

    /** Sizes seen with auth none: banner 26, HELLO 72, AUTH_SIGNATURE 68, WAIT 32 bytes. */
    @Test
    void framesHaveTheRecordedSizes() {
        assertThat(written(w -> w.banner(Banner.OURS)).readableBytes()).isEqualTo(26);
        assertThat(written(w -> w.control(new HelloFrame(EntityType.OSD, ADDR))).readableBytes())
                .isEqualTo(72);
        assertThat(written(w -> w.control(new AuthSignatureFrame(new byte[32]))).readableBytes())
                .isEqualTo(68);
        assertThat(written(w -> w.control(new WaitFrame())).readableBytes()).isEqualTo(32);
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

    @Test
    void aPreambleWithoutSegmentsOrWithTooManyIsRefused() {
        for (int segments : new int[] {0, 5, 255}) {
            ByteBuf p = Unpooled.buffer().writeZero(32);
            p.setByte(0, Tag.MESSAGE.code());
            p.setByte(1, segments);
            p.setIntLE(28, org.inkwire.wire.Crc32c.seedZero(p, 0, 28));
            assertThatThrownBy(() -> new Preamble().decode(p)).hasMessage("MESSAGE with " + segments + " segments");
        }
    }
}
