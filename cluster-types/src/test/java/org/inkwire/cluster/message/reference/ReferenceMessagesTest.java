// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.UUID;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.Test;

class ReferenceMessagesTest {
    private static final MessageRegistry REGISTRY =
            ReferenceMessages.registerAll(MessageRegistry.builder()).build();

    private static Message overTheWire(Message sent) {
        ByteBuf header = Unpooled.buffer();
        ByteBuf front = Unpooled.buffer();
        new MessageHeader().set(sent, 5, 0).encode(header);
        sent.encodeFrontTo(new Encoder(front), 0);
        ByteBuf data = sent.data().copy();
        sent.release();
        Message received = REGISTRY.decode(new MessageHeader().decode(header), front, Unpooled.EMPTY_BUFFER, data);
        assertThat(front.isReadable()).as("bytes left over").isFalse();
        return received;
    }

    @Test
    void aReportOfPgStatesArrivesAsItWasSent() {
        PgStat stat = new PgStat(
                new PgId(3, 0x1f),
                "active+clean",
                17,
                new EVersion(9, 4),
                List.of(0, 1),
                List.of(1, 0),
                new PgStat.Counts(100, 1L << 40, 7, 5, 3, 1),
                new PgStat.Io(1, 2, 3, 1L << 41, 5, 6));
        UUID fsid = UUID.fromString("0f0e0d0c-0b0a-0908-0706-050403020100");
        MOSDPGStatsReport received =
                (MOSDPGStatsReport) overTheWire(new MOSDPGStatsReport(fsid, 2, 17, 30, 10, 20, List.of(stat)));
        assertThat(received.fsid()).isEqualTo(fsid);
        assertThat(received.pgs()).containsExactly(stat);
        assertThat(List.of(received.kb(), received.kbUsed(), received.kbAvail()))
                .containsExactly(30L, 10L, 20L);
        received.release();
    }
}
