// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.crush.CrushHash;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapper;

/** Maps a placement group to its OSDs (protocol: osdmap-crush section 8). One instance per lookup; any thread. */
final class Placement {
    private static final int NONE = CrushMap.ITEM_NONE;
    private static final int NO_PRIMARY = -1;

    /** The mapper's scratch space, which would be most of a mapping's allocations. */
    private static final ThreadLocal<CrushMapper> MAPPER = ThreadLocal.withInitial(CrushMapper::new);

    private final OSDMapFields m;

    Placement(OSDMapFields map) {
        this.m = map;
    }

    List<Integer> raw(PgId rawPg) {
        PgPool pool = m.pools.get(rawPg.pool());
        return pool == null ? List.of() : raw(pool, rawPg.pool(), pool.rawPgToPps(rawPg));
    }

    private List<Integer> raw(PgPool pool, long poolId, int pps) {
        int[] result = new int[pool.size()];
        int n = MAPPER.get().doRule(m.crush, pool.crushRule(), pps, result, result.length, m.osdWeight, poolId);
        List<Integer> osds = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            add(osds, result[i], exists(result[i]), pool);
        }
        return osds;
    }

    /** Adds an OSD if it may serve; if not, leaves a hole if positions are significant. */
    private static void add(List<Integer> osds, int osd, boolean serves, PgPool pool) {
        if (serves) {
            osds.add(osd);
        } else if (!pool.canShiftOsds()) {
            osds.add(NONE);
        }
    }

    private boolean exists(int osd) {
        return osd >= 0 && osd < m.maxOsd && (m.osdState[osd] & OsdState.EXISTS) != 0;
    }

    private boolean isUp(int osd) {
        return exists(osd) && (m.osdState[osd] & OsdState.UP) != 0;
    }

    UpActing upActing(PgPool pool, PgId rawPg) {
        PgId pg = pool.rawPgToPg(rawPg);
        int pps = pool.rawPgToPps(rawPg);
        List<Integer> raw = raw(pool, rawPg.pool(), pps);
        raw = upmapped(raw, pg);
        List<Integer> up = new ArrayList<>(raw.size());
        for (int osd : raw) {
            add(up, osd, isUp(osd), pool);
        }
        int upPrimary = firstOf(up);
        if (m.primaryAffinity.length > 0) {
            upPrimary = applyAffinity(up, upPrimary, pps, pool);
        }
        List<Integer> acting = new ArrayList<>();
        for (int osd : m.pgTemp.getOrDefault(pg, List.of())) {
            add(acting, osd, isUp(osd), pool);
        }
        Integer primaryTemp = m.primaryTemp.get(pg);
        int actingPrimary = primaryTemp != null ? primaryTemp : firstOf(acting);
        if (acting.isEmpty()) {
            acting = up;
            if (actingPrimary == NO_PRIMARY) {
                actingPrimary = upPrimary;
            }
        }
        return new UpActing(up, upPrimary, acting, actingPrimary);
    }

    private static int firstOf(List<Integer> osds) {
        for (int osd : osds) {
            if (osd != NONE) {
                return osd;
            }
        }
        return NO_PRIMARY;
    }

    private boolean isMarkedOut(int osd) {
        return osd != NONE && osd >= 0 && osd < m.maxOsd && m.osdWeight[osd] == 0;
    }

    private List<Integer> upmapped(List<Integer> crushed, PgId pg) {
        if (m.pgUpmap.isEmpty() && m.pgUpmapItems.isEmpty() && m.pgUpmapPrimaries.isEmpty()) {
            return crushed;
        }
        List<Integer> osds = crushed;
        List<Integer> whole = m.pgUpmap.get(pg);
        if (whole != null) {
            for (int osd : whole) {
                if (isMarkedOut(osd)) {
                    // Ceph stops here, ignoring the finer exceptions below as well.
                    return crushed;
                }
            }
            osds = new ArrayList<>(whole);
        }
        for (UpmapItem item : m.pgUpmapItems.getOrDefault(pg, List.of())) {
            int at = osds.indexOf(item.from());
            if (at >= 0 && !osds.contains(item.to()) && !isMarkedOut(item.to())) {
                osds.set(at, item.to());
            }
        }
        Integer primary = m.pgUpmapPrimaries.get(pg);
        if (primary != null && primary >= 0 && primary < m.maxOsd && m.osdWeight[primary] != 0) {
            int at = osds.indexOf(primary);
            if (at > 0) {
                osds.set(at, osds.get(0));
                osds.set(0, primary);
            }
        }
        return osds;
    }

    /**
     * Lets OSDs of lower affinity decline the primary role, each for its share of the groups. In a replicated pool the
     * chosen OSD moves to the front of {@code up}.
     */
    private int applyAffinity(List<Integer> up, int upPrimary, int pps, PgPool pool) {
        boolean any = false;
        for (int osd : up) {
            any |= osd != NONE && m.primaryAffinity[osd] != OSDMap.DEFAULT_PRIMARY_AFFINITY;
        }
        if (!any) {
            return upPrimary;
        }
        int position = -1;
        for (int i = 0; i < up.size(); i++) {
            int osd = up.get(i);
            if (osd == NONE) {
                continue;
            }
            int affinity = m.primaryAffinity[osd];
            boolean refuses = Integer.compareUnsigned(affinity, OSDMap.DEFAULT_PRIMARY_AFFINITY) < 0
                    && CrushHash.hash2(pps, osd) >>> 16 >= affinity;
            if (!refuses) {
                position = i;
                break;
            }
            if (position < 0) {
                // One OSD must take the role: the first that declined, unless a later one accepts.
                position = i;
            }
        }
        if (position < 0) {
            return upPrimary;
        }
        int primary = up.get(position);
        if (pool.canShiftOsds() && position > 0) {
            up.remove(position);
            up.add(0, primary);
        }
        return primary;
    }
}
