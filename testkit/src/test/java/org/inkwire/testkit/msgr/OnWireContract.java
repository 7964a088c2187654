// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.AuthDoneFrame;
import org.inkwire.msgr.frame.AuthRequestMoreFrame;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.frame.WaitFrame;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.FrameReader;
import org.inkwire.msgr.onwire.FrameWriter;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.inkwire.msgr.onwire.RxHandler;
import org.inkwire.msgr.onwire.Transcript;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requirements of the frame reader and writer on every connection mode, whatever its byte layout. */
abstract class OnWireContract {
    /** Around the blocks, the inline area and the tags of the existing modes. */
    private static final int[] EDGES = {0, 1, 4, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 81, 96, 97, 300};

    /** Around the sizes that are copied, get their own buffer, or fill a chunk. */
    private static final int[] LARGE = {
        8_000, 8_130, 8_191, 8_192, 8_193, 8_300, 65_300, 65_440, 65_536, 65_600, 70_000, 300_000
    };

    private static final int PRIORITY = 196;

    protected final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final Collector got = new Collector();
    private OnWire sending = new CrcOnWire();
    private OnWire receiving = new CrcOnWire();
    private FrameReader reader = new FrameReader(new ReceiveBuffer(allocator), receiving.rx(), got);

    /** One end of a connection. */
    protected abstract OnWire sender();

    /** The other end of the same connection. */
    protected abstract OnWire receiver();

    /** Bytes of {@code message}, aborted by its sender. */
    protected abstract ByteBuf aborted(OnWire sender, Message message);

    /** Whether the priority of a message of {@code bytes} in all can be seen before the message is admitted. */
    protected boolean showsPriority(int bytes) {
        return true;
    }

    @BeforeEach
    void open() {
        sending = sender();
        receiving = receiver();
        reader = newReader(receiving);
        pour(bannerBytes());
        got.frames.clear();
    }

