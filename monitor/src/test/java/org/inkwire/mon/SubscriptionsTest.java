// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.common.MPing;
import org.inkwire.cluster.message.mon.LogEntry;
import org.inkwire.cluster.message.mon.MConfig;
import org.inkwire.cluster.message.mon.MLog;
import org.inkwire.cluster.message.mon.MMgrCommand;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.mon.MMonGetMap;
import org.inkwire.cluster.message.mon.MMonGetOSDMap;
import org.inkwire.cluster.message.mon.MMonGetVersion;
import org.inkwire.cluster.message.mon.MMonGetVersionReply;
import org.inkwire.cluster.message.mon.MMonMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.mon.store.MemMonitorStore;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.junit.jupiter.api.Test;

/** Which maps each subscriber gets (protocol: mon section 5). */
class SubscriptionsTest {
    private static final int ONETIME = MMonSubscribe.Item.ONETIME;

    private static void subscribe(TestMonitor m, FakeConnection peer, String what, long start, int flags) {
        peer.deliver(new MMonSubscribe(Map.of(what, new MMonSubscribe.Item(start, flags)), "vm"));
        m.centers.run();
    }

    private static void change(TestMonitor m) {
        boolean set = (m.map().flags() & 0x80) == 0;
        m.command("{\"prefix\":\"osd " + (set ? "set" : "unset") + "\",\"key\":\"noout\"}");
    }

    @Test
    void bootstrapClientGetsMonMapConfigMonMap() {
        TestMonitor m = TestMonitor.start();
        m.client.deliver(new MMonGetMap());
        m.client.deliver(new MMonSubscribe(
                new TreeMap<>(Map.of("config", new MMonSubscribe.Item(0, 0), "monmap", new MMonSubscribe.Item(0, 0))),
                "vm"));
        m.centers.run();
        assertThat(m.client.take())
                .extracting(Object::getClass)
                .containsExactly(MMonMap.class, MConfig.class, MMonMap.class);
    }

    @Test
    void startZeroGetsTheNewestMapWholeAndOnetimeEndsWithIt() {
        TestMonitor m = TestMonitor.start();
        change(m);
        m.client.take();
        subscribe(m, m.client, "osdmap", 0, ONETIME);
        MOSDMap maps = m.client.lastSent(MOSDMap.class);
        assertThat(maps.fullMaps()).containsOnlyKeys(m.map().epoch());
        assertThat(maps.incrementals()).isEmpty();
        change(m);
        assertThat(m.client.sent(MOSDMap.class)).isEmpty();
    }

    @Test
    void subscriberWithABaseGetsIncrementalsThatLeadToTheSameMap() {
        TestMonitor m = TestMonitor.start();
        OSDMap base = m.map();
        change(m);
        change(m);
        m.client.take();
        subscribe(m, m.client, "osdmap", base.epoch() + 1, 0);
        MOSDMap maps = m.client.lastSent(MOSDMap.class);
        assertThat(maps.fullMaps()).isEmpty();
        OSDMap built = base;
        for (byte[] inc : maps.incrementals().values()) {
            built = built.apply(OSDMapIncremental.decode(inc));
        }
        assertThat(built.crc()).isEqualTo(m.map().crc());
        assertThat(built.epoch()).isEqualTo(m.map().epoch());
    }

    @Test
    void standingSubscriptionGetsEachNewEpochOnce() {
        TestMonitor m = TestMonitor.start();
        FakeConnection peer = m.osd(7);
        subscribe(m, peer, "osdmap", m.map().epoch() + 1, 0);
        assertThat(peer.sent(MOSDMap.class)).isEmpty();
        change(m);
        change(m);
        assertThat(peer.sent(MOSDMap.class)).extracting(MOSDMap::lastEpoch).containsExactly(2L, 3L);
    }

    @Test
    void manyEpochsComeInSeveralMessagesAndTheFirstOneBringsAWholeMap() {
        TestMonitor m = TestMonitor.start();
        for (int i = 0; i < 100; i++) {
            change(m);
        }
        FakeConnection peer = m.osd(7);
        subscribe(m, peer, "osdmap", 1, 0);
        List<MOSDMap> all = peer.sent(MOSDMap.class);
        assertThat(all).hasSize(3);
        assertThat(all.get(0).firstEpoch()).isEqualTo(1);
        assertThat(all.get(2).lastEpoch()).isEqualTo(101);
        assertThat(OSDMapIncremental.decode(all.get(0).incrementals().get(1L)).hasFullMap())
                .isTrue();
    }

