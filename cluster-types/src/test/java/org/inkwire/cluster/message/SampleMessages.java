// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.inkwire.cluster.map.IntervalSet;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.common.MPing;
import org.inkwire.cluster.message.mon.LogEntry;
import org.inkwire.cluster.message.mon.MAuth;
import org.inkwire.cluster.message.mon.MAuthReply;
import org.inkwire.cluster.message.mon.MConfig;
import org.inkwire.cluster.message.mon.MGetConfig;
import org.inkwire.cluster.message.mon.MGetPoolStats;
import org.inkwire.cluster.message.mon.MGetPoolStatsReply;
import org.inkwire.cluster.message.mon.MLog;
import org.inkwire.cluster.message.mon.MLogAck;
import org.inkwire.cluster.message.mon.MMgrClose;
import org.inkwire.cluster.message.mon.MMgrCommand;
import org.inkwire.cluster.message.mon.MMgrCommandReply;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.message.mon.MMgrOpen;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.mon.MMonGetMap;
import org.inkwire.cluster.message.mon.MMonGetOSDMap;
import org.inkwire.cluster.message.mon.MMonGetVersion;
import org.inkwire.cluster.message.mon.MMonGetVersionReply;
import org.inkwire.cluster.message.mon.MMonMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.cluster.message.mon.MMonSubscribeAck;
import org.inkwire.cluster.message.mon.MPoolOp;
import org.inkwire.cluster.message.mon.MPoolOpReply;
import org.inkwire.cluster.message.mon.MStatfs;
import org.inkwire.cluster.message.mon.MStatfsReply;
import org.inkwire.cluster.message.op.MOSDBackoff;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.message.op.MWatchNotify;
import org.inkwire.cluster.message.osdmon.CompatSet;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnaps;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnapsReply;
import org.inkwire.cluster.message.osdmon.MOSDAlive;
import org.inkwire.cluster.message.osdmon.MOSDBeacon;
import org.inkwire.cluster.message.osdmon.MOSDBoot;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.cluster.message.osdmon.MOSDFull;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.MOSDPGCreate2;
import org.inkwire.cluster.message.osdmon.MOSDPGCreated;
import org.inkwire.cluster.message.osdmon.MOSDPGTemp;
import org.inkwire.cluster.message.osdmon.OSDSuperblock;
import org.inkwire.cluster.message.peer.MOSDPing;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.SnapContext;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.Message;

/** One message of each type, with a value in every field. */
final class SampleMessages {
    static final UUID FSID = UUID.fromString("30c6f00e-0180-49e9-a2b9-bf74ea7a7a75");
    static final EntityAddrVec ADDRS = EntityAddrVec.of(EntityAddr.parse("v2:127.0.0.1:6800/123"));
    static final UTime STAMP = new UTime(1_795_298_665, 123_456_789);
    static final PgId PG = new PgId(1, 5);

    private SampleMessages() {}

