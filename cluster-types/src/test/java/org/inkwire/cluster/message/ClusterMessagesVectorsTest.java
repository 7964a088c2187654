// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.message.CapturedMessages.Captured;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.common.MPing;
import org.inkwire.cluster.message.mon.MAuth;
import org.inkwire.cluster.message.mon.MAuthReply;
import org.inkwire.cluster.message.mon.MGetConfig;
import org.inkwire.cluster.message.mon.MMonGetOSDMap;
import org.inkwire.cluster.message.mon.MMonSubscribeAck;
import org.inkwire.cluster.message.op.MOSDBackoff;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnaps;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnapsReply;
import org.inkwire.cluster.message.osdmon.MOSDFull;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.testkit.vectors.CapturedFrame;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.Test;

class ClusterMessagesVectorsTest {
    private static final String PEERING = "peering and recovery between Ceph's OSDs: our OSDs use their own messages";

    /** Types that occur in the recordings but have no class here, each with the reason. */
    private static final Map<Integer, String> NOT_MODELLED = new TreeMap<>(Map.ofEntries(
            Map.entry(80, "MOSDPGNotify: " + PEERING),
            Map.entry(83, "MOSDPGLog: " + PEERING),
            Map.entry(84, "MOSDPGRemove: " + PEERING),
            Map.entry(86, "MOSDPGTrim: " + PEERING),
            Map.entry(94, "MOSDPGScan: " + PEERING),
            Map.entry(95, "MOSDPGBackfill: " + PEERING),
            Map.entry(99, "MBackfillReserve: " + PEERING),
            Map.entry(105, "MOSDPGPush: " + PEERING),
            Map.entry(106, "MOSDPGPull: " + PEERING),
            Map.entry(107, "MOSDPGPushReply: " + PEERING),
            Map.entry(108, "MOSDECSubOpWrite: erasure coding is not implemented"),
            Map.entry(109, "MOSDECSubOpWriteReply: erasure coding is not implemented"),
            Map.entry(110, "MOSDECSubOpRead: erasure coding is not implemented"),
            Map.entry(111, "MOSDECSubOpReadReply: erasure coding is not implemented"),
            Map.entry(112, "MOSDRepOp: carries Ceph's internal transaction format; our OSDs use their own"),
            Map.entry(113, "MOSDRepOpReply: replies to MOSDRepOp"),
            Map.entry(114, "MOSDPGUpdateLogMissing: " + PEERING),
            Map.entry(115, "MOSDPGUpdateLogMissingReply: " + PEERING),
            Map.entry(130, "MOSDPGNotify2: " + PEERING),
            Map.entry(131, "MOSDPGQuery2: " + PEERING),
            Map.entry(132, "MOSDPGInfo2: " + PEERING),
            Map.entry(133, "MOSDPGLease: " + PEERING),
            Map.entry(134, "MOSDPGLeaseAck: " + PEERING),
            Map.entry(150, "MRecoveryReserve: " + PEERING)));

    /**
     * Types with a class that occur in no recording; their layouts come from Ceph's source, and a round trip tests
     * them.
     */
    private static final int[] WITHOUT_VECTORS = {
        MPing.TYPE,
        MMonGetOSDMap.TYPE,
        MMonSubscribeAck.TYPE,
        // Only in encrypted recordings.
        MAuth.TYPE,
        MAuthReply.TYPE,
        MOSDBackoff.TYPE,
        MGetConfig.TYPE,
        MOSDFull.TYPE,
        MMonGetPurgedSnaps.TYPE,
        MMonGetPurgedSnapsReply.TYPE,
    };

    private final MessageRegistry registry = ClusterMessages.registry();

    @Test
    void everyRecordedMessageDecodesToTheLastByteAndEncodesToTheSameBytes() {
        Map<String, Integer> counts = new TreeMap<>();
        Map<Integer, Integer> skipped = new TreeMap<>();
        for (Captured captured : CapturedMessages.all()) {
            MessageHeader header = captured.header();
            if (!registry.knows(header.type())) {
                assertThat(NOT_MODELLED).as(captured.where()).containsKey(header.type());
                skipped.merge(header.type(), 1, Integer::sum);
                continue;
            }
            check(captured, header);
            counts.merge(registry.name(header.type()), 1, Integer::sum);
        }
        System.out.println("decoded and encoded: " + counts);
        skipped.forEach(
                (type, n) -> System.out.println("not modelled: " + n + " x " + type + " " + NOT_MODELLED.get(type)));
        assertThat(skipped.keySet()).isEqualTo(NOT_MODELLED.keySet());
        for (int type : WITHOUT_VECTORS) {
            assertThat(counts).doesNotContainKey(registry.name(type));
        }
        assertThat(counts).hasSize(42 - WITHOUT_VECTORS.length);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(3701);
    }

    private static void check(Captured captured, MessageHeader header) {
        CapturedFrame frame = captured.frame();
        ByteBuf front = CapturedFrame.buffer(frame.front());
        Message message = CapturedMessages.decode(frame, front);
        assertThat(front.readableBytes()).as("left over in " + captured.where()).isZero();
        assertThat(Arrays.equals(CapturedMessages.encodeFront(message), frame.front()))
                .as("same front from " + captured.where() + ": " + message)
                .isTrue();
        assertThat(CapturedMessages.bytes(message.data())).as(captured.where()).isEqualTo(frame.data());
        assertThat(message.tid()).isEqualTo(header.tid());
        assertThat(message.toString()).isNotEmpty();
        message.release();
    }

    @Test
    void newMessagesCarryTheVersionsThatCephSends() {
        Map<Integer, MessageHeader> recorded = new TreeMap<>();
        for (Captured captured : CapturedMessages.all()) {
            MessageHeader header = captured.header();
            if (registry.knows(header.type())) {
                recorded.putIfAbsent(header.type(), header);
            }
        }
        // A decoded message takes its versions from the header, so this looks at one built by its constructor.
        for (Message message : SampleMessages.oneOfEach()) {
            MessageHeader header = recorded.get(message.type());
            if (header != null) {
                assertThat(message.headVersion()).as(message.typeName()).isEqualTo(header.version());
                assertThat(message.compatVersion()).as(message.typeName()).isEqualTo(header.compatVersion());
                if (message.type() != MOSDMap.TYPE && message.type() != MOSDMarkMeDown.TYPE) {
                    assertThat(message.priority()).as(message.typeName()).isEqualTo(header.priority());
                }
            }
            message.release();
        }
    }
}
