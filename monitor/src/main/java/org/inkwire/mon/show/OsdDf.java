// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.CrushDevices;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;
import org.jspecify.annotations.Nullable;

/** {@code osd df}: space and PGs of each OSD, as a list or a tree. Ceph: {@code OSDUtilizationDumper}. Immutable. */
public final class OsdDf {
    private static final double ONE = CrushMap.WEIGHT_ONE;

    /** Reweight of a bucket, which has none. */
    private static final double NO_REWEIGHT = -1;

    /** Below, Ceph prints a plain 0. */
    private static final double LEAST_SHOWN = 0.001;

    private record Row(int id, int depth, double weight, double reweight, PgStatsMap.Space space, int pgs) {
        boolean isBucket() {
            return id < 0;
        }
    }

    private final OSDMap map;
    private final CrushMap crush;
    private final boolean asTree;
    private final List<Row> rows = new ArrayList<>();
    private final List<Row> strays = new ArrayList<>();
    private final PgStatsMap.Space total;
    private final double minVar;
    private final double maxVar;
    private final double deviation;

    /**
     * @param only OSDs to show; null for all
     * @param asTree whether to show buckets too
     */
    public OsdDf(OSDMap map, PgStatsMap stats, @Nullable Set<Integer> only, boolean asTree) {
        this.map = map;
        this.crush = map.crush();
        this.asTree = asTree;
        NavigableMap<Integer, Integer> pgs = PgRow.countByOsd(map, stats);
        for (int root : CrushTree.roots(crush, false)) {
            visit(root, 0, bucketWeight(root), stats, pgs, only);
        }
        Set<Integer> placed = new TreeSet<>();
        rows.forEach(row -> placed.add(row.id()));
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd) && !placed.contains(osd) && isWanted(osd, only)) {
                strays.add(osdRow(osd, 0, 0, stats, pgs));
            }
        }
        if (!asTree) {
            rows.removeIf(Row::isBucket);
            rows.sort(Comparator.comparingInt(Row::id));
        }
        List<Row> weighted = all().stream()
                .filter(row -> !row.isBucket() && row.reweight() > 0)
                .toList();
        PgStatsMap.Space sum = PgStatsMap.Space.NONE;
        for (Row row : weighted) {
            sum = sum.plus(row.space());
        }
        total = sum;
        minVar = weighted.stream().mapToDouble(this::variation).min().orElse(0);
        maxVar = weighted.stream().mapToDouble(this::variation).max().orElse(0);
        double squares = 0;
        double weights = 0;
        for (Row row : weighted) {
            double off = row.space().usedPercent() - total.usedPercent();
            squares += row.reweight() * off * off;
            weights += row.reweight();
        }
        deviation = weights == 0 ? 0 : Math.sqrt(squares / weights);
    }

    /**
     * OSDs that a filter names: those of a pool, below a CRUSH node, or of a device class.
     *
     * @return null if it is none of these
     */
    public static @Nullable Set<Integer> named(OSDMap map, String filter) {
        CrushMap crush = map.crush();
        PgPool pool = map.pool(map.poolId(filter));
        if (pool != null) {
            return CrushDevices.ofRule(crush, pool.crushRule());
        }
        Integer item = crush.idOf(filter);
        if (item != null) {
            return CrushDevices.under(crush, item);
        }
        if (!crush.classNames().containsValue(filter)) {
            return null;
        }
        Set<Integer> osds = new TreeSet<>();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (filter.equals(crush.classOf(osd))) {
                osds.add(osd);
            }
        }
        return osds;
    }

    private static boolean isWanted(int osd, @Nullable Set<Integer> only) {
        return only == null || only.contains(osd);
    }

    private double bucketWeight(int id) {
        CrushBucket b = crush.bucket(id);
        return b == null ? 0 : b.weight() / ONE;
    }

    private Row osdRow(int osd, int depth, double weight, PgStatsMap stats, NavigableMap<Integer, Integer> pgs) {
        return new Row(osd, depth, weight, map.weight(osd) / ONE, stats.space(osd), pgs.getOrDefault(osd, 0));
    }

    /** @return the space below the item */
    private PgStatsMap.Space visit(
            int item,
            int depth,
            double weight,
            PgStatsMap stats,
            NavigableMap<Integer, Integer> pgs,
            @Nullable Set<Integer> only) {
        if (item >= 0) {
            if (!map.exists(item) || !isWanted(item, only)) {
                return PgStatsMap.Space.NONE;
            }
            rows.add(osdRow(item, depth, weight, stats, pgs));
            return map.isIn(item) ? stats.space(item) : PgStatsMap.Space.NONE;
        }
        int at = rows.size();
        PgStatsMap.Space below = PgStatsMap.Space.NONE;
        CrushBucket b = crush.bucket(item);
        if (b != null) {
            for (int child : CrushTree.sortedChildren(crush, b)) {
                double childWeight = b.itemWeight(b.indexOf(child)) / ONE;
                below = below.plus(visit(child, depth + 1, childWeight, stats, pgs, only));
            }
        }
        // With a filter, only the paths to the OSDs it names.
        if (only == null || rows.size() > at) {
            rows.add(at, new Row(item, depth, weight, NO_REWEIGHT, below, 0));
        }
        return below;
    }

    private List<Row> all() {
        List<Row> all = new ArrayList<>(rows);
        all.addAll(strays);
        return all;
    }

    /** Use relative to the average. */
    private double variation(Row row) {
        double average = total.usedPercent();
        return average == 0 ? 1 : row.space().usedPercent() / average;
    }

    private String name(int id) {
        String name = crush.name(id);
        return name != null ? name : id >= 0 ? "osd." + id : String.valueOf(id);
    }

    private int type(int id) {
        CrushBucket b = crush.bucket(id);
        return b == null ? 0 : b.type();
    }

    private String typeName(int id) {
        return crush.typeNames().getOrDefault(type(id), String.valueOf(type(id)));
    }

    private String status(int osd) {
        return map.isUp(osd) ? "up" : (map.state(osd) & OsdState.DESTROYED) != 0 ? "destroyed" : "down";
    }

    // ---- JSON

    public ObjectNode json() {
        ObjectNode o = Json.object();
        ArrayNode nodes = o.putArray("nodes");
        rows.forEach(row -> nodes.add(node(row)));
        ArrayNode stray = o.putArray("stray");
        strays.forEach(row -> stray.add(node(row)));
        ObjectNode summary = o.putObject("summary");
        summary.put("total_kb", total.kb()).put("total_kb_used", total.kbUsed());
        summary.put("total_kb_used_data", total.kbUsed())
                .put("total_kb_used_omap", 0)
                .put("total_kb_used_meta", 0);
        summary.put("total_kb_avail", total.kbAvail());
        summary.set("average_utilization", Json.number(total.usedPercent()));
        summary.set("min_var", Json.number(minVar));
        summary.set("max_var", Json.number(maxVar));
        summary.set("dev", Json.number(deviation));
        return o;
    }

    private ObjectNode node(Row row) {
        ObjectNode n = Json.object().put("id", row.id());
        String deviceClass = row.isBucket() ? null : crush.classOf(row.id());
        if (deviceClass != null) {
            n.put("device_class", deviceClass);
        }
        n.put("name", name(row.id())).put("type", typeName(row.id())).put("type_id", type(row.id()));
        if (!row.isBucket()) {
            n.set("crush_weight", Json.number(row.weight()));
            n.put("depth", row.depth());
        }
        if (crush.parentOf(row.id()) != null) {
            n.putObject("pool_weights");
        }
        n.set("reweight", Json.number(row.reweight()));
        PgStatsMap.Space s = row.space();
        n.put("kb", s.kb()).put("kb_used", s.kbUsed()).put("kb_used_data", s.kbUsed());
        n.put("kb_used_omap", 0).put("kb_used_meta", 0).put("kb_avail", s.kbAvail());
        n.set("utilization", Json.number(s.usedPercent()));
        n.set("var", Json.number(variation(row)));
        n.put("pgs", row.pgs());
        if (row.isBucket()) {
            n.set("children", Json.ints(children(row.id())));
            return n;
        }
        return n.put("status", status(row.id()));
    }

    private List<Integer> children(int bucket) {
        List<Integer> children = new ArrayList<>();
        for (Row row : rows) {
            Integer parent = crush.parentOf(row.id());
            if (parent != null && parent == bucket) {
                children.add(row.id());
            }
        }
        // Ceph lists them in reverse order.
        Collections.reverse(children);
        return children;
    }

    // ---- table

    @Override
    public String toString() {
        TextTable table = new TextTable();
        for (String heading : List.of(
                "ID",
                "CLASS",
                "WEIGHT",
                "REWEIGHT",
                "SIZE",
                "RAW USE",
                "DATA",
                "OMAP",
                "META",
                "AVAIL",
                "%USE",
                "VAR",
                "PGS",
                "STATUS")) {
            table.column(heading, TextTable.Align.LEFT, TextTable.Align.RIGHT);
        }
        if (asTree) {
            table.column("TYPE NAME", TextTable.Align.LEFT);
        }
        for (Row row : all()) {
            table.row(cells(row));
        }
        List<String> sum = new ArrayList<>(List.of("", "", "", "TOTAL"));
        sum.addAll(spaceCells(total));
        sum.addAll(List.of("", "", ""));
        if (asTree) {
            sum.add("");
        }
        table.row(sum);
        return table + "MIN/MAX VAR: " + low(minVar) + "/" + low(maxVar) + "  STDDEV: " + low(deviation) + "\n";
    }

    private List<String> cells(Row row) {
        String deviceClass = row.isBucket() ? null : crush.classOf(row.id());
        List<String> cells = new ArrayList<>(List.of(
                String.valueOf(row.id()),
                deviceClass == null ? "" : deviceClass,
                OsdTree.weight(row.weight()),
                row.isBucket() ? "-" : OsdTree.weight(row.reweight())));
        cells.addAll(spaceCells(row.space()));
        cells.add(low(variation(row)));
        cells.add(row.isBucket() ? "-" : String.valueOf(row.pgs()));
        cells.add(row.isBucket() ? "" : status(row.id()));
        if (asTree) {
            cells.add("    ".repeat(row.depth()) + (row.isBucket() ? typeName(row.id()) + " " : "") + name(row.id()));
        }
        return cells;
    }

    private static List<String> spaceCells(PgStatsMap.Space s) {
        String used = Units.bytes(s.kbUsed() * Units.KIB);
        String none = Units.bytes(0);
        return List.of(
                Units.bytes(s.kb() * Units.KIB),
                used,
                used,
                none,
                none,
                Units.bytes(s.kbAvail() * Units.KIB),
                low(s.usedPercent()));
    }

    /** Two decimals, or a plain 0. */
    private static String low(double value) {
        return value < LEAST_SHOWN ? "0" : Units.fixed(value, 2);
    }
}
