// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.RequestRedirect;
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
    // By the last map that had the pool.
    private @Nullable PgPool pool;
    private @Nullable UpActing where;
    /** As its acting primary knows it. */
    private @Nullable SpgId pgid;
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
    Change calc(OSDMap map) {
        PgPool base = map.pool(baseLocator.pool());
        if (base == null) {
            osd = NO_OSD;
            return Change.POOL_MISSING;
        }
        boolean forced = base.lastForceOpResend() > lastForceResend;
        lastForceResend = Math.max(lastForceResend, base.lastForceOpResend());
        PgPool now = followTiers(map, base);
        if (now == null) {
            osd = NO_OSD;
            return Change.POOL_MISSING;
        }
        boolean wasPaused = paused;
        paused = shouldPause(map, now);
        boolean changed = place(map, now) || forced;
        return changed || wasPaused && !paused ? Change.RESEND : Change.NONE;
    }

    /**
     * Places the operation anew. Ceph resends less often than this tells (only for a new primary or a split or merge of
     * this very group). An unnecessary resend costs one message, because the OSD recognizes the request by its id.
     *
     * @return whether it was moved by hand, or two maps do not agree on all about its group
     */
    private boolean place(OSDMap map, PgPool newPool) {
        long id = locator.pool();
        int seed = newPool.rawSeedToSeed(hash);
        UpActing now = map.pgToUpActing(id, seed);
        boolean changed = moved || !now.equals(where) || !isStillIn(id, newPool, seed);
        if (changed) {
            pgid = map.shardOf(new PgId(id, seed), now, now.actingPrimary());
        }
        moved = false;
        pool = newPool;
        where = now;
        osd = now.actingPrimary();
        return changed;
    }

    /** Whether the group is the one it was, and has the objects it had: the OSD drops what was sent before a split. */
    private boolean isStillIn(long id, PgPool newPool, int seed) {
        PgPool was = pool;
        SpgId known = pgid;
        return was != null
                && known != null
                && known.pgid().pool() == id
                && known.pgid().seed() == seed
                && was.type() == newPool.type()
                && was.size() == newPool.size()
                && was.minSize() == newPool.minSize()
                && was.slices().bits(seed) == newPool.slices().bits(seed);
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
    private @Nullable PgPool followTiers(OSDMap map, PgPool basePool) {
        if ((flags & OsdFlag.REDIRECTED) != 0) {
            return map.pool(locator.pool());
        }
        long tier = -1;
        if ((flags & OsdFlag.IGNORE_OVERLAY) == 0) {
            tier = (flags & OsdFlag.READ) != 0 ? basePool.readTier() : tier;
            tier = (flags & OsdFlag.WRITE) != 0 && basePool.writeTier() >= 0 ? basePool.writeTier() : tier;
        }
        locator = tier < 0
                ? baseLocator
                : new ObjectLocator(tier, baseLocator.key(), baseLocator.nspace(), baseLocator.hash());
        return tier < 0 ? basePool : map.pool(tier);
    }

    private boolean shouldPause(OSDMap map, PgPool target) {
        boolean read = (flags & OsdFlag.READ) != 0;
        boolean write = (flags & OsdFlag.WRITE) != 0;
        boolean fullOk = (flags & (OsdFlag.FULL_TRY | OsdFlag.FULL_FORCE)) != 0;
        boolean full = map.hasFlag(OSDMapFlags.FULL) || target.hasFlag(PgPool.FLAG_FULL);
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
        SpgId known = pgid;
        if (known == null) {
            throw new IllegalStateException("target of \"" + baseOid + "\" is not calculated");
        }
        return known;
    }

    /** For error texts. */
    String where() {
        return pgid == null ? "pool " + baseLocator.pool() : "pg " + pgid;
    }

    boolean isIn(SpgId pg) {
        return pg.equals(pgid);
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
        PgPool full = map.pool(locator.pool());
        String name = "pool '" + map.poolName(locator.pool()) + "'";
        if ((flags & OsdFlag.WRITE) == 0 || map.hasFlag(OSDMapFlags.PAUSEWR)) {
            return "the cluster is paused";
        } else if (map.hasFlag(OSDMapFlags.FULL) || full == null) {
            return "the cluster is full";
        }
        return full.hasFlag(PgPool.FLAG_FULL_QUOTA) ? name + " has reached its quota" : name + " is full";
    }

    /** Whether full or pause flags hold the operation. */
    boolean isPaused() {
        return paused;
    }
}
