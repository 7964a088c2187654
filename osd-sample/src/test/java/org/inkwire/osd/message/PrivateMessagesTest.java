// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.TreeMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.Transaction;
import org.inkwire.store.ValueEncoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.Test;

final class PrivateMessagesTest {
    private static final MessageRegistry REGISTRY =
            PrivateMessages.addTo(MessageRegistry.builder()).build();
    private static final SpgId PG = SpgId.of(new PgId(3, 0x1f));
    private static final HObject OBJECT = new HObject("", "name", SnapId.HEAD, 77, false, "ns", 3);
    private static final PgInfo INFO =
            new PgInfo(true, 7, new EVersion(9, 4), new EVersion(2, 3), 8, 4, 3, 2, 100, 1L << 40, 6);

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

    private static PeerMessage roundTrip(PeerMessage body) {
        MOSDPGPeer received = (MOSDPGPeer) overTheWire(MOSDPGPeer.of(2, 17, body));
        assertThat(received.from()).isEqualTo(2);
        assertThat(received.mapEpoch()).isEqualTo(17);
        PeerMessage taken = received.takeBody();
        received.release();
        return taken;
    }

    @Test
    void everyPeerMessageWithoutAPayloadArrivesAsItWasSent() {
        PastInterval past = new PastInterval(2, 3, List.of(0, 1), List.of(1, 0), 1, 2, true);
        PgLogEntry entry = new PgLogEntry(
                PgLogEntry.Kind.DELETE,
                new EVersion(9, 4),
                new EVersion(8, 3),
                OBJECT,
                new OsdReqId(EntityName.client(4100), 12, 0),
                8,
                0,
                List.of());
        ObjectVersion version = new ObjectVersion(OBJECT, new EVersion(8, 4));
        for (PeerMessage m : List.of(
                new PeerMessage.Query(PG, 4),
                new PeerMessage.Info(PG, 4, INFO, 2, 1, 3, 4, 15_000_000_000L, List.of(past)),
                new PeerMessage.Sync(PG, 4, INFO),
                new PeerMessage.SyncDone(PG, 4, INFO, List.of(version)),
                new PeerMessage.FetchLog(PG, 4, 6, new EVersion(7, 3)),
                new PeerMessage.Log(PG, 4, 6, INFO, new EVersion(7, 3), List.of(entry)),
                new PeerMessage.FetchObjects(PG, 4, 7, List.of(OBJECT), new ObjectPosition(4096, ByteString.of("key"))),
                new PeerMessage.Scan(PG, 4, 8, OBJECT),
                new PeerMessage.Scanned(PG, 4, 8, new EVersion(9, 4), List.of(version), HObject.MAX),
                new PeerMessage.Recover(PG, 4, List.of(version)),
                new PeerMessage.Recovered(PG, 4, List.of(OBJECT)),
                new PeerMessage.Backfill(PG, 4, new EVersion(2, 3)),
                new PeerMessage.BackfillProgress(PG, 4, INFO, true, 17),
                new PeerMessage.Activate(PG, 4, new EVersion(9, 4), -5, 16),
                new PeerMessage.ActivateAck(PG, 4, -5),
                new PeerMessage.RepOpReply(PG, 4, new EVersion(9, 4), true),
                new PeerMessage.Lease(PG, 4, 1, 2, 3),
                new PeerMessage.LeaseAck(PG, 4, 1),
                new PeerMessage.Remove(PG, 4))) {
            assertThat(roundTrip(m)).isEqualTo(m);
        }
    }

    @Test
    void aChunkOfObjectsKeepsItsBytesInTheDataSegment() {
        TreeMap<ByteString, ByteString> attrs = new TreeMap<>();
        attrs.put(ByteString.of("oi"), ByteString.of("x"));
        ObjectPart part = new ObjectPart(
                OBJECT,
                true,
                true,
                new EVersion(9, 4),
                10,
                new ObjectPart.Head(attrs, ByteString.of("h")),
                attrs,
                List.of(new Extent(0, 3)),
                new ObjectPosition(10, ByteString.EMPTY),
                true);
        PeerMessage.Objects sent = new PeerMessage.Objects(
                PG, 4, 7, List.of(part, ObjectPart.absent(OBJECT)), Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
        PeerMessage.Objects received = (PeerMessage.Objects) roundTrip(sent);
        assertThat(received.parts()).isEqualTo(sent.parts());
        assertThat(received.payload()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
        received.payload().release();
    }

    @Test
    void aReplicatedWriteKeepsEntryTransactionAndPayload() {
        PgLogEntry entry = new PgLogEntry(
                PgLogEntry.Kind.ERROR,
                new EVersion(10, 4),
                EVersion.ZERO,
                OBJECT,
                new OsdReqId(EntityName.client(4100), 13, 0),
                8,
                -2,
                List.of(new PgLogEntry.OpReturn(-2, new byte[0])));
        ValueEncoder values = new ValueEncoder();
        Transaction t = new Transaction(CollectionId.of(PG)).touch(OBJECT);
        PeerMessage.RepOp received = (PeerMessage.RepOp) roundTrip(PeerMessage.RepOp.local(
                        PG, 4, entry, entry.toRecord(values), new EVersion(9, 4), EVersion.ZERO, 3, -1, -4096)
                .toSend(t, Unpooled.wrappedBuffer(new byte[] {9}), values));
        assertThat(received.entry().result()).isEqualTo(-2);
        assertThat(received.entry().returns().get(0).rval()).isEqualTo(-2);
        assertThat(received.bytesDelta()).isEqualTo(-4096);
        assertThat(received.record()).isEqualTo(entry.toRecord(values));
        assertThat(received.transaction()).isEqualTo(encoded(t));
        assertThat(received.payload().getByte(0)).isEqualTo((byte) 9);
        received.payload().release();
    }

    private static byte[] encoded(Transaction t) {
        ValueEncoder values = new ValueEncoder();
        t.encode(values.begin());
        return values.end().toByteArray();
    }

    @Test
    void anUnknownKindIsMalformed() {
        ByteBuf front = Unpooled.buffer();
        Encoder out = new Encoder(front);
        out.s32(1);
        out.s32(1);
        out.u8(99);
        PG.encode(out);
        out.s32(1);
        ByteBuf header = Unpooled.buffer();
        Message m = MOSDPGPeer.of(1, 1, new PeerMessage.Query(PG, 1));
        new MessageHeader().set(m, 1, 0).encode(header);
        m.release();
        assertThatThrownBy(() -> REGISTRY.decode(
                        new MessageHeader().decode(header), front, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("kind 99");
    }
}
