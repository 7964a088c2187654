// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives a monitor. */
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
}
