// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.mon.format.Units;

/** The health checks about space. Codes and wording are Ceph's: {@code OSDMap::check_health}. Pure functions. */
final class FullChecks {
    private FullChecks() {}

    static void addTo(Map<String, Health.Check> checks, OSDMap map) {
        addOsds(checks, map);
        addRatios(checks, map);
        addPools(checks, map);
    }

    /** An OSD counts once, as the fullest that it is. */
    private static void addOsds(Map<String, Health.Check> checks, OSDMap map) {
        List<String> full = new ArrayList<>();
        List<String> backfillfull = new ArrayList<>();
        List<String> nearfull = new ArrayList<>();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            int state = map.exists(osd) && map.isUp(osd) && map.isIn(osd) ? map.state(osd) : 0;
            if ((state & OsdState.FULL) != 0) {
                full.add("osd." + osd + " is full");
            } else if ((state & OsdState.BACKFILLFULL) != 0) {
                backfillfull.add("osd." + osd + " is backfill full");
            } else if ((state & OsdState.NEARFULL) != 0) {
                nearfull.add("osd." + osd + " is near full");
            }
        }
        add(checks, "OSD_FULL", true, " full osd(s)", full);
        add(checks, "OSD_BACKFILLFULL", false, " backfillfull osd(s)", backfillfull);
        add(checks, "OSD_NEARFULL", false, " nearfull osd(s)", nearfull);
    }

    private static void addRatios(Map<String, Health.Check> checks, OSDMap map) {
        List<String> detail = new ArrayList<>();
        double backfillfull = outOfOrder(
                detail, "backfillfull_ratio", map.backfillfullRatio(), "nearfull_ratio", map.nearfullRatio());
        outOfOrder(detail, "full_ratio", map.fullRatio(), "backfillfull_ratio", backfillfull);
        if (!detail.isEmpty()) {
            checks.put(
                    "OSD_OUT_OF_ORDER_FULL",
                    new Health.Check(true, "full ratio(s) out of order", detail.size(), detail));
        }
    }

    /** @return the ratio as it counts */
    private static double outOfOrder(List<String> detail, String name, double ratio, String lowerName, double lower) {
        if (ratio >= lower) {
            return ratio;
        }
        detail.add(
                name + " (" + Units.general(ratio) + ") < " + lowerName + " (" + Units.general(lower) + "), increased");
        return lower;
    }

    private static void addPools(Map<String, Health.Check> checks, OSDMap map) {
        List<String> full = new ArrayList<>();
        List<String> backfillfull = new ArrayList<>();
        List<String> nearfull = new ArrayList<>();
        map.pools().forEach((id, pool) -> {
            String named = "pool '" + map.poolName(id) + "' is ";
            if (pool.hasFlag(PgPool.FLAG_FULL)) {
                full.add(named + "full"
                        + (pool.hasFlag(PgPool.FLAG_FULL_QUOTA) ? " (running out of quota)" : " (no space)"));
            } else if (pool.hasFlag(PgPool.FLAG_BACKFILLFULL)) {
                backfillfull.add(named + "backfillfull");
            } else if (pool.hasFlag(PgPool.FLAG_NEARFULL)) {
                nearfull.add(named + "nearfull");
            }
        });
        add(checks, "POOL_FULL", false, " pool(s) full", full);
        add(checks, "POOL_BACKFILLFULL", false, " pool(s) backfillfull", backfillfull);
        add(checks, "POOL_NEARFULL", false, " pool(s) nearfull", nearfull);
    }

    private static void add(
            Map<String, Health.Check> checks, String code, boolean error, String what, List<String> detail) {
        if (!detail.isEmpty()) {
            checks.put(code, new Health.Check(error, detail.size() + what, detail.size(), detail));
        }
    }
}
