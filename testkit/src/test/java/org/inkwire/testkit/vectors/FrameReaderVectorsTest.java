// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ControlFrame;
import org.inkwire.msgr.frame.ControlFrames;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.FrameReader;
import org.inkwire.msgr.onwire.FrameWriter;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.junit.jupiter.api.Test;

/** Runs the messenger's own frame reader and writer on everything recorded in crc mode. */
class FrameReaderVectorsTest {
    private final Map<Tag, Integer> count = new EnumMap<>(Tag.class);

    /** Reads one half with a new reader, and writes every control frame again. */
    private final class Half implements FrameReader.Sink {
        @Override
        public void onBanner(Banner banner) {
            banner.requireCompatible(new Banner(Banner.REVISION_1, 0));
        }

        @Override
        public boolean onPreamble(Preamble preamble) {
            count.merge(preamble.tag(), 1, Integer::sum);
            return true;
        }

        @Override
        public void onControl(Tag tag, ByteBuf payload) {
            String recorded = ByteBufUtil.hexDump(payload);
            ControlFrame frame = ControlFrames.decode(tag, payload);
            ByteBuf again = Unpooled.buffer();
            FrameWriter writer = new FrameWriter(
                    new GatherBuffer(UnpooledByteBufAllocator.DEFAULT, b -> {
                        again.writeBytes(b);
                        b.release();
                    }),
                    new CrcOnWire().tx());
            writer.control(frame);
            writer.flush();
            int crc = recorded.isEmpty() ? 0 : 4;
            assertThat(ByteBufUtil.hexDump(again, Preamble.BYTES, again.readableBytes() - Preamble.BYTES - crc))
                    .as("%s written again", tag)
                    .isEqualTo(recorded);
        }

        @Override
        public void onMessage(MessageFrame frame) {
            assertThat(frame.header().type()).isPositive();
        }

        @Override
        public void onAborted() {
            throw new AssertionError("no recorded frame was aborted");
        }
    }

    private void read(CapturedConnection connection, Direction direction) {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
        FrameReader reader = new FrameReader(new ReceiveBuffer(allocator), new CrcOnWire().rx(), new Half());
        ByteBuf bytes = Unpooled.buffer();
        if (connection.partial()) {
            Banner.OURS.encode(bytes);
        }
        bytes.writeBytes(connection.bytes(direction));
        while (bytes.isReadable()) {
            ByteBuf target = reader.target();
            target.writeBytes(bytes, Math.min(target.capacity() - target.writerIndex(), bytes.readableBytes()));
            reader.process();
        }
        reader.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    /** Whether this is the recorded probe of a daemon's reaction to an unknown tag. */
    private static boolean sendsAnUnknownTag(CapturedConnection connection) {
        return connection.scenario().equals("probe-osd-none")
                && connection.name().equals("08");
    }

    @Test
    void everyRecordedCrcStreamIsReadToItsEndAndItsControlFramesAreWrittenAlike() {
        for (CapturedStreams.Scenario scenario : CapturedStreams.all()) {
            for (CapturedConnection connection : scenario.connections()) {
                if (connection.mode() != CapturedConnection.Mode.SECURE) {
                    if (sendsAnUnknownTag(connection)) {
                        assertThatThrownBy(() -> read(connection, Direction.CLIENT_TO_SERVER))
                                .hasMessage("unknown frame tag 99");
                    } else {
                        read(connection, Direction.CLIENT_TO_SERVER);
                    }
                    read(connection, Direction.SERVER_TO_CLIENT);
                }
            }
        }
        assertThat(count.keySet()).isEqualTo(EnumSet.allOf(Tag.class));
        assertThat(count.values().stream().mapToInt(n -> n).sum()).isGreaterThan(13_000);
    }
}
