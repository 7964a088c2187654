// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.inkwire.cluster.message.mon.MGetConfig;
import org.inkwire.cluster.message.mon.MLog;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.junit.jupiter.api.Test;

/** Messages whose fields nobody has set decode, and come back the same. */
class DefaultMessagesVectorsTest {
    private static final String U32 = "00000000";
    private static final String U64 = U32 + U32;
    private static final String PAXOS = U64 + "ffff" + U64;
    private static final String FSID = U64 + U64;

    /** A LogEntry that was never filled in: name, rank, no address, stamp, seq, priority, text, channel. */
    private static final String LOG_ENTRY =
            "0505" + "30000000" + (U32 + U32) + ("00" + U64) + ("02" + U32) + U64 + U64 + "0000" + U32 + U32;

    private static Message decode(int type, int version, String front) {
        MessageHeader header = new MessageHeader();
        ByteBuf raw = Unpooled.buffer().writeZero(MessageHeader.BYTES);
        raw.setShortLE(16, type).setShortLE(20, version).setShortLE(37, version);
        return ClusterMessages.registry()
                .decode(
                        header.decode(raw),
                        Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(front)),
                        Unpooled.EMPTY_BUFFER,
                        Unpooled.EMPTY_BUFFER);
    }

    private static String front(Message message) {
        ByteBuf out = Unpooled.buffer();
        message.encodeFrontTo(new Encoder(out), 0);
        return ByteBufUtil.hexDump(out);
    }

    @Test
    void aLogEntryOfNobodyComesBack() {
        String front = PAXOS + FSID + "01000000" + LOG_ENTRY;
        MLog log = (MLog) decode(MLog.TYPE, 1, front);
        assertThat(front(log)).isEqualTo(front);
        assertThat(log.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.name().type()).isEqualTo(EntityType.UNKNOWN);
            assertThat(entry.addrs().isEmpty()).isTrue();
        });
        log.release();
    }

    @Test
    void aRequestForNobodysConfigurationIsKept() {
        String front = U32 + U32 + U32 + U32;
        Message get = decode(MGetConfig.TYPE, 1, front);
        assertThat(front(get)).isEqualTo(front);
        get.release();
    }
}
