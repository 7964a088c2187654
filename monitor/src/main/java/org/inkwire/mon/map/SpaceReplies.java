// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.mon.MGetPoolStats;
import org.inkwire.cluster.message.mon.MGetPoolStatsReply;
import org.inkwire.cluster.message.mon.MStatfs;
import org.inkwire.cluster.message.mon.MStatfsReply;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.inkwire.wire.Encoder;

/**
 * Answers {@code rados df} and {@code statfs} from what the OSDs reported. Confined to the monitor's center. Ceph:
 * {@code MgrStatMonitor}.
 */
public final class SpaceReplies {
    /** u64 counters of object_stat_sum_t between the recovered bytes and the flush modes. */
    private static final int COUNTERS_UNTIL_MODES = 14;

    private static final int COUNTERS_AFTER_MODES = 8;

    /** Flush and evict modes, s32 each. */
    private static final int MODES = 4;

    private final OsdMonitor osds;
    private final PgStatsMap stats;

    public SpaceReplies(OsdMonitor osds, PgStatsMap stats) {
        this.osds = osds;
        this.stats = stats;
    }

    public void addTo(Routes routes) {
        routes.add(MStatfs.TYPE, MStatfs.class, this::onStatfs);
        routes.add(MGetPoolStats.TYPE, MGetPoolStats.class, this::onGetPoolStats);
    }

    private void onStatfs(MonSession session, MStatfs m) {
        if (!m.fsid().equals(osds.fsid())) {
            return;
        }
        PgStatsMap.Space space = stats.space(osds.map());
        if (m.pool().isPresent()) {
            long pool = m.pool().getAsLong();
            PgPool settings = osds.map().pool(pool);
            PgStatsMap.Totals totals = stats.totals(pool);
            long used = totals.bytes() / Units.KIB;
            long avail = space.kbAvail() / (settings == null ? 1 : settings.size());
            session.reply(
                    m, new MStatfsReply(osds.fsid(), stats.version(), used + avail, used, avail, totals.objects()));
        } else {
            session.reply(
                    m,
                    new MStatfsReply(
                            osds.fsid(),
                            stats.version(),
                            space.kb(),
                            space.kbUsed(),
                            space.kbAvail(),
                            stats.totals(null).objects()));
        }
    }

    private void onGetPoolStats(MonSession session, MGetPoolStats m) {
        if (!m.fsid().equals(osds.fsid())) {
            return;
        }
        OSDMap map = osds.map();
        Map<String, byte[]> byPool = new TreeMap<>();
        for (String name : m.pools()) {
            long pool = map.poolId(name);
            PgPool settings = map.pool(pool);
            if (settings != null) {
                byPool.put(name, poolStat(stats.totals(pool), stats.ioSums(pool), settings));
            }
        }
        session.reply(m, new MGetPoolStatsReply(map.epoch(), osds.fsid(), byPool, true));
    }

    /** {@code pool_stat_t} v7: the values we count; the rest are zeros. Ceph: {@code src/osd/osd_types.h}, v16.2.15. */
    private static byte[] poolStat(PgStatsMap.Totals totals, PgStat.Io io, PgPool pool) {
        ByteBuf buf = Unpooled.buffer();
        Encoder out = new Encoder(buf);
        out.start(7, 5);
        out.start(2, 2);
        statSum(totals, io, pool, out);
        // Sums by category, unused.
        out.u32(0);
        out.finish();
        out.s64(totals.logSize());
        out.s64(totals.logSize());
        out.s32(totals.pgs() * pool.size());
        out.s32(totals.pgs() * pool.size());
        storeStatfs(totals.bytes() * pool.size(), out);
        out.u32(pool.size());
        out.finish();
        return ByteBufUtil.getBytes(buf);
    }

    private static void statSum(PgStatsMap.Totals totals, PgStat.Io io, PgPool pool, Encoder out) {
        out.start(20, 14);
        out.s64(totals.bytes());
        out.s64(totals.objects());
        // Clones.
        out.s64(0);
        out.s64(totals.objects() * pool.size());
        // Missing on the primary.
        out.s64(0);
        out.s64(totals.degraded());
        // Unfound.
        out.s64(0);
        out.s64(io.reads());
        out.s64(io.readBytes() / Units.KIB);
        out.s64(io.writes());
        out.s64(io.writeBytes() / Units.KIB);
        // Scrub errors.
        out.s64(0);
        out.s64(io.recoveredObjects());
        out.s64(io.recoveredBytes());
        zeros(COUNTERS_UNTIL_MODES, out);
        for (int mode = 0; mode < MODES; mode++) {
            out.s32(0);
        }
        zeros(COUNTERS_AFTER_MODES, out);
        out.finish();
    }

    /** {@code store_statfs_t}: total, available and reserved are unknown per pool. */
    private static void storeStatfs(long allocated, Encoder out) {
        out.start(1, 1);
        zeros(3, out);
        out.s64(allocated);
        // Stored.
        out.s64(allocated);
        zeros(5, out);
        out.finish();
    }

    private static void zeros(int count, Encoder out) {
        for (int i = 0; i < count; i++) {
            out.s64(0);
        }
    }
}