    @AfterEach
    void everyBufferIsReleased() {
        reader.close();
        sending.close();
        receiving.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    /** A message of any type, with any bytes. */
    protected static final class Raw extends Message {
        private static final int TYPE = 5;
        static final MessageRegistry REGISTRY = MessageRegistry.builder()
                .add(TYPE, "Raw", 1, (header, in, data) -> new Raw(in.raw(in.remaining())))
                .build();

        private final byte[] front;

        Raw(byte[] front) {
            super(TYPE, 1, 1);
            this.front = front;
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.raw(front);
        }
    }

    private static Message message(int front, int middle, int data) {
        Random random = new Random(front * 31L + middle * 17L + data);
        MessageHeader header = new MessageHeader().set(new Raw(new byte[0]).priority(PRIORITY), 0, 0);
        return Raw.REGISTRY.decode(header, bytes(random, front), bytes(random, middle), bytes(random, data));
    }

    private static ByteBuf bytes(Random random, int length) {
        byte[] b = new byte[length];
        random.nextBytes(b);
        return length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(b);
    }

    private static String text(Message m) {
        return m.seq() + " " + ((Raw) m).front.length + "/"
                + ByteBufUtil.hashCode(Unpooled.wrappedBuffer(((Raw) m).front))
                + " " + m.middle().readableBytes() + "/" + ByteBufUtil.hashCode(m.middle()) + " "
                + m.data().readableBytes() + "/" + ByteBufUtil.hashCode(m.data());
    }

    private final class Collector implements FrameReader.Sink {
        final List<String> frames = new ArrayList<>();
        boolean admit = true;
        /** Bytes on the wire of the frame whose preamble came last. */
        int lastFrameBytes;

        Consumer<Tag> onControl = tag -> {};

        @Override
        public void onBanner(Banner banner) {
            frames.add(banner.toString());
        }

        @Override
        public boolean onPreamble(Preamble preamble) {
            RxHandler rx = receiving.rx();
            lastFrameBytes = rx.preambleBlockBytes() + rx.bodyBytes(preamble);
            return admit;
        }

        @Override
        public void onControl(Tag tag, ByteBuf payload) {
            frames.add(tag + " " + ByteBufUtil.hexDump(payload));
            onControl.accept(tag);
        }

        @Override
        public void onMessage(MessageFrame frame) {
            Message m = frame.decode(Raw.REGISTRY);
            frames.add(text(m));
            m.release();
        }

        @Override
        public void onAborted() {
            frames.add("aborted");
        }
    }

    private FrameReader newReader(OnWire onWire) {
        return new FrameReader(new ReceiveBuffer(allocator), onWire.rx(), got);
    }

    private FrameWriter newWriter(ByteBuf all, OnWire onWire) {
        return new FrameWriter(
                new GatherBuffer(allocator, b -> {
                    all.writeBytes(b);
                    b.release();
                }),
                onWire.tx());
    }

    protected final ByteBuf written(OnWire onWire, Consumer<FrameWriter> what) {
        ByteBuf all = Unpooled.buffer();
        FrameWriter writer = newWriter(all, onWire);
        what.accept(writer);
        writer.flush();
        assertThat(writer.framedBytes()).isEqualTo(all.readableBytes());
        writer.close();
        return all;
    }

    private static ByteBuf bannerBytes() {
        ByteBuf bytes = Unpooled.buffer();
        Banner.OURS.encode(bytes);
        return bytes;
    }

    private void pour(ByteBuf bytes) {
        feed(bytes, Integer.MAX_VALUE, new Random(1));
    }

    private void feed(ByteBuf bytes, int piece, Random random) {
        while (bytes.isReadable()) {
            ByteBuf target = reader.target();
            int room = Math.min(target.capacity() - target.writerIndex(), bytes.readableBytes());
            target.writeBytes(bytes, Math.min(room, piece == 1 ? 1 : 1 + random.nextInt(piece)));
            reader.process();
        }
    }

    /** Sends a message, feeds its bytes in pieces, and compares the result and its length. */
    private void passes(Message m, int seq, int piece, Random random) {
        ByteBuf bytes = written(sending, w -> w.message(m, seq, 0, 0));
        int length = bytes.readableBytes();
        m.seq(seq);
        feed(bytes, piece, random);
        assertThat(got.frames).containsExactly(text(m));
        assertThat(got.lastFrameBytes).isEqualTo(length);
        got.frames.clear();
        m.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void messagesOfEveryShapePassInAnyPieces(int piece) {
        Random random = new Random(piece);
        int seq = 0;
        for (int length : EDGES) {
            for (int shape = 0; shape < 8; shape++) {
                passes(
                        message((shape & 1) * length, (shape >> 1 & 1) * length, (shape >> 2) * length),
                        ++seq,
                        piece,
                        random);
            }
        }
        for (int front : new int[] {0, 1, 48}) {
            for (int middle : new int[] {0, 17}) {
                for (int data : new int[] {0, 16, 33}) {
                    passes(message(front, middle, data), ++seq, piece, random);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 20_000, 1 << 20})
    void largeSegmentsPassInAnyPieces(int piece) {
        Random random = new Random(piece);
        int seq = 0;
        for (int length : LARGE) {
            passes(message(length, 0, 0), ++seq, piece, random);
            passes(message(33, length, 0), ++seq, piece, random);
            passes(message(33, 5, length), ++seq, piece, random);
            passes(message(length, length, length), ++seq, piece, random);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void controlFramesOfEveryLengthPassInAnyPieces(int piece) {
        Random random = new Random(piece);
        for (int length : EDGES) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            ByteBuf bytes = written(sending, w -> w.control(new AuthRequestMoreFrame(payload)));
            int wire = bytes.readableBytes();
            feed(bytes, piece, random);
            ByteBuf expected = Unpooled.buffer().writeIntLE(length).writeBytes(payload);
            assertThat(got.frames).containsExactly("AUTH_REQUEST_MORE " + ByteBufUtil.hexDump(expected));
            assertThat(got.lastFrameBytes).isEqualTo(wire);
            got.frames.clear();
        }
        feed(written(sending, w -> w.control(new WaitFrame())), piece, random);
        assertThat(got.frames).containsExactly("WAIT ");
    }

    @Test
    void framesInOneBufferAreToldApart() {
        List<String> expected = new ArrayList<>();
        ByteBuf bytes = written(sending, w -> {
            for (int i = 1; i < 300; i++) {
                Message m = message(i, i % 3 * i, i % 5 * 40 * i);
                w.message(m, i, 0, 0);
                m.seq(i);
                expected.add(text(m));
                m.release();
                w.control(new AckFrame(i));
                expected.add("ACK " + ByteBufUtil.hexDump(Unpooled.buffer().writeLongLE(i)));
            }
        });
        pour(bytes);
        assertThat(got.frames).isEqualTo(expected);
    }

    /** Not with two or three segments: crc mode also has crcs of absent segments, which are not checked. */
    @Test
    void aFlippedBitInAnyByteIsRefusedAndNothingOfTheFrameIsHandedOn() {
        for (int[] shape : new int[][] {{0, 0, 0}, {20, 10, 70}, {60, 0, 9000}}) {
            int length = written(sender(), w -> sent(w, shape)).readableBytes();
            for (int at = 0; at < length; at = at < 400 || at > length - 100 ? at + 1 : at + 97) {
                for (int mask : new int[] {0x01, 0x08}) {
                    reader.close();
                    receiving.close();
                    receiving = receiver();
                    reader = newReader(receiving);
                    pour(bannerBytes());
                    got.frames.clear();
                    ByteBuf bytes = written(sender(), w -> sent(w, shape));
                    bytes.setByte(at, bytes.getByte(at) ^ mask);
                    assertThatThrownBy(() -> pour(bytes))
                            .as("byte %d of %d", at, length)
                            .isInstanceOf(MalformedInputException.class);
                    assertThat(got.frames).isEmpty();
                }
            }
        }
    }

    private static void sent(FrameWriter w, int[] shape) {
        Message m = message(shape[0], shape[1], shape[2]);
        w.message(m, 1, 0, 0);
        m.release();
    }

    @Test
    void anAbortedMessageIsDroppedAndTheNextFrameRead() {
        for (int data : new int[] {0, 16, 20_000}) {
            Message m = message(60, 3, data);
            pour(aborted(sending, m));
            m.release();
            assertThat(got.frames).containsExactly("aborted");
            got.frames.clear();
            passes(message(60, 3, data), 2, 1000, new Random(1));
        }
    }

    @Test
    void theModeBeginsBehindAuthDoneAndTheTranscriptEndsThere() {
        OnWire clear = new CrcOnWire();
        OnWire next = receiver();
        Transcript ours = new Transcript(clear, allocator);
        Transcript theirs = new Transcript(clear, allocator);
        ByteBuf before = written(clear, OnWireContract::authentication);
        ByteBuf all = Unpooled.buffer();
        FrameWriter writer = newWriter(all, theirs);
        authentication(writer);
        writer.tx(sending.tx());
        writer.control(new AuthSignatureFrame(new byte[32]));
        Message m = message(50, 0, 100);
        writer.message(m, 1, 0, 0);
        writer.flush();
        reader.close();
        reader = newReader(ours);
        got.onControl = tag -> {
            if (tag == Tag.AUTH_DONE) {
                receiving.close();
                receiving = next;
                reader.rx(next.rx());
            }
        };
        receiving = clear;
        feed(all, 5000, new Random(1));
        m.seq(1);
        assertThat(got.frames).hasSize(5).endsWith(text(m));
        m.release();
        assertThat(ours.received()).isEqualTo(before);
        assertThat(theirs.sent()).isEqualTo(before);
        ours.close();
        theirs.close();
        assertThat(ours.mode()).isEqualTo("crc");
    }

    private static void authentication(FrameWriter w) {
        w.banner(Banner.OURS);
        w.control(new AuthRequestMoreFrame(new byte[100]));
        w.control(new AuthDoneFrame(1, 2, new byte[] {1}));
    }

    @Test
    void aTranscriptHasTheLargeDataSegmentToo() {
        Transcript transcript = new Transcript(sending, allocator);
        Message m = message(60, 3, 20_000);
        ByteBuf bytes = written(transcript, w -> {
            w.control(new AckFrame(1));
            w.message(m, 1, 0, 0);
        });
        m.release();
        assertThat(transcript.sent()).isEqualTo(bytes);
        transcript.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 300})
    void thePriorityOfAMessageThatIsNotAdmittedIsSeenIfItCanBe(int front) {
        got.admit = false;
        Message m = message(front, 0, 0);
        ByteBuf bytes = written(sending, w -> w.message(m, 1, 0, 0));
        while (!reader.waitsForAdmission() && bytes.isReadable()) {
            feed(bytes.readSlice(1), 1, new Random(1));
        }
        assertThat(reader.waitsForAdmission()).isTrue();
        assertThat(reader.waitingPriority()).isEqualTo(showsPriority(MessageHeader.BYTES + front) ? PRIORITY : -1);
        got.admit = true;
        reader.process();
        pour(bytes);
        m.seq(1);
        assertThat(got.frames).containsExactly(text(m));
        m.release();
    }

    @Test
    void aBodyLongerThanAnIntHoldsIsRefusedBeforeMemoryIsAskedFor() {
        Preamble huge = new Preamble().set(Tag.MESSAGE, 41, Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        assertThatThrownBy(() -> receiving.rx().bodyBytes(huge)).isInstanceOf(MalformedInputException.class);
        Preamble edge = new Preamble().set(Tag.MESSAGE, 41, Integer.MAX_VALUE, 0, 0);
        assertThatThrownBy(() -> receiving.rx().bodyBytes(edge)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void noiseIsRefused() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            reader.close();
            reader = newReader(receiving);
            pour(bannerBytes());
            byte[] noise = new byte[200 + random.nextInt(400)];
            random.nextBytes(noise);
            assertThatThrownBy(() -> pour(Unpooled.wrappedBuffer(noise))).isInstanceOf(MalformedInputException.class);
        }
    }
}
