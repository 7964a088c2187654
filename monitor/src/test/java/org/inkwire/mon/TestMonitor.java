// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.osdmon.CompatSet;
import org.inkwire.cluster.message.osdmon.MOSDBoot;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.cluster.message.osdmon.OSDSuperblock;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.mon.format.CephVersion;
import org.inkwire.mon.store.MemMonitorStore;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.msgr.Policy;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.testkit.msgr.FakeMessenger;
import org.inkwire.testkit.msgr.ManualCenters;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.jspecify.annotations.Nullable;

/** A monitor on the test's thread and clock, and the peers the test plays. */
final class TestMonitor {
    static final UUID FSID = UUID.fromString("11111111-2222-3333-4444-555555555555");

    private static final Instant BEGIN = Instant.parse("2026-11-21T23:49:48.039662Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final ManualCenters centers = new ManualCenters();
    final FakeMessenger messenger = new FakeMessenger(EntityName.mon(0), Policy.statelessServer());
    final FakeMessenger mgrMessenger = new FakeMessenger(EntityName.of(EntityType.MGR, 0), Policy.statelessServer());
    final CephConf conf;
    final Monitor monitor;
    final FakeConnection client;
    final CompletableFuture<EntityAddrVec> started;
    private final Map<Integer, FakeConnection> osds = new LinkedHashMap<>();
    private final long beginNanos = centers.nanoTime();
    private @Nullable RuntimeException clockFailure;
    private long tid;

    private TestMonitor(Map<String, String> options, MonitorStore store) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "osd_crush_chooseleaf_type", "0",
                "osd_pool_default_pg_autoscale_mode", "off",
                "mon_allow_pool_delete", "true"));
        all.putAll(options);
        StringBuilder text = new StringBuilder("[global]\n");
        all.forEach((k, v) -> text.append(k).append(" = ").append(v).append('\n'));
        conf = CephConf.builder()
                .fileText(text.toString())
                .environment(Map.of())
                .host("vm")
                .build();
        monitor = new Monitor(
                "a",
                FSID,
                centers.newCenter("mon.a"),
                store,
                new MonitorSettings(conf, this::now, Map.of("hostname", "vm")));
        started = monitor.start(messenger, mgrMessenger, InetAddress.getLoopbackAddress(), 0)
                .toCompletableFuture();
        centers.run();
        client = messenger.accept(EntityName.of(EntityType.CLIENT, 4100), EntityAddrVec.parse("127.0.0.1:0/77"), 4100);
    }

    static TestMonitor start(String... options) {
        return startOn(new MemMonitorStore(), options);
    }

    /** @param options alternating names and values */
    static TestMonitor startOn(MonitorStore store, String... options) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        TestMonitor m = new TestMonitor(map, store);
        m.started.join();
        return m;
    }

    /** Starts a monitor that waits for its store. */
    static TestMonitor startingOn(MonitorStore store) {
        return new TestMonitor(Map.of(), store);
    }

    /** From now on, who reads the clock meets this. */
    void clockFails(RuntimeException e) {
        clockFailure = e;
    }

    void clockWorks() {
        clockFailure = null;
    }

    Instant now() {
        RuntimeException e = clockFailure;
        if (e != null) {
            throw e;
        }
        return BEGIN.plusNanos(centers.nanoTime() - beginNanos);
    }

    OSDMap map() {
        return monitor.osdMap();
    }

    void advance(Duration by) {
        centers.advance(by);
    }

    // ---- commands

    MMonCommandAck command(String json) {
        client.take();
        MMonCommand m = new MMonCommand(0, FSID, List.of(json), Unpooled.EMPTY_BUFFER);
        m.tid(++tid);
        client.deliver(m);
        centers.run();
        return client.lastSent(MMonCommandAck.class);
    }

    static String text(MMonCommandAck ack) {
        return ack.data().toString(StandardCharsets.UTF_8);
    }

    static JsonNode json(MMonCommandAck ack) {
        return json(text(ack));
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    // ---- OSDs

    static UUID osdFsid(int id) {
        return UUID.fromString("aaaaaaaa-0000-0000-0000-00000000000" + id);
    }

    /** The peer that is osd.{@code id}, at its own address. */
    FakeConnection osd(int id) {
        return osds.computeIfAbsent(id, i -> connectOsd(i, 6800 + 4 * i, 1000 + i));
    }

    FakeConnection connectOsd(int id, int port, int nonce) {
        return messenger.accept(
                EntityName.osd(id), EntityAddrVec.parse("v2:127.0.0.1:" + port + "/" + nonce), 4200 + id);
    }

    /** Creates an OSD, places it and boots it. */
    void bringUp(int id, String host) {
        command("{\"prefix\":\"osd new\",\"uuid\":\"" + osdFsid(id) + "\"}");
        command("{\"prefix\":\"osd crush set-device-class\",\"class\":\"hdd\",\"ids\":[\"" + id + "\"]}");
        command("{\"prefix\":\"osd crush create-or-move\",\"id\":" + id + ",\"weight\":0.0010,\"args\":[\"host=" + host
                + "\",\"root=default\"]}");
        boot(osd(id), id);
    }

    void boot(FakeConnection peer, int id) {
        peer.deliver(bootMessage(peer, id));
        centers.run();
    }

    MOSDBoot bootMessage(FakeConnection peer, int id) {
        long epoch = map().epoch();
        OSDSuperblock.Maps maps = new OSDSuperblock.Maps(epoch, 1, epoch, 1);
        OSDSuperblock sb = new OSDSuperblock(
                FSID, osdFsid(id), id, maps, 0, CompatSet.EMPTY, 0, 0, OSDSuperblock.PurgedSnaps.NONE);
        EntityAddrVec addrs = peer.peerAddrs();
        EntityAddrVec[] others = new EntityAddrVec[3];
        for (int i = 0; i < others.length; i++) {
            others[i] = EntityAddrVec.of(addrs.first().withPort(addrs.first().port() + 1 + i));
        }
        Map<String, String> metadata = new TreeMap<>(
                Map.of("hostname", "vm", "osd_objectstore", "memstore", "ceph_version", CephVersion.TEXT));
        return new MOSDBoot(epoch, sb, others[0], others[1], 0, others[2], metadata, Feature.PACIFIC_SUPPORTED);
    }

    void bringUpOnOneHost(int count) {
        for (int id = 0; id < count; id++) {
            bringUp(id, "vm");
        }
    }

    /** Reports from osd.{@code reporter} that osd.{@code target} has been silent. */
    void reportFailure(int reporter, int target, int flags, int seconds) {
        osd(reporter)
                .deliver(new MOSDFailure(
                        map().epoch(), FSID, target, osd(target).peerAddrs(), map().epoch(), flags, seconds));
        centers.run();
    }

    /** Every OSD reports 4 GiB with 1 GiB in use; osd.0 reports every PG, where it should be. */
    void reportPgs(String state, PgStat.Counts each) {
        List<PgStat> pgs = new ArrayList<>();
        map().pools().forEach((id, pool) -> {
            for (int seed = 0; seed < pool.pgNum(); seed++) {
                PgId pgid = new PgId(id, seed);
                List<Integer> acting = map().pgToUpActing(pgid).acting();
                pgs.add(new PgStat(pgid, state, (int) map().epoch(), new EVersion(5, 9), acting, acting, each));
            }
        });
        for (int id : osds.keySet()) {
            osd(id).deliver(new MOSDPGStatsReport(
                    FSID, id, (int) map().epoch(), 4 << 20, 1 << 20, 3 << 20, id == 0 ? pgs : List.of()));
        }
        centers.run();
    }

    /** Newest epoch sent to a peer since the last {@link FakeConnection#take}. */
    static long newestEpoch(FakeConnection peer) {
        return peer.sent(MOSDMap.class).stream()
                .mapToLong(MOSDMap::lastEpoch)
                .max()
                .orElse(0);
    }
}
