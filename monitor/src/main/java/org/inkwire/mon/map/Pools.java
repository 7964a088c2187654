// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.crush.CrushRule;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.wire.UTime;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and removes pools, by command and by {@code MPoolOp}. Ceph: {@code
 * OSDMonitor::prepare_new_pool}. Confined to the monitor's center; all changes go to the pending incremental and become
 * visible after the commit.
 */
public final class Pools {
    /** Minimum OSD count in the PG limit: a smaller cluster may have as many PGs as one of this size. */
    private static final int MIN_OSDS_COUNTED = 3;

    /** What a pool's size is encoded in holds no more. */
    private static final int LARGEST_SIZE = 255;

    private final OsdMonitor osds;
    private final CephConf conf;
    private final InstantSource wallClock;

    public Pools(OsdMonitor osds, CephConf conf, InstantSource wallClock) {
        this.osds = osds;
        this.conf = conf;
        this.wallClock = wallClock;
    }

    /**
     * Properties of a new pool; absent: the cluster's default.
     *
     * @param rule name; empty for the default rule
     */
    public record Request(
            String name,
            OptionalLong pgNum,
            OptionalLong pgpNum,
            OptionalLong size,
            String rule,
            int ruleId,
            long expectedNumObjects,
            @Nullable Integer autoscaleMode) {}

    private OSDMap map() {
        return osds.map();
    }

    // ---- create

    /**
     * Puts a new pool into the change.
     *
     * @return its id
     * @throws RefusedException EINVAL, ERANGE, ENOENT; the pool must not exist
     */
    public long create(Request r) {
        OSDMap map = map();
        if (r.name().isEmpty()) {
            throw RefusedException.bare(Errno.EINVAL);
        }
        int pgNum = checkedPgNum(r.pgNum().orElse(0));
        int pgpNum = checkedPgpNum(r.pgpNum().orElse(0), pgNum);
        int rule = rule(r);
        int size = checkedSize(r.size().orElse(0), rule);
        checkPgsPerOsd(-1, pgNum, size);
        int minSize = conf.getInt(Options.OSD_POOL_DEFAULT_MIN_SIZE);
        if (minSize <= 0 || minSize > size) {
            minSize = size - size / 2;
        }
        OSDMapIncremental.Builder changes = osds.pending();
        long id = changes.pendingPoolMax(map) + 1;
        int pgp = pgpNum;
        PgPool.Builder pool =
                PgPool.newPool(PgPool.TYPE_REPLICATED, size, minSize, rule, pgNum, UTime.of(wallClock.instant()));
        pool.pgpNum(pgp).pgpNumTarget(pgp).lastChange(changes.epoch()).expectedNumObjects(r.expectedNumObjects());
        if (!conf.get(Options.OSD_POOL_DEFAULT_FLAG_HASHPSPOOL)) {
            pool.clearFlag(PgPool.FLAG_HASHPSPOOL);
        }
        if (conf.get(Options.OSD_POOL_DEFAULT_FLAG_NODELETE)) {
            pool.setFlag(PgPool.FLAG_NODELETE);
        }
        Integer autoscale = r.autoscaleMode();
        pool.pgAutoscaleMode(
                autoscale != null ? autoscale : autoscaleMode(conf.get(Options.OSD_POOL_DEFAULT_PG_AUTOSCALE_MODE)));
        changes.poolMax(id).pool(id, pool.build()).poolName(id, r.name());
        return id;
    }

    private int checkedPgNum(long asked) {
        long pgNum = asked > 0 ? asked : conf.getInt(Options.OSD_POOL_DEFAULT_PG_NUM);
        long max = conf.get(Options.MON_MAX_POOL_PG_NUM);
        if (asked < 0 || pgNum > max) {
            throw new RefusedException(
                    Errno.ERANGE,
                    "'pg_num' must be greater than 0 and less than or equal to " + max
                            + " (you may adjust 'mon max pool pg num' for higher values)");
        }
        return Math.toIntExact(pgNum);
    }

    /** @param asked 0 for the default */
    private int checkedPgpNum(long asked, int pgNum) {
        if (asked < 0 || asked > pgNum) {
            throw new RefusedException(
                    Errno.ERANGE,
                    "'pgp_num' must be greater than 0 and lower or equal than 'pg_num', which in this case is "
                            + pgNum);
        }
        if (asked > 0) {
            return (int) asked;
        }
        int usual = conf.getInt(Options.OSD_POOL_DEFAULT_PGP_NUM);
        return usual <= 0 || usual > pgNum ? pgNum : usual;
    }

