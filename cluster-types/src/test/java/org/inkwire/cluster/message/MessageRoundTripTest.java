// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.mon.MAuthReply;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.message.mon.MMonGetVersionReply;
import org.inkwire.cluster.message.op.MOSDBackoff;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnapsReply;
import org.inkwire.cluster.message.peer.MOSDPing;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.junit.jupiter.api.Test;

class MessageRoundTripTest {
    @Test
    void everyTypeComesBackFieldForField() {
        List<Message> samples = SampleMessages.oneOfEach();
        for (Message sample : samples) {
            byte[] front = CapturedMessages.encodeFront(sample);
            byte[] data = CapturedMessages.bytes(sample.data());
            int priority = sample.priority();
            Message back = CapturedMessages.roundTrip(sample);
            assertThat(back).hasSameClassAs(sample);
            // Each field has a distinct value in the samples, so equal bytes mean equal fields.
            assertThat(CapturedMessages.encodeFront(back)).as(back.typeName()).isEqualTo(front);
            assertThat(CapturedMessages.bytes(back.data())).isEqualTo(data);
            assertThat(back.priority()).isEqualTo(priority);
            back.release();
            assertThat(back.refCnt()).isZero();
        }
        assertThat(samples).hasSize(46).doesNotHaveDuplicates();
        assertThat(samples.stream().map(Message::type)).doesNotHaveDuplicates();
    }

    @Test
    void fieldsThatOnlySourceDescribesStandWhereItSays() {
        MOSDBackoff backoff = CapturedMessages.roundTrip((MOSDBackoff) sample(MOSDBackoff.class));
        assertThat(backoff.pgid()).isEqualTo(SpgId.of(SampleMessages.PG));
        assertThat(backoff.op()).isEqualTo(MOSDBackoff.BLOCK);
        assertThat(backoff.end().max()).isTrue();
        MMonGetPurgedSnapsReply purged =
                CapturedMessages.roundTrip((MMonGetPurgedSnapsReply) sample(MMonGetPurgedSnapsReply.class));
        assertThat(purged.last()).isEqualTo(9);
        assertThat(purged.purged()).containsOnlyKeys(5L);
        MAuthReply auth = CapturedMessages.roundTrip((MAuthReply) sample(MAuthReply.class));
        assertThat(auth.result()).isEqualTo(-13);
        assertThat(auth.globalId()).isEqualTo(4136);
    }

