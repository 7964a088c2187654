// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.NavigableMap;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;

/** {@code osd df}: space and PGs of each OSD, as a manager would show it. Pure functions. */
public final class OsdDf {
    private static final double ONE = CrushMap.WEIGHT_ONE;

    private OsdDf() {}

    private static double crushWeight(OSDMap map, int osd) {
        Integer parent = map.crush().parentOf(osd);
        CrushBucket b = parent == null ? null : map.crush().bucket(parent);
        return b == null ? 0 : b.itemWeight(b.indexOf(osd)) / ONE;
    }

    public static ObjectNode json(OSDMap map, PgStatsMap stats) {
        NavigableMap<Integer, Integer> pgs = PgRow.countByOsd(map, stats);
        ObjectNode o = Json.object();
        ArrayNode nodes = o.putArray("nodes");
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                PgStatsMap.Space s = stats.space(osd);
                ObjectNode n = nodes.addObject().put("id", osd);
                n.put("device_class", String.valueOf(map.crush().classOf(osd))).put("name", "osd." + osd);
                n.put("type", "osd").put("type_id", 0);
                n.set("crush_weight", Json.number(crushWeight(map, osd)));
                n.set("reweight", Json.number(map.weight(osd) / ONE));
                n.put("kb", s.kb()).put("kb_used", s.kbUsed()).put("kb_avail", s.kbAvail());
                n.set("utilization", Json.number(s.usedPercent()));
                n.put("pgs", pgs.getOrDefault(osd, 0)).put("status", map.isUp(osd) ? "up" : "down");
            }
        }
        o.putArray("stray");
        PgStatsMap.Space all = stats.space(map);
        ObjectNode summary = o.putObject("summary");
        summary.put("total_kb", all.kb()).put("total_kb_used", all.kbUsed()).put("total_kb_avail", all.kbAvail());
        summary.set("average_utilization", Json.number(all.usedPercent()));
        return o;
    }

    public static String plain(OSDMap map, PgStatsMap stats) {
        NavigableMap<Integer, Integer> pgs = PgRow.countByOsd(map, stats);
        TextTable table = new TextTable();
        for (String heading :
                List.of("ID", "CLASS", "WEIGHT", "REWEIGHT", "SIZE", "RAW USE", "AVAIL", "%USE", "PGS", "STATUS")) {
            table.column(heading, TextTable.Align.LEFT, TextTable.Align.RIGHT);
        }
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                PgStatsMap.Space s = stats.space(osd);
                String deviceClass = map.crush().classOf(osd);
                table.row(
                        String.valueOf(osd),
                        deviceClass == null ? "" : deviceClass,
                        Units.fixed(crushWeight(map, osd), 5),
                        Units.fixed(map.weight(osd) / ONE, 5),
                        Units.bytes(s.kb() * Units.KIB),
                        Units.bytes(s.kbUsed() * Units.KIB),
                        Units.bytes(s.kbAvail() * Units.KIB),
                        Units.fixed(s.usedPercent(), 2),
                        String.valueOf(pgs.getOrDefault(osd, 0)),
                        map.isUp(osd) ? "up" : "down");
            }
        }
        PgStatsMap.Space all = stats.space(map);
        table.row(
                "",
                "",
                "",
                "TOTAL",
                Units.bytes(all.kb() * Units.KIB),
                Units.bytes(all.kbUsed() * Units.KIB),
                Units.bytes(all.kbAvail() * Units.KIB),
                Units.fixed(all.usedPercent(), 2),
                "",
                "");
        return table.toString();
    }
}
