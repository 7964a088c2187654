// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ControlFrames;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.FrameReader;
import org.inkwire.msgr.onwire.FrameWriter;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.inkwire.testkit.msgr.SecureShape;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.Test;

/**
 * Runs the messenger's own frame reader and writer, with the test-only shape of secure mode, on everything recorded in
 * secure mode: each frame is opened, then sealed again into exactly the bytes that Ceph sent.
 */
class SecureShapeVectorsTest {
    private static final int HIGHEST_TYPE = 2000;

    /**
     * A line of {@code secure-keys.txt}: the keys and nonces agreed in the handshake, derived from {@code
     * cephx.keyring} and the recording.
     *
     * @param serverNonce of the first record from the accepting side
     */
    private record Keys(String connection, byte[] key, byte[] serverNonce, byte[] clientNonce) {
        static Keys parse(String line) {
            String[] f = line.split(" ", -1);
            HexFormat hex = HexFormat.of();
            return new Keys(f[0], hex.parseHex(f[1]), hex.parseHex(f[2]), hex.parseHex(f[3]));
        }

        static List<Keys> all() throws IOException {
            try (InputStream in = SecureShapeVectorsTest.class.getResourceAsStream("secure-keys.txt")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(Keys::parse)
                        .toList();
            }
        }

        CapturedConnection recorded() {
            String[] path = connection.split("/", -1);
            return CapturedStreams.load(path[0]).connections().stream()
                    .filter(c -> c.name().equals(path[1]))
                    .findFirst()
                    .orElseThrow();
        }

        OnWire secure(Direction direction) {
            // The same nonce on both sides: each opened frame is sealed again as its sender sealed it.
            byte[] nonce = direction == Direction.SERVER_TO_CLIENT ? serverNonce : clientNonce;
            return new SecureShape(key, nonce, nonce);
        }
    }

    private static final class Raw extends Message {
        private final byte[] front;

        Raw(int type, byte[] front) {
            super(type, 1, 1);
            this.front = front;
        }

        static MessageRegistry registry() {
            MessageRegistry.Builder b = MessageRegistry.builder();
            for (int type = 1; type < HIGHEST_TYPE; type++) {
                b.add(type, "Raw", 255, (header, in, data) -> new Raw(header.type(), in.raw(in.remaining())));
            }
            return b.build();
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.raw(front);
        }
    }

    private final MessageRegistry registry = Raw.registry();
    private final Map<Tag, Integer> count = new EnumMap<>(Tag.class);
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

    /** Reads one direction; secure mode begins after its last clear frame. */
    private final class Half implements FrameReader.Sink {
        private final ByteBuf again = Unpooled.buffer();
        private final FrameWriter writer = new FrameWriter(
                new GatherBuffer(allocator, b -> {
                    again.writeBytes(b);
                    b.release();
                }),
                new CrcOnWire().tx());
        private final FrameReader reader = new FrameReader(new ReceiveBuffer(allocator), new CrcOnWire().rx(), this);
        private final OnWire secure;
        private final int clearFrames;
        private int frames;
        private int replies;

        /** @param clearFrames 0 if AUTH_DONE is the last one */
        Half(OnWire secure, int clearFrames) {
            this.secure = secure;
            this.clearFrames = clearFrames;
        }

        void read(byte[] recorded) {
            ByteBuf bytes = Unpooled.wrappedBuffer(recorded);
            while (bytes.isReadable()) {
                ByteBuf target = reader.target();
                target.writeBytes(bytes, Math.min(target.capacity() - target.writerIndex(), bytes.readableBytes()));
                reader.process();
            }
            writer.flush();
            assertThat(allocator.metric().usedDirectMemory())
                    .as("bytes left over")
                    .isZero();
            assertThat(reader.missingBytes()).isZero();
            assertThat(ByteBufUtil.getBytes(again)).isEqualTo(recorded);
        }

        @Override
        public void onBanner(Banner banner) {
            writer.banner(banner);
        }

        @Override
        public boolean onPreamble(Preamble preamble) {
            count.merge(preamble.tag(), 1, Integer::sum);
            return true;
        }

        @Override
        public void onControl(Tag tag, ByteBuf payload) {
            writer.control(ControlFrames.decode(tag, payload));
            frames++;
            replies += tag == Tag.AUTH_REPLY_MORE ? 1 : 0;
            if (clearFrames == 0 ? tag == Tag.AUTH_DONE : frames == clearFrames) {
                reader.rx(secure.rx());
                writer.tx(secure.tx());
            }
        }

        @Override
        public void onMessage(MessageFrame frame) {
            long seq = frame.seq();
            long ack = frame.ackSeq();
            Message m = frame.decode(registry);
            writer.message(m, seq, ack, 0);
            m.release();
        }

        @Override
        public void onAborted() {
            throw new AssertionError("no recorded frame was aborted");
        }
    }

    @Test
    void everyRecordedSecureStreamIsOpenedToItsEndAndSealedIntoTheSameBytes() throws IOException {
        List<Keys> all = Keys.all();
        assertThat(all).hasSize(36);
        for (Keys keys : all) {
            CapturedConnection recorded = keys.recorded();
            Half server = new Half(keys.secure(Direction.SERVER_TO_CLIENT), 0);
            server.read(recorded.bytes(Direction.SERVER_TO_CLIENT));
            // HELLO, AUTH_REQUEST, and a reply to each AUTH_REPLY_MORE.
            Half client = new Half(keys.secure(Direction.CLIENT_TO_SERVER), 2 + server.replies);
            client.read(recorded.bytes(Direction.CLIENT_TO_SERVER));
        }
        assertThat(count.get(Tag.AUTH_SIGNATURE)).isEqualTo(72);
        assertThat(count.get(Tag.MESSAGE)).isEqualTo(301);
    }
}