    private int rule(Request r) {
        if (!r.rule().isEmpty()) {
            Integer id = map().crush().ruleId(r.rule());
            if (id == null) {
                throw new RefusedException(Errno.ENOENT, "specified rule " + r.rule() + " doesn't exist");
            }
            return id;
        }
        if (r.ruleId() >= 0) {
            if (map().crush().rule(r.ruleId()) == null) {
                throw new RefusedException(Errno.ENOENT, "specified rule " + r.ruleId() + " doesn't exist");
            }
            return r.ruleId();
        }
        int wanted = conf.getInt(Options.OSD_POOL_DEFAULT_CRUSH_RULE);
        if (wanted >= 0 && map().crush().rule(wanted) != null) {
            return wanted;
        }
        for (int id = 0; id < map().crush().maxRules(); id++) {
            CrushRule rule = map().crush().rule(id);
            if (rule != null && rule.type() == CrushRule.TYPE_REPLICATED) {
                return id;
            }
        }
        throw new RefusedException(Errno.ENOENT, "No suitable CRUSH rule exists, check 'osd pool default crush *'");
    }

    /** @param asked 0 for the default; a negative one is very large, as in Ceph */
    private int checkedSize(long asked, int ruleId) {
        long size = asked == 0 ? conf.getInt(Options.OSD_POOL_DEFAULT_SIZE) : asked;
        CrushRule rule = map().crush().rule(ruleId);
        if (size < 0 || size > (rule == null ? LARGEST_SIZE : rule.maxSize())) {
            throw new RefusedException(Errno.EINVAL, "pool size is bigger than the crush rule max size");
        }
        if (rule != null && size < rule.minSize()) {
            throw new RefusedException(Errno.EINVAL, "pool size is smaller than the crush rule min size");
        }
        return (int) size;
    }

    /**
     * Whether the cluster has OSDs enough for a pool's PGs.
     *
     * @param id the pool; −1 for a new one
     * @throws RefusedException ERANGE
     */
    public void checkPgsPerOsd(long id, long pgNum, int size) {
        OSDMap map = map();
        long perOsd = conf.get(Options.MON_MAX_PG_PER_OSD);
        long in = Math.max(map.numInOsds(), MIN_OSDS_COUNTED);
        long total = pgNum * size;
        for (Map.Entry<Long, PgPool> p : map.pools().entrySet()) {
            total += p.getKey() == id
                    ? 0
                    : p.getValue().pgNumTarget() * p.getValue().size();
        }
        if (total > perOsd * in) {
            throw new RefusedException(
                    Errno.ERANGE,
                    (id < 0 ? "" : "pool id " + id) + " pg_num " + pgNum + " size " + size + " would mean " + total
                            + " total pgs, which exceeds max " + perOsd * in + " (mon_max_pg_per_osd " + perOsd
                            + " * num_in_osds " + in + ")");
        }
    }

    public static int autoscaleMode(String text) {
        return switch (text) {
            case "off" -> PgPool.AUTOSCALE_OFF;
            case "warn" -> PgPool.AUTOSCALE_WARN;
            case "on" -> PgPool.AUTOSCALE_ON;
            default -> throw new RefusedException(Errno.EINVAL, "specified invalid mode " + text);
        };
    }

    public static String autoscaleText(int mode) {
        return switch (mode) {
            case PgPool.AUTOSCALE_OFF -> "off";
            case PgPool.AUTOSCALE_WARN -> "warn";
            default -> "on";
        };
    }

    // ---- remove

    /** @throws RefusedException EPERM if pools, or this one, may not be removed */
    public void remove(long id) {
        PgPool pool = map().pool(id);
        if (pool == null) {
            throw new RefusedException(Errno.ENOENT, "pool " + id + " does not exist");
        }
        if (!conf.get(Options.MON_ALLOW_POOL_DELETE)) {
            throw new RefusedException(
                    Errno.EPERM,
                    "pool deletion is disabled; you must first set the mon_allow_pool_delete config option to true"
                            + " before you can destroy a pool");
        }
        if (pool.hasFlag(PgPool.FLAG_NODELETE)) {
            throw new RefusedException(
                    Errno.EPERM, "pool deletion is disabled; you must unset nodelete flag for the pool first");
        }
        OSDMapIncremental.Builder changes = osds.pending();
        changes.removePool(id);
        map().pgTemp().keySet().stream().filter(pg -> pg.pool() == id).forEach(pg -> changes.pgTemp(pg, List.of()));
    }

    // ---- snapshots

    /**
     * Why there is no pool or self-managed snapshot: OSDs keep no clones, so it would show the objects as they are now.
     *
     * @return ENOENT if there is no such pool, else EOPNOTSUPP
     */
    public RefusedException snapRefusal(long id) {
        return map().pool(id) == null
                ? RefusedException.bare(Errno.ENOENT)
                : new RefusedException(Errno.EOPNOTSUPP, "snapshots are not supported by this cluster");
    }
}