    private static Message sample(Class<? extends Message> type) {
        return SampleMessages.oneOfEach().stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOpsInputIsSharedWithTheMessageNotCopied() {
        ByteBuf big = Unpooled.buffer(1 << 20).writeZero(1 << 20);
        OSDOp write = OSDOps.write(0, big);
        OSDOp xattr = OSDOps.setXattr("a", SampleMessages.data("b"));
        MOSDOp message = MOSDOp.builder(SpgId.of(SampleMessages.PG), 5, ObjectLocator.of(1, ""), "o")
                .ops(List.of(write, xattr))
                .build();
        big.setByte(77, 42);
        assertThat(message.data().getByte(77)).isEqualTo((byte) 42);
        assertThat(message.data().readableBytes()).isEqualTo((1 << 20) + 2);
        message.release();
        // The message is released; the op can be sent again.
        assertThat(big.refCnt()).isEqualTo(1);
        write.release();
        xattr.release();
        assertThat(big.refCnt()).isZero();
    }

    @Test
    void opsOfAReceivedMessageBorrowItsData() {
        MOSDOp message = CapturedMessages.roundTrip(SampleMessages.osdOp());
        OSDOp write = message.ops().get(0);
        assertThat(CapturedMessages.bytes(write.input())).isEqualTo(SampleMessages.bytes("hello"));
        assertThat(message.ops().get(1).xattrName()).isEqualTo("name");
        assertThat(CapturedMessages.bytes(message.ops().get(1).xattrValue())).isEqualTo(SampleMessages.bytes("value"));
        ByteBuf kept = write.input().retainedSlice();
        write.release();
        assertThat(message.refCnt()).isEqualTo(1);
        message.release();
        assertThat(CapturedMessages.bytes(kept)).isEqualTo(SampleMessages.bytes("hello"));
        kept.release();
    }

    @Test
    void aReplyEchoesTheRequest() {
        MOSDOpReply reply = CapturedMessages.roundTrip(SampleMessages.osdOpReply());
        assertThat(reply.tid()).isEqualTo(99);
        assertThat(reply.oid()).isEqualTo("object");
        assertThat(reply.retryAttempt()).isEqualTo(1);
        assertThat(reply.ops().get(0).rval()).isEqualTo(5);
        assertThat(CapturedMessages.bytes(reply.ops().get(0).output())).isEqualTo(SampleMessages.bytes("hello"));
        assertThat(reply.ops().get(1).outputLength()).isZero();
        assertThat(reply.userVersion()).isEqualTo(16);
        reply.release();
    }

    @Test
    void payloadsThatExceedTheDataSegmentAreRefused() {
        MOSDOp message = SampleMessages.osdOp();
        byte[] front = CapturedMessages.encodeFront(message);
        MessageHeader header = new MessageHeader().set(message, 1, 0);
        ByteBuf tooShort = message.data().copy(0, message.data().readableBytes() - 1);
        assertThatThrownBy(() -> ClusterMessages.registry()
                        .decode(header, Unpooled.wrappedBuffer(front), Unpooled.EMPTY_BUFFER, tooShort))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("MOSDOp v8");
        assertThat(tooShort.refCnt()).isZero();
        message.release();
    }

    @Test
    void aNewerLayoutThatWeCanReadIsReadUpToWhatWeKnow() {
        ByteBuf front = Unpooled.buffer();
        MMonGetVersionReply sent = new MMonGetVersionReply(5, 9, 1);
        sent.encodeFrontTo(new Encoder(front), 0);
        front.writeLongLE(77);
        MessageHeader header = new MessageHeader().set(sent, 1, 0);
        MMonGetVersionReply reply = (MMonGetVersionReply)
                ClusterMessages.registry().decode(header, front, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER);
        assertThat(reply.version()).isEqualTo(9);
        assertThat(front.readableBytes()).isEqualTo(Long.BYTES);
        reply.release();
        sent.release();
    }

    @Test
    void aHeartbeatReplyIsPaddedLikeThePing() {
        MOSDPing ping = new MOSDPing(
                SampleMessages.FSID, 7, MOSDPing.PING, SampleMessages.STAMP, 5, UTime.ZERO, UTime.ZERO, null, 2000);
        assertThat(CapturedMessages.encodeFront(ping)).hasSize(2025);
        MOSDPing received = CapturedMessages.roundTrip(ping);
        assertThat(received.minSize()).isEqualTo(2000);
        assertThat(received.deltaUb()).isNull();
        received.release();
    }

    @Test
    void aClusterWithoutAManagerHasARecordedMapThatEqualsOurs() {
        List<MMgrMap> maps = CapturedMessages.ofType(MMgrMap.class, "ceph-s-none");
        MMgrMap.Active active = maps.get(0).active();
        assertThat(active.available()).isFalse();
        assertThat(active.activeName()).isEmpty();
        assertThat(MMgrMap.of(active, UTime.ZERO, 0).active()).isEqualTo(active);
        maps.forEach(Message::release);
    }

    @Test
    void mapEpochsOfAnOsdMapMessage() {
        MOSDMap none = new MOSDMap(SampleMessages.FSID, Map.of(), Map.of(), 1, 9, Map.of());
        assertThat(none.firstEpoch()).isZero();
        assertThat(none.lastEpoch()).isZero();
        byte[] map = new byte[1];
        Arrays.fill(map, (byte) 1);
        MOSDMap some = new MOSDMap(SampleMessages.FSID, Map.of(4L, map, 5L, map), Map.of(3L, map), 1, 9, Map.of());
        assertThat(some.firstEpoch()).isEqualTo(3);
        assertThat(some.lastEpoch()).isEqualTo(5);
        none.release();
        some.release();
    }
}
