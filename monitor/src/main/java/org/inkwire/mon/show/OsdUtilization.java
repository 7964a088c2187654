// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code osd utilization}: how evenly PGs are spread, compared with random placement. Ceph: {@code
 * OSDUtilizationDumper}. Immutable.
 *
 * @param average PGs per OSD that is in
 * @param deviation standard deviation of PGs per OSD
 * @param expected deviation expected from random placement
 */
public record OsdUtilization(
        double average, double deviation, double expected, int minOsd, int minPgs, int maxOsd, int maxPgs) {
    /** @return null if no OSD is in */
    public static @Nullable OsdUtilization of(OSDMap map, PgStatsMap stats) {
        NavigableMap<Integer, Integer> pgs = PgRow.countByOsd(map, stats);
        List<Integer> in = new ArrayList<>();
        long total = 0;
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.isIn(osd)) {
                in.add(osd);
                total += pgs.getOrDefault(osd, 0);
            }
        }
        if (in.isEmpty()) {
            return null;
        }
        double average = (double) total / in.size();
        double squares = 0;
        int min = in.get(0);
        int max = in.get(0);
        for (int osd : in) {
            int n = pgs.getOrDefault(osd, 0);
            squares += (n - average) * (n - average);
            min = n < pgs.getOrDefault(min, 0) ? osd : min;
            max = n > pgs.getOrDefault(max, 0) ? osd : max;
        }
        double deviation = Math.sqrt(squares / in.size());
        double expected = Math.sqrt(average * (1.0 - 1.0 / in.size()));
        return new OsdUtilization(
                average, deviation, expected, min, pgs.getOrDefault(min, 0), max, pgs.getOrDefault(max, 0));
    }

    public ObjectNode json() {
        ObjectNode o = Json.object();
        o.set("avg_pgs", Json.number(average));
        o.set("std_dev", Json.number(deviation));
        o.set("expected_baseline_std_dev", Json.number(expected));
        return o.put("min_osd", minOsd)
                .put("min_osd_pgs", minPgs)
                .put("max_osd", maxOsd)
                .put("max_osd_pgs", maxPgs);
    }

    public String plain() {
        return "avg " + Units.general(average) + "\nstddev " + Units.general(deviation) + " (expected baseline "
                + Units.general(expected) + ")\n" + line("min", minOsd, minPgs) + line("max", maxOsd, maxPgs);
    }

    private String line(String which, int osd, int pgs) {
        double ratio = average == 0 ? 0 : pgs / average;
        return which + " osd." + osd + " with " + pgs + " pgs (" + Units.general(ratio) + " * mean)\n";
    }
}
