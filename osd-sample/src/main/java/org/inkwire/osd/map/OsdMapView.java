// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.msgr.AddrBlocklist;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/** One OSDMap epoch, with the queries that PGs make. Mappings are computed once, on first use. Any thread. */
public final class OsdMapView implements PgMapView {
    private final OSDMap map;
    private final boolean serving;
    private final AddrBlocklist blocklist;
    private final ConcurrentMap<SpgId, PgMapping> mappings = new ConcurrentHashMap<>();

    /** @param ownAddrs this process's public addresses */
    public OsdMapView(OSDMap map, int whoami, EntityAddrVec ownAddrs) {
        this.map = map;
        this.blocklist =
                AddrBlocklist.of(map.blocklist().keySet(), map.rangeBlocklist().keySet());
        this.serving = map.isUp(whoami) && map.clientAddrs(whoami).equals(ownAddrs);
    }

    public OSDMap map() {
        return map;
    }

    @Override
    public int epoch() {
        return (int) map.epoch();
    }

    @Override
    public boolean serving() {
        return serving;
    }

    @Override
    public @Nullable PgMapping mapping(SpgId pgid) {
        PgPool pool = map.pool(pgid.pgid().pool());
        if (pool == null || Integer.compareUnsigned(pgid.pgid().seed(), pool.pgNum()) >= 0) {
            return null;
        }
        return mappings.computeIfAbsent(pgid, id -> compute(id, pool));
    }

    private PgMapping compute(SpgId pgid, PgPool pool) {
        UpActing where = map.pgToUpActing(pgid.pgid());
        List<Integer> acting = withoutHoles(where.acting());
        List<Integer> upFrom = new ArrayList<>();
        acting.forEach(osd -> upFrom.add(upFrom(osd)));
        return new PgMapping(
                withoutHoles(where.up()),
                where.upPrimary(),
                acting,
                where.actingPrimary(),
                upFrom,
                pool.size(),
                pool.minSize(),
                pool.slices().bits(pgid.pgid().seed()),
                pool.isPendingMerge(pgid.pgid().seed()));
    }

    @Override
    public @Nullable SpgId holder(SpgId pgid) {
        PgPool pool = map.pool(pgid.pgid().pool());
        return pool == null ? null : new SpgId(pool.rawPgToPg(pgid.pgid()), pgid.shard());
    }

    @Override
    public PgMergeMeta lastMerge(SpgId pgid) {
        PgPool pool = map.pool(pgid.pgid().pool());
        return pool == null ? PgMergeMeta.NONE : pool.lastPgMerge();
    }

    private static List<Integer> withoutHoles(List<Integer> osds) {
        return osds.stream().filter(osd -> osd != CrushMap.ITEM_NONE).toList();
    }

    @Override
    public boolean isUp(int osd) {
        return map.isUp(osd);
    }

    @Override
    public int upFrom(int osd) {
        return isKnown(osd) ? (int) map.upFrom(osd) : 0;
    }

    @Override
    public int upThru(int osd) {
        return isKnown(osd) ? (int) map.upThru(osd) : 0;
    }

    @Override
    public int lostAt(int osd) {
        return isKnown(osd) ? (int) map.osdInfo(osd).lostAt() : 0;
    }

    @Override
    public boolean isDead(int osd, int upFrom) {
        return upFrom(osd) > upFrom
                || isKnown(osd) && !map.isUp(osd) && map.osdXInfo(osd).deadEpoch() >= Math.max(upFrom, 1);
    }

    /** Whether the incarnation that came up in an epoch has gone down since. */
    public boolean wentDown(int osd, long upFrom) {
        return isKnown(osd) && !map.isUp(osd) && map.osdInfo(osd).downAt() > upFrom;
    }

    /** A sender may be newer than our map, or claim any id. */
    private boolean isKnown(int osd) {
        return osd >= 0 && osd < map.maxOsd();
    }

    /** Addresses that must not be served. */
    public AddrBlocklist blocklist() {
        return blocklist;
    }

    /** An entry names one address of any type, everything at an IP, or a network. */
    @Override
    public boolean isBlocklisted(EntityAddrVec addrs) {
        return blocklist.contains(addrs);
    }

    @Override
    public Fullness fullness(SpgId pgid) {
        PgPool pool = map.pool(pgid.pgid().pool());
        if (pool != null && pool.hasFlag(PgPool.FLAG_FULL_QUOTA)) {
            return Fullness.FULL_QUOTA;
        }
        boolean full = pool != null && pool.hasFlag(PgPool.FLAG_FULL) || map.hasFlag(OSDMapFlags.FULL);
        return full ? Fullness.FULL : Fullness.HAS_SPACE;
    }

    @Override
    public boolean recoveryPaused() {
        return map.hasFlag(OSDMapFlags.NORECOVER);
    }

    @Override
    public boolean backfillPaused() {
        return map.hasFlag(OSDMapFlags.NOBACKFILL);
    }

    @Override
    public boolean rebalancePaused() {
        return map.hasFlag(OSDMapFlags.NOREBALANCE);
    }
}
