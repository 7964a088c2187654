// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.junit.jupiter.api.Test;

class MessageRegistryTest {
    private static final class Note extends Message {
        final String text;

        Note(String text) {
            super(9, 3, 2);
            this.text = text;
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.string(text);
        }
    }

    private final MessageRegistry registry = MessageRegistry.builder()
            .add(9, "Note", 3, (header, front, data) -> new Note(front.string()))
            .build();

    private static MessageHeader header(Message m, int version, int compat) {
        ByteBuf buf = Unpooled.buffer();
        new MessageHeader().set(m, 5, 4).encode(buf);
        buf.setShortLE(20, version);
        buf.setShortLE(37, compat);
        return new MessageHeader().decode(buf);
    }

    private static ByteBuf front(Message m) {
        ByteBuf buf = Unpooled.buffer();
        m.encodeFrontTo(new Encoder(buf), 0);
        return buf;
    }

    /** A recorded MMonMap: type 4, v1/1, seq 1, ack 2, priority 196. */
    @Test
    void theHeaderHas41BytesInCephsOrder() {
        ByteBuf buf = Unpooled.buffer();
        new MessageHeader().set(new Note("x").priority(196).tid(0x0102), 1, 2).encode(buf);
        assertThat(ByteBufUtil.hexDump(buf))
                .isEqualTo("0100000000000000" + "0201000000000000" + "0900" + "c400" + "0300" + "00000000" + "0000"
                        + "0200000000000000" + "03" + "0200" + "0000");
    }

    @Test
    void aMessageComesBackWithItsHeaderAndSegments() {
        Note sent = new Note("hi");
        sent.tid(77);
        ByteBuf data = Unpooled.copiedBuffer(new byte[] {1, 2, 3});
        Note got = (Note) registry.decode(header(sent, 3, 2), front(sent), Unpooled.EMPTY_BUFFER, data);
        assertThat(got.text).isEqualTo("hi");
        assertThat(got.tid()).isEqualTo(77);
        assertThat(got.seq()).isEqualTo(5);
        assertThat(got.data().readableBytes()).isEqualTo(3);
        assertThat(got.release()).isTrue();
        assertThat(data.refCnt()).isZero();
    }

    @Test
    void bytesANewerSenderAppendedAreLeftAlone() {
        ByteBuf front = front(new Note("hi"));
        front.writeLong(42);
        Note got =
                (Note) registry.decode(header(new Note(""), 7, 2), front, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER);
        assertThat(got.text).isEqualTo("hi");
        assertThat(got.headVersion()).isEqualTo(7);
    }

    @Test
    void aMessageForANewerReaderIsRefusedAndItsDataReleased() {
        ByteBuf data = Unpooled.copiedBuffer(new byte[] {1});
        assertThatThrownBy(() ->
                        registry.decode(header(new Note(""), 7, 4), front(new Note("")), Unpooled.EMPTY_BUFFER, data))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("Note needs a reader of version 4");
        assertThat(data.refCnt()).isZero();
    }

    @Test
    void anUnknownTypeIsRefusedByNumber() {
        MessageRegistry empty = MessageRegistry.builder().build();
        assertThatThrownBy(() -> empty.decode(
                        header(new Note(""), 3, 2), front(new Note("")), Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER))
                .hasMessage("unknown message type 9");
    }

    @Test
    void aTruncatedFrontNamesTheMessage() {
        assertThatThrownBy(() -> registry.decode(
                        header(new Note(""), 3, 2),
                        Unpooled.copiedBuffer(new byte[] {9, 0, 0, 0}),
                        Unpooled.EMPTY_BUFFER,
                        Unpooled.EMPTY_BUFFER))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageStartingWith("Note v3:");
    }
}
