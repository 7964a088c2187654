// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.CrushDevices;
import org.inkwire.mon.map.PgStatsMap;

/** {@code ceph df}. Ceph: {@code PGMap::dump_cluster_stats}, {@code dump_pool_stats_full}. Pure functions. */
public final class Df {
    private static final TextTable.Align LEFT = TextTable.Align.LEFT;
    private static final TextTable.Align RIGHT = TextTable.Align.RIGHT;

    private Df() {}

    private static ObjectNode space(PgStatsMap.Space s) {
        ObjectNode o = Json.object();
        o.put("total_bytes", s.kb() * Units.KIB).put("total_avail_bytes", s.kbAvail() * Units.KIB);
        o.put("total_used_bytes", s.kbUsed() * Units.KIB).put("total_used_raw_bytes", s.kbUsed() * Units.KIB);
        o.set("total_used_raw_ratio", Json.number(s.usedRatio()));
        return o;
    }

    /** Space of the OSDs that are in, by device class. */
    private static NavigableMap<String, PgStatsMap.Space> byClass(OSDMap map, PgStatsMap stats) {
        NavigableMap<String, PgStatsMap.Space> classes = new TreeMap<>();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            String deviceClass = map.crush().classOf(osd);
            PgStatsMap.Space s = stats.space(osd);
            if (map.isIn(osd) && deviceClass != null && s.kb() > 0) {
                classes.merge(deviceClass, s, PgStatsMap.Space::plus);
            }
        }
        return classes;
    }

    /** Bytes that can still be stored in a pool: its replicas share the space left. */
    private static long maxAvail(OSDMap map, PgStatsMap stats, PgPool pool) {
        long kb = 0;
        for (int osd : CrushDevices.ofRule(map.crush(), pool.crushRule())) {
            if (map.isIn(osd)) {
                kb += stats.space(osd).kbAvail();
            }
        }
        return kb * Units.KIB / pool.size();
    }

    public static ObjectNode json(OSDMap map, PgStatsMap stats, boolean detail) {
        PgStatsMap.Space all = stats.space(map);
        ObjectNode o = Json.object();
        int reporting = stats.reportingOsds();
        ObjectNode cluster = space(all);
        cluster.put("num_osds", reporting).put("num_per_pool_osds", reporting).put("num_per_pool_omap_osds", reporting);
        o.set("stats", cluster);
        ObjectNode classes = o.putObject("stats_by_class");
        byClass(map, stats).forEach((name, sum) -> classes.set(name, space(sum)));
        ArrayNode pools = o.putArray("pools");
        map.pools().forEach((id, pool) -> {
            PgStatsMap.Totals totals = stats.totals(id);
            long used = totals.bytes() * pool.size();
            long avail = maxAvail(map, stats, pool);
            ObjectNode p = pools.addObject().put("name", map.poolName(id)).put("id", id);
            ObjectNode s = p.putObject("stats").put("stored", totals.bytes());
            if (detail) {
                s.put("stored_data", totals.bytes()).put("stored_omap", 0);
            }
            s.put("objects", totals.objects()).put("kb_used", used / Units.KIB).put("bytes_used", used);
            if (detail) {
                s.put("data_bytes_used", used).put("omap_bytes_used", 0);
            }
            s.set("percent_used", Json.number(ratio(totals.bytes(), avail)));
            s.put("max_avail", avail);
            if (detail) {
                detail(s, pool, stats.ioSums(id));
                s.put("stored_raw", used).put("avail_raw", avail * pool.size());
            }
        });
        return o;
    }

    private static void detail(ObjectNode s, PgPool pool, PgStat.Io io) {
        s.put("quota_objects", pool.quotaMaxObjects()).put("quota_bytes", pool.quotaMaxBytes());
        s.put("dirty", 0);
        s.put("rd", io.reads()).put("rd_bytes", io.readBytes());
        s.put("wr", io.writes()).put("wr_bytes", io.writeBytes());
        s.put("compress_bytes_used", 0).put("compress_under_bytes", 0);
    }

    private static double ratio(long used, long avail) {
        return used + avail == 0 ? 0 : (double) used / (used + avail);
    }

    /** {@code 0}, or two decimals. */
    private static String percent(double ratio) {
        return ratio == 0 ? "0" : Units.fixed(100 * ratio, 2);
    }

    public static String plain(OSDMap map, PgStatsMap stats, boolean detail) {
        TextTable raw = new TextTable().column("CLASS", LEFT);
        for (String heading : List.of("SIZE", "AVAIL", "USED", "RAW USED", "%RAW USED")) {
            raw.column(heading, RIGHT);
        }
        byClass(map, stats).forEach((name, sum) -> raw.row(rawRow(name, sum)));
        PgStatsMap.Space all = stats.space(map);
        raw.row(rawRow("TOTAL", all));
        TextTable pools = new TextTable().column("POOL", LEFT);
        List<String> headings = detail
                ? List.of(
                        "ID",
                        "PGS",
                        "STORED",
                        "(DATA)",
                        "(OMAP)",
                        "OBJECTS",
                        "USED",
                        "(DATA)",
                        "(OMAP)",
                        "%USED",
                        "MAX AVAIL",
                        "QUOTA OBJECTS",
                        "QUOTA BYTES",
                        "DIRTY",
                        "USED COMPR",
                        "UNDER COMPR")
                : List.of("ID", "PGS", "STORED", "OBJECTS", "USED", "%USED", "MAX AVAIL");
        headings.forEach(h -> pools.column(h, RIGHT));
        map.pools().forEach((id, pool) -> pools.row(poolRow(map, stats, id, pool, detail)));
        return "--- RAW STORAGE ---\n" + raw + " \n--- POOLS ---\n" + pools;
    }

    private static List<String> rawRow(String name, PgStatsMap.Space s) {
        String used = Units.bytes(s.kbUsed() * Units.KIB);
        return List.of(
                name,
                Units.bytes(s.kb() * Units.KIB),
                Units.bytes(s.kbAvail() * Units.KIB),
                used,
                used,
                percent(s.usedRatio()));
    }

    private static List<String> poolRow(OSDMap map, PgStatsMap stats, long id, PgPool pool, boolean detail) {
        PgStatsMap.Totals totals = stats.totals(id);
        long avail = maxAvail(map, stats, pool);
        String stored = Units.bytes(totals.bytes());
        String used = Units.bytes(totals.bytes() * pool.size());
        String percent = percent(ratio(totals.bytes(), avail));
        List<String> cells = new ArrayList<>(
                List.of(String.valueOf(map.poolName(id)), String.valueOf(id), String.valueOf(pool.pgNum()), stored));
        if (detail) {
            cells.addAll(Arrays.asList(stored, Units.bytes(0)));
        }
        cells.add(Units.count(totals.objects()));
        cells.add(used);
        if (detail) {
            cells.addAll(Arrays.asList(used, Units.bytes(0)));
        }
        cells.add(percent);
        cells.add(Units.bytes(avail));
        if (detail) {
            cells.add(pool.quotaMaxObjects() == 0 ? "N/A" : Units.count(pool.quotaMaxObjects()));
            cells.add(pool.quotaMaxBytes() == 0 ? "N/A" : Units.bytes(pool.quotaMaxBytes()));
            cells.addAll(Arrays.asList("N/A", Units.bytes(0), Units.bytes(0)));
        }
        return cells;
    }
}
