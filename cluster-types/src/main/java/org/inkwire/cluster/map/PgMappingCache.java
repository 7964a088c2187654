// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.HashMap;
import java.util.Map;

/**
 * Caches where the groups of one map live, until the next map replaces it. Bounded: when full it starts over. Not
 * thread-safe: confined to the map's owner.
 */
public final class PgMappingCache implements PgMapper {
    private final int capacity;
    private final Map<PgId, UpActing> known = new HashMap<>();
    private OSDMap map;

    /** @param capacity maximum number of groups cached */
    public PgMappingCache(OSDMap map, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.map = map;
        this.capacity = capacity;
    }

    public OSDMap map() {
        return map;
    }

    /** Discards the entries of the old map. */
    public void map(OSDMap next) {
        if (next != map) {
            map = next;
            known.clear();
        }
    }

    @Override
    public UpActing pgToUpActing(PgId pg) {
        PgPool pool = map.pool(pg.pool());
        if (pool == null) {
            return UpActing.NOWHERE;
        }
        PgId key = pool.rawPgToPg(pg);
        UpActing answer = known.get(key);
        if (answer == null) {
            // A raw group and the real one it maps to are placed alike, since pgp_num is never above pg_num.
            answer = map.pgToUpActing(key);
            if (known.size() >= capacity) {
                known.clear();
            }
            known.put(key, answer);
        }
        return answer;
    }
}
