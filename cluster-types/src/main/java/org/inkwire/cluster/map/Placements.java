// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pools of one map, found by number, and the placements of their groups, each computed when first asked for. A map
 * shares with the one before what its incremental did not touch. Pools are remembered in the order of their numbers, each
 * whole or not at all, up to {@value #MAX_GROUPS} groups of about 150 bytes; groups of other pools are computed every time.
 * Any thread: racing threads compute the same immutable placement, and either may be remembered.
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

    /** @param before shares its tables of the pools that are as they were; null: has none to share */
    private Placements(OSDMapFields map, @Nullable Placements before) {
        this.map = map;
        int n = map.pools.size();
        ids = new long[n];
        pools = new PgPool[n];
        known = new UpActing[n][][];
        int room = MAX_GROUPS;
        int i = 0;
        for (Map.Entry<Long, PgPool> e : map.pools.entrySet()) {
            PgPool pool = e.getValue();
            ids[i] = e.getKey();
            pools[i] = pool;
            int groups = isSound(pool) && pool.pgNum() <= room ? pool.pgNum() : 0;
            room -= groups;
            known[i] = table(e.getKey(), pool, groups, before);
            i++;
        }
    }

    /** A raw group is where its real one is only if pgp_num is at most pg_num. */
    private static boolean isSound(PgPool pool) {
        return pool.pgpNum() <= pool.pgNum();
    }

    private static @Nullable UpActing[] @Nullable [] table(
            long id, PgPool pool, int groups, @Nullable Placements before) {
        int parts = (groups + PART - 1) / PART;
        int was = before == null ? -1 : before.indexOf(id);
        if (before != null && was >= 0 && before.known[was].length == parts && samePlaces(before.pools[was], pool)) {
            return before.known[was];
        }
        return new UpActing[parts][];
    }

    /** Of a map that follows none. */
    static Placements of(OSDMapFields map) {
        return new Placements(map, null);
    }

    /**
     * Of the map that an incremental made of this one.
     *
     * @param touched groups whose exceptions may have changed
     */
    Placements next(OSDMapFields next, Collection<PgId> touched) {
        if (!sameForAll(map, next)) {
            return of(next);
        }
        Placements following = new Placements(next, this);
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
        if (groups == null) {
            groups = new UpActing[PART];
            parts[part] = groups;
        }
        groups[seed % PART] = computed;
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
