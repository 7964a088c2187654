// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/** One OSDMap epoch as a PG needs it. Immutable, any thread. */
public interface PgMapView {
    int epoch();

    /**
     * This OSD is up in this map, as this process: only then may its PGs act. False for maps read while catching up,
     * which may show an earlier incarnation up.
     */
    boolean serving();

    /** Where the PG is, or null if its pool does not exist or has fewer PGs. */
    @Nullable
    PgMapping mapping(SpgId pgid);

    /**
     * The PG that holds this one's objects in this map: itself or, before it was split off, an ancestor. Null if its pool
     * does not exist.
     */
    @Nullable
    SpgId holder(SpgId pgid);

    /** The last merge in a PG's pool. */
    PgMergeMeta lastMerge(SpgId pgid);

    boolean isUp(int osd);

    /** Epoch the OSD's current or last incarnation came up in; 0 if it never did. */
    int upFrom(int osd);

    /** Last epoch in which the OSD, as a primary, may have let an interval go active. */
    int upThru(int osd);

    /** Epoch in which an operator declared the OSD's data lost; 0 if never. */
    int lostAt(int osd);

    /** The process that came up at {@code upFrom} is known to be gone: a later one came up, or it was seen dead. */
    boolean isDead(int osd, int upFrom);

    /** Whether the map blocklists a client at any of these addresses. */
    boolean isBlocklisted(EntityAddrVec addrs);

    /** Whether the PG's pool takes writes that need space. */
    Fullness fullness(SpgId pgid);

    /** Flag {@code norecover}. */
    boolean recoveryPaused();

    /** Flag {@code nobackfill}. */
    boolean backfillPaused();

    /** Flag {@code norebalance}: no backfill of PGs that have copies enough. */
    boolean rebalancePaused();

    /** Why a pool has no space. */
    enum Fullness {
        HAS_SPACE,
        /** The pool, or the whole cluster, is full: ENOSPC. */
        FULL,
        /** The pool has reached its quota: EDQUOT. */
        FULL_QUOTA
    }
}
