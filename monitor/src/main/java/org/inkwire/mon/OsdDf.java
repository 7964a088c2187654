// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.map.OSDMap;

/** {@code osd df}: space and PGs of each OSD, as a manager would show it. Pure functions. */
final class OsdDf {
    private static final long KIB = 1024;
    private static final double ONE = 0x1_0000;

    private OsdDf() {}

    /** PGs that an OSD is in the up or acting set of. */
    private static NavigableMap<Integer, Integer> pgsByOsd(Monitor m) {
        NavigableMap<Integer, Integer> counts = new TreeMap<>();
        for (PgRow row : PgRow.all(m)) {
            row.where().acting().forEach(osd -> counts.merge(osd, 1, Integer::sum));
        }
        return counts;
    }

    private static double crushWeight(OSDMap map, int osd) {
        Integer parent = map.crush().parentOf(osd);
        CrushBucket b = parent == null ? null : map.crush().bucket(parent);
        return b == null ? 0 : b.itemWeight(b.indexOf(osd)) / ONE;
    }

    static ObjectNode json(Monitor m) {
        OSDMap map = m.osds().map();
        NavigableMap<Integer, Integer> pgs = pgsByOsd(m);
        ObjectNode o = Json.object();
        ArrayNode nodes = o.putArray("nodes");
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                PgStatsMap.OsdSpace s = m.pgStats().space(osd);
                ObjectNode n = nodes.addObject().put("id", osd);
                n.put("device_class", String.valueOf(map.crush().classOf(osd))).put("name", "osd." + osd);
                n.put("type", "osd").put("type_id", 0);
                n.set("crush_weight", Json.number(crushWeight(map, osd)));
                n.set("reweight", Json.number(map.weight(osd) / ONE));
                n.put("kb", s.kb()).put("kb_used", s.kbUsed()).put("kb_avail", s.kbAvail());
                n.set("utilization", Json.number(s.kb() == 0 ? 0 : 100.0 * s.kbUsed() / s.kb()));
                n.put("pgs", pgs.getOrDefault(osd, 0)).put("status", map.isUp(osd) ? "up" : "down");
            }
        }
        o.putArray("stray");
        SpaceReplies.Space all = SpaceReplies.Space.of(m);
        ObjectNode summary = o.putObject("summary");
        summary.put("total_kb", all.kb()).put("total_kb_used", all.kbUsed()).put("total_kb_avail", all.kbAvail());
        summary.set("average_utilization", Json.number(all.kb() == 0 ? 0 : 100.0 * all.kbUsed() / all.kb()));
        return o;
    }

    static String plain(Monitor m) {
        OSDMap map = m.osds().map();
        NavigableMap<Integer, Integer> pgs = pgsByOsd(m);
        TextTable table = new TextTable();
        for (String heading :
                List.of("ID", "CLASS", "WEIGHT", "REWEIGHT", "SIZE", "RAW USE", "AVAIL", "%USE", "PGS", "STATUS")) {
            table.column(heading, TextTable.Align.LEFT, TextTable.Align.RIGHT);
        }
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                PgStatsMap.OsdSpace s = m.pgStats().space(osd);
                String deviceClass = map.crush().classOf(osd);
                table.row(
                        String.valueOf(osd),
                        deviceClass == null ? "" : deviceClass,
                        Units.fixed(crushWeight(map, osd), 5),
                        Units.fixed(map.weight(osd) / ONE, 5),
                        Units.bytes(s.kb() * KIB),
                        Units.bytes(s.kbUsed() * KIB),
                        Units.bytes(s.kbAvail() * KIB),
                        Units.fixed(s.kb() == 0 ? 0 : 100.0 * s.kbUsed() / s.kb(), 2),
                        String.valueOf(pgs.getOrDefault(osd, 0)),
                        map.isUp(osd) ? "up" : "down");
            }
        }
        SpaceReplies.Space all = SpaceReplies.Space.of(m);
        table.row(
                "",
                "",
                "",
                "TOTAL",
                Units.bytes(all.kb() * KIB),
                Units.bytes(all.kbUsed() * KIB),
                Units.bytes(all.kbAvail() * KIB),
                Units.fixed(all.kb() == 0 ? 0 : 100.0 * all.kbUsed() / all.kb(), 2),
                "",
                "");
        return table.toString();
    }

    /** {@code osd utilization}: how evenly PGs are spread, beside what chance alone would give. */
    static Reply utilization(Call c) {
        OSDMap map = c.map();
        NavigableMap<Integer, Integer> pgs = pgsByOsd(c.monitor());
        List<Integer> in = new ArrayList<>();
        long total = 0;
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.isIn(osd)) {
                in.add(osd);
                total += pgs.getOrDefault(osd, 0);
            }
        }
        if (in.isEmpty()) {
            return c.reply(Json.object(), "");
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
        int minPgs = pgs.getOrDefault(min, 0);
        int maxPgs = pgs.getOrDefault(max, 0);
        ObjectNode o = Json.object();
        o.set("avg_pgs", Json.number(average));
        o.set("std_dev", Json.number(deviation));
        o.set("expected_baseline_std_dev", Json.number(expected));
        o.put("min_osd", min).put("min_osd_pgs", minPgs).put("max_osd", max).put("max_osd_pgs", maxPgs);
        String plain = "avg " + Units.general(average) + "\nstddev " + Units.general(deviation)
                + " (expected baseline " + Units.general(expected) + ")\n"
                + "min osd." + min + " with " + minPgs + " pgs (" + Units.general(ratio(minPgs, average))
                + " * mean)\nmax osd." + max + " with " + maxPgs + " pgs (" + Units.general(ratio(maxPgs, average))
                + " * mean)\n";
        return c.reply(o, plain);
    }

    private static double ratio(double value, double average) {
        return average == 0 ? 0 : value / average;
    }
}
