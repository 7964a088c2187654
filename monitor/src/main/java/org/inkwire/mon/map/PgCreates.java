// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.osdmon.MOSDPGCreate2;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.MonSession.Subscription;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Subscriptions;
import org.inkwire.wire.entity.EntityType;

/**
 * Tells OSDs which PGs of new pools to create, and processes their reports. A pool is new while its {@code creating}
 * flag is set; the flag is cleared once every PG has been reported. Ceph: {@code creating_pgs_t}. Confined to the
 * monitor's center.
 */
public final class PgCreates {
    private final OsdMonitor osds;
    private final PgStatsMap pgStats;

    /** Epoch in which each pool was created. */
    private final Map<Long, Long> createdIn = new TreeMap<>();

    public PgCreates(OsdMonitor osds, PgStatsMap pgStats) {
        this.osds = osds;
        this.pgStats = pgStats;
        osds.onCommit(this::onOsdMap);
    }

    public void addTo(Routes routes, Subscriptions subscriptions) {
        routes.add(MOSDPGStatsReport.TYPE, MOSDPGStatsReport.class, this::onStats);
        subscriptions.publish(Subscriptions.OSD_PG_CREATES, this::send);
    }

    private void onOsdMap(OSDMap map) {
        createdIn.keySet().retainAll(map.pools().keySet());
        map.pools().forEach((id, pool) -> {
            if (pool.hasFlag(PgPool.FLAG_CREATING)) {
                createdIn.putIfAbsent(id, pool.lastChange());
            }
        });
    }

    private void send(MonSession session, Subscription sub) {
        OSDMap map = osds.map();
        if (session.peerType() != EntityType.OSD || sub.next() > map.epoch()) {
            return;
        }
        Map<SpgId, MOSDPGCreate2.Created> pgs = new TreeMap<>();
        map.pools().forEach((id, pool) -> {
            if (pool.hasFlag(PgPool.FLAG_CREATING)) {
                for (int seed = 0; seed < pool.pgNum(); seed++) {
                    PgId pgid = new PgId(id, seed);
                    if (map.pgToUpActing(pgid).actingPrimary() == session.number() && pgStats.stat(pgid) == null) {
                        pgs.put(
                                SpgId.of(pgid),
                                new MOSDPGCreate2.Created(
                                        createdIn.getOrDefault(id, pool.lastChange()), pool.createTime()));
                    }
                }
            }
        });
        if (!pgs.isEmpty()) {
            session.send(new MOSDPGCreate2(map.epoch(), pgs, Map.of()));
        }
        session.subscriptions().put(Subscriptions.OSD_PG_CREATES, new Subscription(map.epoch() + 1, false));
    }

    private void onStats(MonSession session, MOSDPGStatsReport m) {
        if (m.fsid().equals(osds.fsid()) && osds.map().isUp(m.osd())) {
            pgStats.apply(m);
            finish();
        }
    }

    /** Clears the flag of pools whose PGs have all been reported active. */
    private void finish() {
        OSDMap map = osds.map();
        map.pools().forEach((id, pool) -> {
            if (pool.hasFlag(PgPool.FLAG_CREATING) && isReported(id, pool)) {
                osds.whenWritable(() -> {
                    PgPool now = osds.pending().pendingPool(id, osds.map());
                    if (now != null && now.hasFlag(PgPool.FLAG_CREATING)) {
                        osds.pending().pool(id, now.with(b -> b.clearFlag(PgPool.FLAG_CREATING)));
                        osds.propose(false);
                    }
                });
            }
        });
    }

    private boolean isReported(long id, PgPool pool) {
        for (int seed = 0; seed < pool.pgNum(); seed++) {
            PgStat stat = pgStats.stat(new PgId(id, seed));
            if (stat == null || !stat.state().contains("active")) {
                return false;
            }
        }
        return true;
    }
}
