// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.RequestRedirect;
import org.inkwire.objecter.Placements.Placement;
import org.jspecify.annotations.Nullable;

/**
 * Target of an operation by the last map examined: object → locator → placement group → acting primary. Pure except for
 * its own fields; guarded by the Objecter's {@link Gate}. Ceph: {@code Objecter::_calc_target}, v16.2.15.
 */
final class OpTarget {
    /** What a newer map means for the operation. */
    enum Change {
        NONE,
        /** It must be sent or resent: new primary, new interval, a split or merge, a forced resend, or no longer paused. */
        RESEND,
        POOL_MISSING
    }

    static final int NO_OSD = -1;

    private final ObjectLocator baseLocator;
    private final String baseOid;
    private int flags;

    private ObjectLocator locator;
    private String oid;
    private int hash;
    private int osd = NO_OSD;
    private boolean paused;
    private long lastForceResend;
    /** By the last map that had the pool. */
    private @Nullable Placement placement;
    /** Whether the operation was directed by hand since the last calculation: it goes out, wherever that is. */
    private boolean moved = true;

    OpTarget(ObjectLocator locator, String oid, int flags) {
        this.baseLocator = locator;
        this.baseOid = oid;
        this.locator = locator;
        this.oid = oid;
        this.flags = flags;
        this.hash = hashOf();
    }

    /** Recalculates the target with a map at least as new as the last one. */
    Change calc(Placements mapped) {
        OSDMap map = mapped.map();
        PgPool pool = mapped.pool(baseLocator.pool());
        if (pool == null) {
            osd = NO_OSD;
            return Change.POOL_MISSING;
        }
        boolean forced = pool.lastForceOpResend() > lastForceResend;
        lastForceResend = Math.max(lastForceResend, pool.lastForceOpResend());
        pool = followTiers(mapped, pool);
        if (pool == null) {
            osd = NO_OSD;
            return Change.POOL_MISSING;
        }
        Placement now = mapped.of(locator.pool(), pool, hash);
        boolean wasPaused = paused;
        paused = shouldPause(map, pool);
        boolean changed = moved || forced || !now.equals(placement);
        moved = false;
        placement = now;
        osd = now.primary();
        return changed || wasPaused && !paused ? Change.RESEND : Change.NONE;
    }

    private int hashOf() {
        if (locator.hasHash()) {
            return (int) locator.hash();
        }
        return PgPool.hashKey(locator.key().isEmpty() ? oid : locator.key(), locator.nspace());
    }

    /**
     * Follows a cache tier in front of the pool, which serves its reads or writes. A redirected operation stays at its
     * destination.
     */
    private @Nullable PgPool followTiers(Placements mapped, PgPool basePool) {
        if ((flags & OsdFlag.REDIRECTED) != 0) {
            return mapped.pool(locator.pool());
        }
        long tier = -1;
        if ((flags & OsdFlag.IGNORE_OVERLAY) == 0) {
            tier = (flags & OsdFlag.READ) != 0 ? basePool.readTier() : tier;
            tier = (flags & OsdFlag.WRITE) != 0 && basePool.writeTier() >= 0 ? basePool.writeTier() : tier;
        }
        locator = tier < 0
                ? baseLocator
                : new ObjectLocator(tier, baseLocator.key(), baseLocator.nspace(), baseLocator.hash());
        return tier < 0 ? basePool : mapped.pool(tier);
    }

    private boolean shouldPause(OSDMap map, PgPool pool) {
        boolean read = (flags & OsdFlag.READ) != 0;
        boolean write = (flags & OsdFlag.WRITE) != 0;
        boolean fullOk = (flags & (OsdFlag.FULL_TRY | OsdFlag.FULL_FORCE)) != 0;
        boolean full = map.hasFlag(OSDMapFlags.FULL) || pool.hasFlag(PgPool.FLAG_FULL);
        return read && map.hasFlag(OSDMapFlags.PAUSERD)
                || write && map.hasFlag(OSDMapFlags.PAUSEWR)
                || write && full && !fullOk;
    }

    /** Targets the object location that the OSD returned; the map's tiers no longer apply. */
    void redirect(RequestRedirect to) {
        locator = to.locator();
        if (!to.object().isEmpty()) {
            oid = to.object();
        }
        flags |= OsdFlag.REDIRECTED | OsdFlag.IGNORE_CACHE | OsdFlag.IGNORE_OVERLAY;
        hash = hashOf();
        moved = true;
    }

    /** Targets the primary from now on, whatever the flags say, because the answer was EAGAIN. */
    void primaryOnly() {
        flags &= ~(OsdFlag.BALANCE_READS | OsdFlag.LOCALIZE_READS);
        moved = true;
    }

    SpgId pgid() {
        Placement known = placement;
        if (known == null) {
            throw new IllegalStateException("target of \"" + baseOid + "\" is not calculated");
        }
        return known.pgid();
    }

    /** For error texts. */
    String where() {
        return placement == null ? "pool " + baseLocator.pool() : "pg " + placement.pgid();
    }

    boolean isIn(SpgId pg) {
        return placement != null && pg.equals(placement.pgid());
    }

    /** The object as backoffs identify it. */
    HObject hobject() {
        return HObject.head(locator, oid, hash);
    }

    ObjectLocator locator() {
        return locator;
    }

    String oid() {
        return oid;
    }

    int hash() {
        return hash;
    }

    int osd() {
        return osd;
    }

    /** Pool named in the request. */
    long basePool() {
        return baseLocator.pool();
    }

    int flags() {
        return flags;
    }

    /** Which flag of the map holds the operation, in words. */
    String heldBecause(OSDMap map) {
        PgPool pool = map.pool(locator.pool());
        String name = "pool '" + map.poolName(locator.pool()) + "'";
        if ((flags & OsdFlag.WRITE) == 0 || map.hasFlag(OSDMapFlags.PAUSEWR)) {
            return "the cluster is paused";
        } else if (map.hasFlag(OSDMapFlags.FULL) || pool == null) {
            return "the cluster is full";
        }
        return pool.hasFlag(PgPool.FLAG_FULL_QUOTA) ? name + " has reached its quota" : name + " is full";
    }

    /** Whether full or pause flags hold the operation. */
    boolean isPaused() {
        return paused;
    }
}
