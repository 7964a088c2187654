// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.mon.MGetPoolStats;
import org.inkwire.cluster.message.mon.MGetPoolStatsReply;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.mon.MPoolOp;
import org.inkwire.cluster.message.mon.MPoolOpReply;
import org.inkwire.cluster.message.mon.MStatfs;
import org.inkwire.cluster.message.mon.MStatfsReply;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.junit.jupiter.api.Test;

/** Pool operations by message, as {@code rados mkpool} and snapshots send them. */
class PoolOpTest {
    private static MPoolOpReply op(TestMonitor m, long pool, int op, String name, long snap) {
        m.client.take();
        MPoolOp message = new MPoolOp(m.map().epoch(), TestMonitor.FSID, pool, op, snap, name, MPoolOp.NO_RULE);
        message.tid(42);
        m.client.deliver(message);
        m.centers.run();
        MPoolOpReply reply = m.client.lastSent(MPoolOpReply.class);
        assertThat(reply.tid()).isEqualTo(42);
        return reply;
    }

    private static TestMonitor withPool() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        op(m, 0, MPoolOp.CREATE, "p", 0);
        return m;
    }

    @Test
    void createdPoolIsInTheEpochTheReplyNames() {
        TestMonitor m = TestMonitor.start();
        MPoolOpReply reply = op(m, 0, MPoolOp.CREATE, "p", 0);
        assertThat(reply.replyCode()).isZero();
        assertThat(reply.epoch()).isEqualTo(m.map().epoch());
        PgPool pool = m.map().pool(1);
        assertThat(pool.size()).isEqualTo(3);
        assertThat(pool.minSize()).isEqualTo(2);
        assertThat(pool.pgNum()).isEqualTo(32);
        assertThat(pool.lastChange()).isEqualTo(reply.epoch());
    }

    @Test
    void existingNameIsEexistAndMissingPoolIsDeletedAlready() {
        TestMonitor m = withPool();
        assertThat(op(m, 0, MPoolOp.CREATE, "p", 0).replyCode()).isEqualTo(-17);
        assertThat(op(m, 9, MPoolOp.DELETE, "delete", 0).replyCode()).isZero();
        assertThat(op(m, 1, MPoolOp.DELETE, "delete", 0).replyCode()).isZero();
        assertThat(m.map().pools()).isEmpty();
        assertThat(op(m, 1, MPoolOp.CREATE_SNAP, "s", 0).replyCode()).isEqualTo(-2);
    }

    @Test
    void poolIdsAreNeverGivenTwice() {
        TestMonitor m = withPool();
        op(m, 1, MPoolOp.DELETE, "delete", 0);
        op(m, 0, MPoolOp.CREATE, "p", 0);
        assertThat(m.map().pools()).containsOnlyKeys(2L);
    }

    @Test
    void deletingNeedsTheOption() {
        TestMonitor m = TestMonitor.start("mon_allow_pool_delete", "false");
        op(m, 0, MPoolOp.CREATE, "p", 0);
        assertThat(op(m, 1, MPoolOp.DELETE, "delete", 0).replyCode()).isEqualTo(-1);
        assertThat(m.map().pools()).containsOnlyKeys(1L);
    }

    @Test
    void snapshotsAreRefusedAndLeaveNoTrace() {
        TestMonitor m = withPool();
        long epoch = m.map().epoch();
        for (int op : new int[] {
            MPoolOp.CREATE_SNAP, MPoolOp.DELETE_SNAP, MPoolOp.CREATE_UNMANAGED_SNAP, MPoolOp.DELETE_UNMANAGED_SNAP
        }) {
            assertThat(op(m, 1, op, "s1", 1).replyCode()).isEqualTo(-95);
            assertThat(op(m, 9, op, "s1", 1).replyCode()).isEqualTo(-2);
        }
        for (String command : new String[] {"mksnap", "rmsnap"}) {
            MMonCommandAck ack = m.command("{\"prefix\":\"osd pool " + command + "\",\"pool\":\"p\",\"snap\":\"s\"}");
            assertThat(ack.result()).isEqualTo(-95);
            assertThat(ack.status()).isEqualTo("snapshots are not supported by this cluster");
        }
        assertThat(m.map().epoch()).isEqualTo(epoch);
        assertThat(m.map().pool(1).snaps()).isEmpty();
        assertThat(m.map().removedSnapsQueue()).isEmpty();
    }

    @Test
    void aPoolWithARuleThatDoesNotExistIsRefused() {
        TestMonitor m = TestMonitor.start();
        MPoolOp message = new MPoolOp(m.map().epoch(), TestMonitor.FSID, 0, MPoolOp.CREATE, 0, "p", 77);
        m.client.deliver(message);
        m.centers.run();
        assertThat(m.client.lastSent(MPoolOpReply.class).replyCode()).isEqualTo(-2);
        assertThat(m.map().pools()).isEmpty();
    }

    @Test
    void spaceAndPoolStatisticsComeFromTheOsdsReports() {
        TestMonitor m = withPool();
        m.osd(0)
                .deliver(new MOSDPGStatsReport(
                        TestMonitor.FSID,
                        0,
                        (int) m.map().epoch(),
                        1000,
                        100,
                        900,
                        List.of(new PgStat(
                                new PgId(1, 0),
                                "active+clean",
                                (int) m.map().epoch(),
                                new EVersion(5, 9),
                                List.of(0, 1, 2),
                                List.of(0, 1, 2),
                                PgStat.Counts.clean(7, 4096, 5)))));
        m.client.deliver(new MStatfs(0, TestMonitor.FSID, java.util.OptionalLong.empty()));
        m.client.deliver(new MGetPoolStats(0, TestMonitor.FSID, List.of("p", "missing")));
        m.centers.run();
        MStatfsReply space = m.client.lastSent(MStatfsReply.class);
        assertThat(List.of(space.kb(), space.kbUsed(), space.kbAvail(), space.numObjects()))
                .containsExactly(1000L, 100L, 900L, 7L);
        MGetPoolStatsReply stats = m.client.lastSent(MGetPoolStatsReply.class);
        assertThat(stats.poolStats()).containsOnlyKeys("p");
    }

    @Test
    void poolOverItsQuotaIsFullUntilItIsNot() {
        TestMonitor m = withPool();
        m.command("{\"prefix\":\"osd pool set-quota\",\"pool\":\"p\",\"field\":\"max_objects\",\"val\":\"5\"}");
        m.osd(0)
                .deliver(new MOSDPGStatsReport(
                        TestMonitor.FSID,
                        0,
                        (int) m.map().epoch(),
                        1000,
                        100,
                        900,
                        List.of(new PgStat(
                                new PgId(1, 0),
                                "active+clean",
                                (int) m.map().epoch(),
                                new EVersion(5, 9),
                                List.of(0),
                                List.of(0),
                                PgStat.Counts.clean(7, 4096, 5)))));
        m.advance(java.time.Duration.ofSeconds(6));
        assertThat(m.map().pool(1).hasFlag(PgPool.FLAG_FULL_QUOTA)).isTrue();
        m.command("{\"prefix\":\"osd pool set-quota\",\"pool\":\"p\",\"field\":\"max_objects\",\"val\":\"0\"}");
        m.advance(java.time.Duration.ofSeconds(6));
        assertThat(m.map().pool(1).hasFlag(PgPool.FLAG_FULL)).isFalse();
    }
}
