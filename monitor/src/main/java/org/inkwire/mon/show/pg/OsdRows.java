// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show.pg;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.show.OsdMapDump;

/** {@code osd_stats}: space and PGs of OSDs, from what they reported. Pure functions. */
final class OsdRows {
    private OsdRows() {}

    /** An OSD's part in the PGs. */
    record Part(int pgs, int primaryPgs, List<Integer> peers) {}

    static NavigableMap<Integer, Part> parts(OSDMap map, List<PgRow> rows) {
        NavigableMap<Integer, Part> parts = new TreeMap<>();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                parts.put(osd, part(osd, rows));
            }
        }
        return parts;
    }

    /** The peers that an OSD sends heartbeats to are those it shares PGs with. */
    private static Part part(int osd, List<PgRow> rows) {
        int pgs = 0;
        int primaryPgs = 0;
        TreeSet<Integer> peers = new TreeSet<>();
        for (PgRow row : rows) {
            if (row.where().acting().contains(osd)) {
                pgs++;
                primaryPgs += row.where().actingPrimary() == osd ? 1 : 0;
                peers.addAll(row.where().acting());
            }
        }
        peers.remove(osd);
        return new Part(pgs, primaryPgs, List.copyOf(peers));
    }

    static ArrayNode json(OSDMap map, List<PgRow> rows, PgStatsMap stats) {
        ArrayNode list = Json.array();
        parts(map, rows).forEach((osd, part) -> {
            ObjectNode o = list.addObject().put("osd", osd);
            put(o, map.isUp(osd) ? map.upFrom(osd) : 0, part.pgs(), 1, stats.space(osd), part.peers());
        });
        return list;
    }

    static ObjectNode sum(OSDMap map, List<PgRow> rows, PgStatsMap stats) {
        int pgs = rows.stream().mapToInt(row -> row.where().acting().size()).sum();
        ObjectNode o = Json.object();
        put(o, 0, pgs, stats.reportingOsds(), stats.space(map), List.of());
        return o;
    }

    private static void put(
            ObjectNode o, long upFrom, int pgs, int osds, PgStatsMap.Space space, List<Integer> heartbeatPeers) {
        o.put("up_from", upFrom).put("seq", 0).put("num_pgs", pgs).put("num_osds", osds);
        o.put("num_per_pool_osds", 0).put("num_per_pool_omap_osds", 0);
        o.put("kb", space.kb()).put("kb_used", space.kbUsed()).put("kb_used_data", space.kbUsed());
        o.put("kb_used_omap", 0).put("kb_used_meta", 0).put("kb_avail", space.kbAvail());
        o.set("statfs", PgSum.statfs(space.kb() * Units.KIB, space.kbAvail() * Units.KIB));
        o.set("hb_peers", Json.ints(heartbeatPeers));
        o.put("snap_trim_queue_len", 0).put("num_snap_trimming", 0).put("num_shards_repaired", 0);
        ObjectNode ages = o.putObject("op_queue_age_hist");
        ages.putArray("histogram");
        ages.put("upper_bound", 1);
        ObjectNode latencies =
                o.putObject("perf_stat").put("commit_latency_ms", 0).put("apply_latency_ms", 0);
        latencies.put("commit_latency_ns", 0).put("apply_latency_ns", 0);
        o.putArray("alerts");
        o.putArray("network_ping_times");
    }

    static TextTable table(OSDMap map, List<PgRow> rows, PgStatsMap stats) {
        TextTable t = PgTables.columns(
                "OSD_STAT", "USED", "AVAIL", "USED_RAW", "TOTAL", "HB_PEERS", "PG_SUM", "PRIMARY_PG_SUM");
        parts(map, rows)
                .forEach((osd, part) -> t.row(cells(
                        String.valueOf(osd),
                        stats.space(osd),
                        OsdMapDump.list(part.peers()),
                        String.valueOf(part.pgs()),
                        String.valueOf(part.primaryPgs()))));
        t.row(cells("sum", stats.space(map), "", "", ""));
        return t;
    }

    static TextTable sumTable(OSDMap map, PgStatsMap stats) {
        TextTable t = PgTables.columns("OSD_STAT", "USED", "AVAIL", "USED_RAW", "TOTAL");
        t.row(cells("sum", stats.space(map)));
        return t;
    }

    private static List<String> cells(String name, PgStatsMap.Space s, String... more) {
        String used = Units.bytes(s.kbUsed() * Units.KIB);
        List<String> cells = new ArrayList<>(
                List.of(name, used, Units.bytes(s.kbAvail() * Units.KIB), used, Units.bytes(s.kb() * Units.KIB)));
        cells.addAll(List.of(more));
        return cells;
    }
}