    @Test
    void historyIsBoundedAndWhoIsTooFarBehindStartsOverFromAWholeMap() {
        TestMonitor m = TestMonitor.start("mon_min_osdmap_epochs", "10");
        for (int i = 0; i < 30; i++) {
            change(m);
        }
        m.client.deliver(new MMonGetVersion(1, "osdmap"));
        m.centers.run();
        assertThat(m.client.lastSent(MMonGetVersionReply.class).oldestVersion()).isEqualTo(22);
        FakeConnection peer = m.osd(7);
        subscribe(m, peer, "osdmap", 5, 0);
        MOSDMap maps = peer.lastSent(MOSDMap.class);
        assertThat(maps.fullMaps()).containsOnlyKeys(22L);
        assertThat(maps.incrementals().keySet()).first().isEqualTo(23L);
        assertThat(maps.oldest()).isEqualTo(22);
        assertThat(maps.newest()).isEqualTo(31);
    }

    @Test
    void managerMapNamesTheManagerAndItsAddress() {
        TestMonitor m = TestMonitor.start();
        subscribe(m, m.client, "mgrmap", 0, 0);
        MMgrMap.Active active = m.client.lastSent(MMgrMap.class).active();
        assertThat(active.available()).isTrue();
        assertThat(active.activeName()).isEqualTo("a");
        assertThat(active.activeAddrs()).isEqualTo(m.mgrMessenger.addrs());
        assertThat(m.mgrMessenger.entityName()).isEqualTo(EntityName.of(EntityType.MGR, active.activeGid()));
    }

    @Test
    void aFailedManagerBeginsANewLifeOfWhichSubscribersHear() {
        TestMonitor m = TestMonitor.start();
        subscribe(m, m.client, "mgrmap", 0, 0);
        MMgrMap.Active before = m.client.lastSent(MMgrMap.class).active();
        FakeConnection peer = m.mgrMessenger.accept(
                EntityName.of(EntityType.CLIENT, 4100), EntityAddrVec.parse("127.0.0.1:0/77"), 4100);
        peer.deliver(new MMgrCommand(TestMonitor.FSID, List.of("{\"prefix\":\"pg stat\"}"), Unpooled.EMPTY_BUFFER));
        m.centers.run();
        m.client.take();
        MMonCommand fail = new MMonCommand(
                0, TestMonitor.FSID, List.of("{\"prefix\":\"mgr fail\",\"who\":\"a\"}"), Unpooled.EMPTY_BUFFER);
        m.client.deliver(fail);
        m.centers.run();
        assertThat(m.client.lastSent(MMonCommandAck.class).result()).isZero();
        MMgrMap.Active after = m.client.lastSent(MMgrMap.class).active();
        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
        assertThat(after.activeGid()).isNotEqualTo(before.activeGid());
        assertThat(after.available()).isTrue();
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void aRestartedMonitorsManagerMapIsNewer() {
        MemMonitorStore store = new MemMonitorStore();
        TestMonitor first = TestMonitor.startOn(store);
        subscribe(first, first.client, "mgrmap", 0, 0);
        long epoch = first.client.lastSent(MMgrMap.class).active().epoch();
        first.monitor.stop();
        first.centers.run();
        TestMonitor second = TestMonitor.startOn(store);
        // What a client that has the old map asks for.
        subscribe(second, second.client, "mgrmap", epoch + 1, 0);
        assertThat(second.client.lastSent(MMgrMap.class).active().epoch()).isEqualTo(epoch + 1);
        second.client.deliver(new MMonGetVersion(1, "mgrmap"));
        second.centers.run();
        assertThat(second.client.lastSent(MMonGetVersionReply.class).version()).isEqualTo(epoch + 1);
    }

    @Test
    void subscriptionToWhatDoesNotExistIsSilent() {
        TestMonitor m = TestMonitor.start();
        subscribe(m, m.client, "fsmap", 0, 0);
        assertThat(m.client.take()).isEmpty();
    }

    @Test
    void versionsAreToldWithTheHandle() {
        TestMonitor m = TestMonitor.start();
        change(m);
        m.client.take();
        m.client.deliver(new MMonGetVersion(99, "osdmap"));
        m.centers.run();
        MMonGetVersionReply reply = m.client.lastSent(MMonGetVersionReply.class);
        assertThat(List.of(reply.handle(), reply.version(), reply.oldestVersion()))
                .containsExactly(99L, 2L, 1L);
    }

    @Test
    void askedForRangesOfMapsComeAsAsked() {
        TestMonitor m = TestMonitor.start();
        change(m);
        change(m);
        m.client.take();
        m.client.deliver(new MMonGetOSDMap(0, 2, 3, 1, 1));
        m.centers.run();
        MOSDMap maps = m.client.lastSent(MOSDMap.class);
        assertThat(maps.fullMaps()).containsOnlyKeys(2L, 3L);
        assertThat(maps.incrementals()).containsOnlyKeys(1L);
    }

    @Test
    void configChangesReachThoseTheyApplyTo() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(2);
        subscribe(m, m.osd(0), "config", 0, 0);
        subscribe(m, m.osd(1), "config", 0, 0);
        m.command("{\"prefix\":\"config set\",\"who\":\"osd\",\"name\":\"osd_heartbeat_grace\",\"value\":\"30\"}");
        m.command("{\"prefix\":\"config set\",\"who\":\"osd.1\",\"name\":\"osd_heartbeat_grace\",\"value\":\"40\"}");
        assertThat(m.osd(0).lastSent(MConfig.class).options()).containsExactly(Map.entry("osd_heartbeat_grace", "30"));
        assertThat(m.osd(1).lastSent(MConfig.class).options()).containsExactly(Map.entry("osd_heartbeat_grace", "40"));
    }

