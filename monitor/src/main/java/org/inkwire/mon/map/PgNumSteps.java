// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.PgSlices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the number of PGs and of placements of each pool to their targets, a step at a time. PGs are split at once; they
 * are merged one by one, and only while source and target are clean and in the same place, for which {@code pgp_num} is
 * lowered first. {@code pgp_num} changes by so much that no more than {@code target_max_misplaced_ratio} of the pool
 * moves at a time. In Ceph the manager does this: {@code DaemonServer::adjust_pgs}. Confined to the monitor's center.
 */
public final class PgNumSteps {
    private static final Logger log = LoggerFactory.getLogger(PgNumSteps.class);

    /** Most PGs that come into being at once ({@code mon_osd_max_creating_pgs}). */
    private static final int CREATING_MAX = 1024;

    private static final String CLEAN = "active+clean";

    private final OsdMonitor osds;
    private final PgStatsMap pgStats;
    private final CephConf conf;

    public PgNumSteps(OsdMonitor osds, PgStatsMap pgStats, CephConf conf) {
        this.osds = osds;
        this.pgStats = pgStats;
        this.conf = conf;
        osds.onCommit(map -> check());
        pgStats.onReport(this::check);
    }

    private static boolean isDone(PgPool pool) {
        return pool.pgNum() == pool.pgNumTarget() && pool.pgpNum() == wantedPgpNum(pool);
    }

    /** PGs that are to be merged must be in the same place before, and stay there while a merge is announced. */
    private static int wantedPgpNum(PgPool pool) {
        long most = Math.min(pool.pgNum(), pool.pgNumPending());
        return (int) Math.min(Math.min(pool.pgpNumTarget(), pool.pgNumTarget()), most);
    }

    private void check() {
        boolean done = osds.map().pools().values().stream().allMatch(PgNumSteps::isDone);
        if (!done) {
            osds.whenWritable(this::takeSteps);
        }
    }

    private void takeSteps() {
        OSDMap map = osds.map();
        Map<PgId, PgRow> rows = new TreeMap<>();
        PgRow.all(map, pgStats).forEach(row -> rows.put(row.pgid(), row));
        map.pools().forEach((id, pool) -> {
            if (isDone(pool) || pool.hasFlag(PgPool.FLAG_CREATING) || pool.hasFlag(PgPool.FLAG_NOPGCHANGE)) {
                return;
            }
            Consumer<PgPool.Builder> step =
                    stepIfPossible(id, pool, rows, osds.pending().epoch());
            // Not on top of a change that is not committed yet: the next commit calls again.
            if (step != null && Objects.equals(pool, osds.pending().pendingPool(id, map))) {
                osds.pending()
                        .pool(
                                id,
                                pool.with(step.andThen(
                                        b -> b.lastChange(osds.pending().epoch()))));
                osds.propose(false);
            }
        });
    }

    private @Nullable Consumer<PgPool.Builder> stepIfPossible(long id, PgPool pool, Map<PgId, PgRow> rows, long epoch) {
        try {
            return step(id, pool, rows, epoch);
        } catch (RefusedException e) {
            // The pool keeps the PGs it has; the monitor and other pools have nothing to do with it.
            log.error("pool {}: no step from {}: {}", id, pool, e.getMessage());
            return null;
        }
    }

    private @Nullable Consumer<PgPool.Builder> step(long id, PgPool pool, Map<PgId, PgRow> rows, long epoch) {
        int active = 0;
        int clean = 0;
        for (int seed = 0; seed < pool.pgNum(); seed++) {
            PgRow row = rows.get(new PgId(id, seed));
            active += row != null && row.state().startsWith("active") ? 1 : 0;
            clean += row != null && row.state().equals(CLEAN) ? 1 : 0;
        }
        if (pool.pgNumTarget() > pool.pgNum()) {
            if (active < pool.pgNum() && pool.pgNumPending() == pool.pgNum()) {
                return null;
            }
            long n = Math.min(pool.pgNumTarget(), pool.pgNum() + CREATING_MAX);
            log.info("pool {} pg_num {} -> {}", id, pool.pgNum(), n);
            return PgNum.actual(pool, n, epoch);
        }
        boolean pending = pool.pgNumPending() < pool.pgNum();
        int wanted = wantedPgpNum(pool);
        if (pool.pgpNum() != wanted && !pending) {
            return active < pool.pgNum() ? null : movePgpNum(id, pool, wanted, clean);
        }
        if (pool.pgNumTarget() < pool.pgNum() && !pending && canMerge(id, pool, rows)) {
            log.info("pool {} pg_num_pending {}", id, pool.pgNum() - 1);
            return PgNum.actual(pool, pool.pgNum() - 1L, epoch);
        }
        return null;
    }

    private @Nullable Consumer<PgPool.Builder> movePgpNum(long id, PgPool pool, int wanted, int clean) {
        double most = conf.get(Options.TARGET_MAX_MISPLACED_RATIO);
        double misplaced = (double) (pool.pgNum() - clean) / pool.pgNum();
        if (misplaced >= most) {
            return null;
        }
        int step = (int) Math.max(1, pool.pgNum() * (most - misplaced));
        int next = Math.max(pool.pgpNum() - step, Math.min(pool.pgpNum() + step, wanted));
        log.info("pool {} pgp_num {} -> {}, on the way to {}", id, pool.pgpNum(), next, wanted);
        return PgNum.placement(pool, next);
    }

    private static boolean canMerge(long id, PgPool pool, Map<PgId, PgRow> rows) {
        int last = pool.pgNum() - 1;
        PgRow source = rows.get(new PgId(id, last));
        PgRow target = rows.get(new PgId(id, new PgSlices(last).seedOf(last)));
        return source != null
                && target != null
                && source.state().equals(CLEAN)
                && target.state().equals(CLEAN)
                && source.where().equals(target.where())
                && source.where().up().equals(source.where().acting())
                && source.where().acting().size() == pool.size();
    }
}
