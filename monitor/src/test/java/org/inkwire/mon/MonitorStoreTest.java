// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.mon.MConfig;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.mon.MMonGetOSDMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.mon.store.DirMonitorStore;
import org.inkwire.mon.store.MemMonitorStore;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoredState;
import org.inkwire.testkit.msgr.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives a restart of the monitor. */
class MonitorStoreTest {
    @TempDir
    Path dir;

    private MonitorStore store() {
        return new DirMonitorStore(dir, Runnable::run);
    }

    @Test
    void restartedMonitorGoesOnAtItsEpochWithItsPoolsAndConfig() {
        TestMonitor before = TestMonitor.startOn(store());
        before.bringUpOnOneHost(2);
        before.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":4}");
        before.command("{\"prefix\":\"config set\",\"who\":\"osd\",\"name\":\"osd_heartbeat_grace\",\"value\":\"30\"}");
        before.command("{\"prefix\":\"config-key set\",\"key\":\"k\",\"val\":\"v\"}");
        TestMonitor after = TestMonitor.startOn(store());
        assertThat(after.map().epoch()).isEqualTo(before.map().epoch());
        assertThat(after.map().crc()).isEqualTo(before.map().crc());
        assertThat(after.map().poolId("p")).isEqualTo(1);
        assertThat(TestMonitor.text(after.command("{\"prefix\":\"config-key get\",\"key\":\"k\"}")))
                .isEqualTo("v");
        assertThat(TestMonitor.text(
                        after.command("{\"prefix\":\"config get\",\"who\":\"osd.1\",\"key\":\"osd_heartbeat_grace\"}")))
                .isEqualTo("30\n");
        assertThat(TestMonitor.json(after.command("{\"prefix\":\"osd metadata\",\"id\":1}"))
                        .get("hostname")
                        .asText())
                .isEqualTo("vm");
        after.command("{\"prefix\":\"osd set\",\"key\":\"noout\"}");
        assertThat(after.map().epoch()).isEqualTo(before.map().epoch() + 1);
    }

    @Test
    void interruptedWriteLeavesTheOldValue() throws IOException {
        store().write(List.of(MonitorStore.Change.put("k", new byte[] {1})));
        Files.write(dir.resolve("k.new"), new byte[] {2, 2});
        assertThat(store().load().toCompletableFuture().join().get("k")).containsExactly(1);
        assertThat(dir.resolve("k.new")).doesNotExist();
    }

    @Test
    void removedKeyIsGone() {
        store().write(List.of(MonitorStore.Change.put("k", new byte[] {1}), MonitorStore.Change.remove("k")));
        assertThat(store().load().toCompletableFuture().join()).isEmpty();
    }

    @Test
    void storeOfAnotherClusterIsRefused() {
        MonitorStore store = store();
        TestMonitor.startOn(store);
        assertThatThrownBy(() -> StoredState.check(
                        StoredState.monMap(store.load().toCompletableFuture().join()),
                        new java.util.UUID(1, 2),
                        org.inkwire.wire.entity.EntityAddrVec.EMPTY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to cluster");
    }

    // ---- persist, then publish

    /** Writes become durable, or fail, when the test says so. */
    private static final class HeldStore implements MonitorStore {
        private final MemMonitorStore disk = new MemMonitorStore();
        private final Deque<Runnable> held = new ArrayDeque<>();
        private boolean holding;
        private boolean failing;

        @Override
        public CompletionStage<NavigableMap<String, byte[]>> load() {
            return disk.load();
        }

        @Override
        public CompletionStage<Void> write(List<Change> changes) {
            if (!holding) {
                return disk.write(changes);
            }
            CompletableFuture<Void> durable = new CompletableFuture<>();
            held.add(() -> {
                if (failing && !changes.isEmpty()) {
                    durable.completeExceptionally(new UncheckedIOException(new IOException("the disk is broken")));
                } else {
                    disk.write(changes).thenAccept(durable::complete);
                }
            });
            return durable;
        }

        void release(TestMonitor m) {
            while (!held.isEmpty()) {
                held.removeFirst().run();
                m.centers.run();
            }
        }
    }

    private static void send(TestMonitor m, String json) {
        m.client.take();
        m.client.deliver(new MMonCommand(0, TestMonitor.FSID, List.of(json), Unpooled.EMPTY_BUFFER));
        m.centers.run();
    }

    private static void subscribe(TestMonitor m, FakeConnection peer, String what, long start) {
        peer.deliver(new MMonSubscribe(Map.of(what, new MMonSubscribe.Item(start, 0)), "vm"));
        m.centers.run();
    }

    @Test
    void newMonitorServesOnceItsFirstMapsAreStored() {
        HeldStore store = new HeldStore();
        store.holding = true;
        TestMonitor m = TestMonitor.startingOn(store);
        assertThat(m.started).isNotDone();
        store.release(m);
        assertThat(m.started).isCompleted();
    }

    @Test
    void epochIsPublishedAndItsCommandAnsweredOnceItIsStored() {
        HeldStore store = new HeldStore();
        TestMonitor m = TestMonitor.startOn(store);
        subscribe(m, m.osd(0), "osdmap", 2);
        store.holding = true;
        send(m, "{\"prefix\":\"osd set\",\"key\":\"noout\"}");
        m.advance(Duration.ofSeconds(1));
        assertThat(m.osd(0).sent(MOSDMap.class)).isEmpty();
        assertThat(m.client.sent(MMonCommandAck.class)).isEmpty();
        store.release(m);
        assertThat(TestMonitor.newestEpoch(m.osd(0))).isEqualTo(2);
        assertThat(m.client.lastSent(MMonCommandAck.class).result()).isZero();
    }

    @Test
    void whoAsksForMapsMeanwhileGetsThoseThatAreStored() {
        HeldStore store = new HeldStore();
        TestMonitor m = TestMonitor.startOn(store);
        m.command("{\"prefix\":\"osd set\",\"key\":\"noout\"}");
        store.holding = true;
        send(m, "{\"prefix\":\"osd unset\",\"key\":\"noout\"}");
        subscribe(m, m.osd(0), "osdmap", 1);
        subscribe(m, m.osd(1), "osdmap", 0);
        m.osd(2).deliver(new MMonGetOSDMap(0, 1, 9, 1, 9));
        m.centers.run();
        for (int id = 0; id < 3; id++) {
            assertThat(TestMonitor.newestEpoch(m.osd(id))).as("osd.%d", id).isEqualTo(2);
        }
        store.release(m);
        assertThat(TestMonitor.newestEpoch(m.osd(0))).isEqualTo(3);
        assertThat(TestMonitor.newestEpoch(m.osd(1))).isEqualTo(3);
    }

    @Test
    void optionIsToldOnceItIsStored() {
        HeldStore store = new HeldStore();
        TestMonitor m = TestMonitor.startOn(store);
        subscribe(m, m.osd(0), "config", 0);
        m.osd(0).take();
        store.holding = true;
        send(m, "{\"prefix\":\"config set\",\"who\":\"osd\",\"name\":\"osd_heartbeat_grace\",\"value\":\"30\"}");
        subscribe(m, m.osd(1), "config", 0);
        assertThat(m.osd(0).sent(MConfig.class)).isEmpty();
        assertThat(m.osd(1).lastSent(MConfig.class).options()).isEmpty();
        store.release(m);
        assertThat(m.osd(0).lastSent(MConfig.class).options()).containsEntry("osd_heartbeat_grace", "30");
        assertThat(m.osd(1).lastSent(MConfig.class).options()).containsEntry("osd_heartbeat_grace", "30");
    }

    @Test
    void valueIsShownOnceItIsStored() {
        HeldStore store = new HeldStore();
        TestMonitor m = TestMonitor.startOn(store);
        store.holding = true;
        send(m, "{\"prefix\":\"config-key set\",\"key\":\"k\",\"val\":\"v\"}");
        send(m, "{\"prefix\":\"config-key get\",\"key\":\"k\"}");
        assertThat(m.client.sent(MMonCommandAck.class)).isEmpty();
        store.release(m);
        assertThat(TestMonitor.text(m.client.lastSent(MMonCommandAck.class))).isEqualTo("v");
    }

    @Test
    void monitorWhoseStoreFailsAcknowledgesNothingMore() {
        HeldStore store = new HeldStore();
        TestMonitor m = TestMonitor.startOn(store);
        store.holding = true;
        store.failing = true;
        send(m, "{\"prefix\":\"config-key set\",\"key\":\"k\",\"val\":\"v\"}");
        store.release(m);
        assertThat(m.client.sent(MMonCommandAck.class)).isEmpty();
        assertThat(m.monitor.whenStopped()).isCompleted();
        assertThat(m.monitor.failure()).hasRootCauseMessage("the disk is broken");
    }

    @Test
    void restartedMonitorHeedsItsOwnOptions() {
        MonitorStore store = store();
        TestMonitor.startOn(store)
                .command("{\"prefix\":\"config set\",\"who\":\"mon\",\"name\":\"mon_osd_down_out_interval\","
                        + "\"value\":\"7\"}");
        TestMonitor after = TestMonitor.startOn(store);
        assertThat(after.conf.get(Options.MON_OSD_DOWN_OUT_INTERVAL)).isEqualTo(Duration.ofSeconds(7));
    }
}
