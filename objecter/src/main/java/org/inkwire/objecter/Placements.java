// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import org.agrona.collections.Long2ObjectHashMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.map.UpActing;
import org.jspecify.annotations.Nullable;

/**
 * One map, and where it places the groups asked for so far, so that an operation finds its target without computing or
 * allocating. Bounded. Guarded by the Objecter's {@link Gate}.
 */
final class Placements {
    /** Number of groups remembered, about 200 bytes each. When full it starts over. */
    private static final int MOST = 1 << 16;

    private static final int SEED_BITS = 32;

    /**
     * Where a group is. Two maps must agree on all of it for an operation to stay where it is. Ceph resends less often
     * (only for a new primary or a split or merge of this very group). An unnecessary resend costs one message, because
     * the OSD recognizes the request by its id.
     *
     * @param hashBits change when the group is split or another is merged into it: the OSD then drops what was sent before
     */
    record Placement(SpgId pgid, UpActing mapping, int size, int minSize, int hashBits) {
        int primary() {
            return mapping.actingPrimary();
        }
    }

    private final OSDMap map;
    private final Long2ObjectHashMap<PgPool> pools = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Placement> groups = new Long2ObjectHashMap<>();

    Placements(OSDMap map) {
        this.map = map;
    }

    OSDMap map() {
        return map;
    }

    /** @return null if there is no such pool */
    @Nullable
    PgPool pool(long id) {
        PgPool known = pools.get(id);
        if (known != null) {
            return known;
        }
        PgPool found = map.pool(id);
        if (found != null) {
            pools.put(id, found);
        }
        return found;
    }

    /**
     * @param pool the pool with number {@code id}
     * @param hash full placement hash of an object
     */
    Placement of(long id, PgPool pool, int hash) {
        int seed = pool.rawSeedToSeed(hash);
        if (id != (int) id) {
            return place(id, pool, seed);
        }
        long key = id << SEED_BITS | Integer.toUnsignedLong(seed);
        Placement known = groups.get(key);
        if (known == null) {
            known = place(id, pool, seed);
            if (groups.size() >= MOST) {
                groups.clear();
            }
            groups.put(key, known);
        }
        return known;
    }

    private Placement place(long id, PgPool pool, int seed) {
        PgId pg = new PgId(id, seed);
        UpActing mapping = map.pgToUpActing(pg);
        int shard = pool.isErasure() ? mapping.acting().indexOf(mapping.actingPrimary()) : SpgId.NO_SHARD;
        int bits = pool.slices().bits(seed);
        return new Placement(new SpgId(pg, shard), mapping, pool.size(), pool.minSize(), bits);
    }
}
