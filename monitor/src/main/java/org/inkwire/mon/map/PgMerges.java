// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.PgSlices;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.osdmon.MOSDPGReadyToMerge;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announced merges: each happens once the primary of both PGs says that they have stopped and are clean, and is given up
 * when it says that they cannot, or when the PGs are no longer in the same place. Ceph: {@code
 * OSDMonitor::prepare_pg_ready_to_merge}. Confined to the monitor's center.
 */
public final class PgMerges {
    private static final Logger log = LoggerFactory.getLogger(PgMerges.class);

    /** Where a source and its target are, since when. */
    private record Place(PgId source, UpActing of, UpActing ofTarget, long since) {
        boolean isSame(Place other) {
            return source.equals(other.source) && of.equals(other.of) && ofTarget.equals(other.ofTarget);
        }

        boolean isFit(PgPool pool) {
            return of.equals(ofTarget)
                    && of.acting().equals(of.up())
                    && of.acting().size() == pool.size();
        }
    }

    private final OsdMonitor osds;
    private final Map<Long, Place> places = new TreeMap<>();
    /** By pool, decisions that another change of the pool was in the way of. */
    private final Map<Long, Runnable> postponed = new TreeMap<>();

    public PgMerges(OsdMonitor osds) {
        this.osds = osds;
        osds.onCommit(this::onOsdMap);
    }

    public void addTo(Routes routes) {
        routes.add(MOSDPGReadyToMerge.TYPE, MOSDPGReadyToMerge.class, this::onReady);
    }

    private static boolean isPending(PgPool pool) {
        return pool.pgNumPending() < pool.pgNum();
    }

    private void onOsdMap(OSDMap map) {
        places.keySet().removeIf(id -> {
            PgPool pool = map.pool(id);
            return pool == null || !isPending(pool);
        });
        map.pools().forEach((id, pool) -> {
            if (isPending(pool)) {
                Place now = place(map, id, pool);
                Place before = places.get(id);
                if (before == null || !before.isSame(now)) {
                    places.put(id, now);
                }
                if (!now.isFit(pool)) {
                    giveUp(id, "its PGs are not in one place");
                }
            }
        });
        List<Runnable> now = List.copyOf(postponed.values());
        postponed.clear();
        now.forEach(osds::whenWritable);
    }

    private static Place place(OSDMap map, long id, PgPool pool) {
        PgId source = new PgId(id, pool.pgNum() - 1);
        PgId target = new PgId(id, new PgSlices((int) pool.pgNumPending()).seedOf(source.seed()));
        return new Place(source, map.pgToUpActing(source), map.pgToUpActing(target), map.epoch());
    }

    private void onReady(MonSession session, MOSDPGReadyToMerge m) {
        osds.whenWritable(() -> decide(session, m));
    }

    private void decide(MonSession session, MOSDPGReadyToMerge m) {
        long id = m.source().pool();
        PgPool pool = osds.map().pool(id);
        Place place = places.get(id);
        if (!osds.isUp(session) || pool == null || place == null || !isCurrent(session, m, pool, place)) {
            log.debug("{} about a merge of {} that is not announced", session, m.source());
        } else if (!m.ready()) {
            giveUp(id, session + " cannot merge " + m.source());
        } else if (place.isFit(pool)) {
            long epoch = osds.pending().epoch();
            PgMergeMeta meta = new PgMergeMeta(
                    m.source(), epoch, m.lastEpochStarted(), m.lastEpochClean(), m.sourceVersion(), m.targetVersion());
            if (!change(id, PgNum.merge(pool, meta, epoch), "merges " + m.source())) {
                // The PGs stand still.
                postponed.put(id, () -> decide(session, m));
            }
        }
    }

    private static boolean isCurrent(MonSession session, MOSDPGReadyToMerge m, PgPool pool, Place place) {
        return isPending(pool)
                && place.source().equals(m.source())
                && place.of().actingPrimary() == session.number()
                && m.version() >= place.since();
    }

    private void giveUp(long id, String why) {
        osds.whenWritable(() -> {
            PgPool pool = osds.map().pool(id);
            if (pool != null && isPending(pool)) {
                change(id, PgNum.giveUpMerge(pool, osds.pending().epoch()), "gives up a merge: " + why);
            }
        });
    }

    /** @return false if something else in this epoch changes the pool */
    private boolean change(long id, Consumer<PgPool.Builder> how, String what) {
        PgPool pool = osds.map().pool(id);
        if (pool != null && Objects.equals(pool, osds.pending().pendingPool(id, osds.map()))) {
            log.info("pool {} {}", id, what);
            long epoch = osds.pending().epoch();
            osds.pending().pool(id, pool.with(how.andThen(b -> b.lastChange(epoch))));
            osds.propose(false);
            return true;
        }
        return false;
    }
}
