// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The pools of one map, found by number, and the placements of their groups, each computed when first asked for. A map
 * shares with the one before what its incremental did not touch. At most {@value #MAX_GROUPS} groups are remembered, about
 * 150 bytes each; others are computed every time. Any thread: racing threads compute the same immutable placement, and
 * either may be remembered.
 */
final class Placements {
    static final int MAX_GROUPS = 1 << 17;

    /** Groups in a part of a pool's table; a part comes into being with its first group. */
    private static final int PART = 1 << 6;

    private final OSDMapFields map;

    /** Ascending. */
    private final long[] ids;

    private final PgPool[] pools;

    /** By pool, by part; empty for a pool that is not remembered. */
    private final @Nullable UpActing[] @Nullable [][] known;

    /** Groups that may still be remembered, by this map and those that share with it. */
    private final AtomicInteger room;

    private Placements(OSDMapFields map, AtomicInteger room) {
        this.map = map;
        this.room = room;
        int n = map.pools.size();
        ids = new long[n];
        pools = new PgPool[n];
        known = new UpActing[n][][];
        int i = 0;
        for (Map.Entry<Long, PgPool> e : map.pools.entrySet()) {
            ids[i] = e.getKey();
            pools[i++] = e.getValue();
        }
    }

    /** Of a map that follows none. */
    static Placements of(OSDMapFields map) {
        Placements fresh = new Placements(map, new AtomicInteger(MAX_GROUPS));
        for (int i = 0; i < fresh.ids.length; i++) {
            fresh.known[i] = table(fresh.pools[i]);
        }
        return fresh;
    }

    /**
     * Of the map that an incremental made of this one.
     *
     * @param touched groups whose exceptions may have changed
     */
    Placements next(OSDMapFields next, Collection<PgId> touched) {
        if (room.get() <= 0 || !sameForAll(map, next)) {
            return of(next);
        }
        Placements following = new Placements(next, room);
        for (int i = 0; i < following.ids.length; i++) {
            int before = indexOf(following.ids[i]);
            boolean same = before >= 0 && samePlaces(pools[before], following.pools[i]);
            following.known[i] = same ? known[before] : table(following.pools[i]);
        }
        for (PgId pg : touched) {
            following.forget(pg, this);
        }
        return following;
    }

    /** Whether groups without exceptions are where they were, if their pool is as it was. */
    private static boolean sameForAll(OSDMapFields a, OSDMapFields b) {
        if (a.crush != b.crush
                || !Arrays.equals(a.osdWeight, b.osdWeight)
                || !Arrays.equals(a.primaryAffinity, b.primaryAffinity)
                || a.osdState.length != b.osdState.length) {
            return false;
        }
        int relevant = OsdState.EXISTS | OsdState.UP;
        for (int osd = 0; osd < a.osdState.length; osd++) {
            if (((a.osdState[osd] ^ b.osdState[osd]) & relevant) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean samePlaces(PgPool a, PgPool b) {
        return a.pgNum() == b.pgNum()
                && a.pgpNum() == b.pgpNum()
                && a.size() == b.size()
                && a.type() == b.type()
                && a.crushRule() == b.crushRule()
                && a.hasFlag(PgPool.FLAG_HASHPSPOOL) == b.hasFlag(PgPool.FLAG_HASHPSPOOL);
    }

    /** A raw group is where its real one is only if pgp_num is at most pg_num, as in every sound map. */
    private static @Nullable UpActing[] @Nullable [] table(PgPool pool) {
        boolean remembered = pool.pgNum() <= MAX_GROUPS && pool.pgpNum() <= pool.pgNum();
        return new UpActing[remembered ? (pool.pgNum() + PART - 1) / PART : 0][];
    }

    /** Gives one part of a table its own copy without the group; {@code before} keeps what it has. */
    private void forget(PgId pg, Placements before) {
        int i = indexOf(pg.pool());
        int part = pg.seed() / PART;
        if (i < 0 || pg.seed() < 0 || part >= known[i].length) {
            return;
        }
        int was = before.indexOf(pg.pool());
        if (was >= 0 && known[i] == before.known[was]) {
            // Even if it has no such part yet: the map before may be asked first, and its answer is not ours.
            known[i] = known[i].clone();
        }
        @Nullable UpActing[] groups = known[i][part];
        if (groups != null) {
            @Nullable UpActing[] copy = groups.clone();
            copy[pg.seed() % PART] = null;
            known[i][part] = copy;
        }
    }

    /** @return null if there is no such pool */
    @Nullable
    PgPool pool(long id) {
        int i = indexOf(id);
        return i < 0 ? null : pools[i];
    }

    /** @param rawSeed of a real group, or a hash */
    UpActing upActing(long poolId, int rawSeed) {
        int i = indexOf(poolId);
        if (i < 0) {
            return UpActing.NOWHERE;
        }
        PgPool pool = pools[i];
        int seed = pool.rawSeedToSeed(rawSeed);
        @Nullable UpActing[] @Nullable [] parts = known[i];
        int part = seed / PART;
        if (part >= parts.length) {
            return new Placement(map).upActing(pool, new PgId(poolId, rawSeed));
        }
        // Plain reads and writes: a placement is immutable, so whoever sees it sees all of it.
        @Nullable UpActing[] groups = parts[part];
        UpActing found = groups == null ? null : groups[seed % PART];
        if (found != null) {
            return found;
        }
        UpActing computed = new Placement(map).upActing(pool, new PgId(poolId, seed));
        if (room.get() > 0) {
            room.decrementAndGet();
            if (groups == null) {
                groups = new UpActing[PART];
                parts[part] = groups;
            }
            groups[seed % PART] = computed;
        }
        return computed;
    }

    private int indexOf(long id) {
        int low = 0;
        int high = ids.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (ids[middle] == id) {
                return middle;
            }
            if (ids[middle] < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