    @Test
    void closedSessionIsForgotten() {
        TestMonitor m = TestMonitor.start();
        FakeConnection peer = m.osd(7);
        subscribe(m, peer, "osdmap", 2, 0);
        assertThat(m.monitor.sessions()).hasSize(1);
        peer.reset();
        m.centers.run();
        assertThat(m.monitor.sessions()).isEmpty();
    }

    @Test
    void requiredFeaturesGrowWithTheMapAsRecorded() {
        TestMonitor m = TestMonitor.start();
        assertThat(m.messenger.policyFor(EntityType.OSD).featuresRequired()).isEqualTo(0x2E01020002044000L | bit(25));
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":4}");
        assertThat(m.messenger.policyFor(EntityType.CLIENT).featuresRequired()).isEqualTo(0x0C01020042040000L);
        assertThat(Feature.PACIFIC_SUPPORTED
                        & m.messenger.policyFor(EntityType.OSD).featuresRequired())
                .isEqualTo(m.messenger.policyFor(EntityType.OSD).featuresRequired());
    }

    private static long bit(int n) {
        return 1L << n;
    }

    @Test
    void monMapNamesThisMonitor() {
        TestMonitor m = TestMonitor.start();
        m.client.deliver(new MMonGetMap());
        m.centers.run();
        MonMap map = MonMap.decode(m.client.lastSent(MMonMap.class).monmap());
        assertThat(map.fsid()).isEqualTo(TestMonitor.FSID);
        assertThat(map.ranks()).containsExactly("a");
        assertThat(map.epoch()).isEqualTo(1);
    }

    @Test
    void aLogWatcherGetsTheNewestLineFirstThenEveryNewOneOfItsLevelOnce() {
        TestMonitor m = TestMonitor.start();
        m.command("{\"prefix\":\"log\",\"logtext\":[\"before\"]}");
        FakeConnection watcher = m.osd(0);
        FakeConnection warnings = m.osd(1);
        subscribe(m, watcher, "log-info", 0, 0);
        subscribe(m, warnings, "log-warn", 0, 0);
        MLog first = watcher.lastSent(MLog.class);
        assertThat(first.entries()).extracting(LogEntry::message).containsExactly("before");
        watcher.take();
        m.command("{\"prefix\":\"log\",\"logtext\":[\"after\",\"it\"]}");
        MLog second = watcher.lastSent(MLog.class);
        assertThat(second.entries()).extracting(LogEntry::message).containsExactly("after it");
        assertThat(second.version()).isGreaterThan(first.version());
        assertThat(watcher.sent(MLog.class)).hasSize(1);
        assertThat(warnings.sent(MLog.class)).isEmpty();
    }

    @Test
    void linesFromOsdsReachWatchers() {
        TestMonitor m = TestMonitor.start();
        subscribe(m, m.client, "log-warn", 0, 0);
        AuthEntityName name = AuthEntityName.parse("osd.0");
        LogEntry slow = new LogEntry(
                name, EntityName.osd(0), m.osd(0).peerAddrs(), UTime.of(m.now()), 7, 3, "slow requests", "cluster");
        m.osd(0).deliver(new MLog(0, TestMonitor.FSID, List.of(slow)));
        m.centers.run();
        assertThat(m.client.lastSent(MLog.class).entries()).containsExactly(slow);
    }

    @Test
    void aPingIsAnsweredWithHealthAndState() {
        TestMonitor m = TestMonitor.start();
        m.client.deliver(new MPing());
        m.centers.run();
        JsonNode pong = TestMonitor.json(m.client.lastSent(MPing.class).state());
        assertThat(pong.at("/health/status").asText()).startsWith("HEALTH_");
        assertThat(pong.at("/mon_status/name").asText()).isEqualTo("a");
        assertThat(pong.at("/mon_status/monmap/fsid").asText()).isEqualTo(TestMonitor.FSID.toString());
    }
}