    static ByteBuf data(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static MOSDOp osdOp() {
        List<OSDOp> ops = List.of(
                OSDOps.write(10, data("hello")),
                OSDOps.setXattr("name", data("value")),
                OSDOps.omapSetVals(Map.of("key", bytes("val"))));
        MOSDOp message = MOSDOp.builder(SpgId.of(PG), 0x12345675, ObjectLocator.of(1, "ns"), "object")
                .mapEpoch(7)
                .flags(OsdFlag.WRITE | OsdFlag.ONDISK)
                .mtime(STAMP)
                .ops(ops)
                .snapContext(new SnapContext(3, List.of(3L, 1L)))
                .retryAttempt(1)
                .features(CapturedMessages.FEATURES)
                .build();
        message.tid(99);
        ops.forEach(OSDOp::release);
        return message;
    }

    static MOSDOpReply osdOpReply() {
        MOSDOp request = osdOp();
        OSDOp read = OSDOps.read(0, 5).output(data("hello")).rval(5);
        OSDOp stat = OSDOps.stat().rval(-2);
        MOSDOpReply reply = MOSDOpReply.to(
                request, -2, 8, OsdFlag.ACK | OsdFlag.ONDISK, List.of(read, stat), new EVersion(17, 8), 16);
        read.release();
        request.release();
        return reply;
    }

    static OSDSuperblock superblock() {
        CompatSet features = new CompatSet(
                CompatSet.FeatureSet.EMPTY,
                CompatSet.FeatureSet.EMPTY,
                new CompatSet.FeatureSet(2, Map.of(1L, "initial feature set(~v.18)")));
        OSDSuperblock.Maps maps = new OSDSuperblock.Maps(9, 1, 9, 5);
        return new OSDSuperblock(FSID, FSID, 3, maps, 0.5, features, 2, 3, new OSDSuperblock.PurgedSnaps(4, STAMP));
    }

    static List<Message> oneOfEach() {
        Map<Long, IntervalSet> snaps = Map.of(1L, IntervalSet.of(4, 2));
        return List.of(
                new MPing(),
                new MMonMap(bytes("monmap")),
                new MMonGetMap(),
                new MMonGetOSDMap(1, 2, 3, 4, 5),
                new MStatfs(1, FSID, OptionalLong.of(3)),
                new MStatfsReply(FSID, 1, 2, 3, 4, 5),
                new MMonSubscribe(Map.of("osdmap", new MMonSubscribe.Item(7, MMonSubscribe.Item.ONETIME)), "host"),
                new MMonSubscribeAck(300, FSID),
                new MAuth(0, 2, bytes("payload"), 1),
                new MAuthReply(2, -13, 4136, bytes("payload"), "message"),
                new MMonGetVersion(5, "osdmap"),
                new MMonGetVersionReply(5, 9, 1),
                new MOSDMap(FSID, Map.of(8L, bytes("inc")), Map.of(7L, bytes("full")), 1, 9, snaps),
                osdOp(),
                osdOpReply(),
                new MWatchNotify(MWatchNotify.NOTIFY, 1, 2, 3, bytes("payload"), -110, 4136, data("replies")),
                new MPoolOpReply(34, FSID, -17, 34, bytes("8 bytes.")),
                new MPoolOp(34, FSID, 2, MPoolOp.CREATE_SNAP, 5, "snap", MPoolOp.NO_RULE),
                new MMonCommand(0, FSID, List.of("{\"prefix\": \"status\"}"), data("input")),
                new MMonCommandAck(3, -22, "no", List.of("{}"), data("output")),
                new MLog(
                        0,
                        FSID,
                        List.of(new LogEntry(
                                AuthEntityName.parse("osd.0"),
                                EntityName.osd(0),
                                ADDRS,
                                STAMP,
                                1,
                                1,
                                "text",
                                "cluster"))),
                new MLogAck(FSID, 1, "cluster"),
                new MGetPoolStats(1, FSID, List.of("a", "b")),
                new MGetPoolStatsReply(1, FSID, Map.of("a", new byte[] {7, 5, 1, 0, 0, 0, 42}), true),
                new MOSDBackoff(SpgId.of(PG), 7, MOSDBackoff.BLOCK, 11, HObject.MIN, HObject.MAX),
                new MConfig(Map.of("debug_ms", "1")),
                new MGetConfig(AuthEntityName.parse("client.admin"), "host", "ssd"),
                new MOSDPing(
                        FSID,
                        7,
                        MOSDPing.PING,
                        STAMP,
                        5,
                        STAMP,
                        STAMP,
                        new MOSDPing.Delta(-1, -5),
                        MOSDPing.DEFAULT_MIN_SIZE),
                new MOSDBoot(4, superblock(), ADDRS, ADDRS, 2, ADDRS, Map.of("arch", "x86_64"), 0x3fL),
                new MOSDFailure(4, FSID, 2, ADDRS, 7, MOSDFailure.FAILED | MOSDFailure.IMMEDIATE, 20),
                new MOSDAlive(42, 42),
                new MOSDMarkMeDown(4, FSID, 2, ADDRS, 7, true, true),
                new MOSDFull(4, 7, 0x80),
                new MMonGetPurgedSnaps(4, 1, 9),
                new MMonGetPurgedSnapsReply(4, 1, 9, Map.of(5L, snaps)),
                new MOSDPGTemp(42, 42, Map.of(PG, List.of(2, 1)), true),
                new MOSDBeacon(4, List.of(PG), 3, STAMP, 300),
                new MCommand(FSID, List.of("{}"), data("input")),
                new MCommandReply(-2, "status", data("output")),
                new MOSDPGCreated(0, PG),
                new MOSDPGCreate2(
                        13,
                        Map.of(SpgId.of(PG), new MOSDPGCreate2.Created(13, STAMP)),
                        Map.of(SpgId.of(PG), new MOSDPGCreate2.History(new byte[] {10, 4, 0, 0, 0, 0}, new byte[] {
                            1, 1, 0, 0, 0, 0
                        }))),
                MMgrMap.of(new MMgrMap.Active(7, ADDRS, 4121, true, "a"), STAMP, 0x3fL),
                new MMgrOpen("x1", "toy", bytes("metadata")),
                new MMgrClose("x1", "toy"),
                new MMgrCommand(FSID, List.of("{}"), data("input")),
                new MMgrCommandReply(-22, "status", data("output")));
    }
}
