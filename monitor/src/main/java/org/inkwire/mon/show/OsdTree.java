// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.jspecify.annotations.Nullable;

/** The CRUSH hierarchy as {@code osd tree} and {@code osd crush tree} show it. Ceph: {@code OSDTreePlainDumper}. */
public final class OsdTree {
    private static final double ONE = CrushMap.WEIGHT_ONE;

    private record Node(int id, int depth, double weight) {}

    private final OSDMap map;
    private final CrushMap crush;
    private final boolean withOsds;
    private final @Nullable IntPredicate wanted;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Integer> strays = new ArrayList<>();

    private OsdTree(OSDMap map, boolean withOsds, @Nullable IntPredicate wanted) {
        this.map = map;
        this.wanted = wanted;
        this.crush = map.crush();
        this.withOsds = withOsds;
    }

    /**
     * @param wanted filter for OSDs, or null for all; a filter omits buckets without matching OSDs
     * @param from bucket to start at, or null for all roots
     */
    public static OsdTree osds(OSDMap map, @Nullable IntPredicate wanted, @Nullable Integer from) {
        OsdTree tree = new OsdTree(map, true, wanted);
        boolean[] seen = new boolean[map.maxOsd()];
        List<Integer> roots = from == null ? CrushTree.roots(tree.crush, false) : List.of(from);
        for (int root : roots) {
            tree.visit(root, 0, tree.bucketWeight(root), seen);
        }
        for (int osd = 0; from == null && osd < map.maxOsd(); osd++) {
            if (map.exists(osd) && !seen[osd] && tree.isWanted(osd)) {
                tree.strays.add(osd);
            }
        }
        return tree;
    }

    private boolean isWanted(int osd) {
        return wanted == null || wanted.test(osd);
    }

    public static OsdTree crush(OSDMap map, boolean shadows) {
        OsdTree tree = new OsdTree(map, false, null);
        for (int root : CrushTree.roots(tree.crush, shadows)) {
            tree.visit(root, 0, tree.bucketWeight(root), new boolean[0]);
        }
        return tree;
    }

    private double bucketWeight(int id) {
        CrushBucket b = crush.bucket(id);
        return b == null ? 0 : b.weight() / ONE;
    }

    /** @return whether anything wanted is at or below the item */
    private boolean visit(int item, int depth, double weight, boolean[] seen) {
        if (item >= 0) {
            if (item < seen.length) {
                seen[item] = true;
            }
            boolean show = !withOsds || map.exists(item) && isWanted(item);
            if (show) {
                nodes.add(new Node(item, depth, weight));
            }
            return show;
        }
        int at = nodes.size();
        nodes.add(new Node(item, depth, weight));
        boolean any = false;
        CrushBucket b = crush.bucket(item);
        if (b != null) {
            for (int child : CrushTree.sortedChildren(crush, b)) {
                any |= visit(child, depth + 1, b.itemWeight(b.indexOf(child)) / ONE, seen);
            }
        }
        // With a filter, only the paths to matching OSDs; without one, empty buckets too.
        if (!any && wanted != null) {
            nodes.remove(at);
        }
        return any;
    }

    private String name(int id) {
        String name = crush.name(id);
        return name != null ? name : id >= 0 ? "osd." + id : String.valueOf(id);
    }

    private String typeName(int id) {
        CrushBucket b = crush.bucket(id);
        int type = b == null ? 0 : b.type();
        return crush.typeNames().getOrDefault(type, String.valueOf(type));
    }

    private String status(int osd) {
        if (map.isUp(osd)) {
            return "up";
        }
        return (map.state(osd) & OsdState.DESTROYED) != 0 ? "destroyed" : "down";
    }

    /** Five decimals, or a plain 0. */
    static String weight(double w) {
        return w == 0 ? "0" : String.format(Locale.ROOT, "%.5f", w);
    }

    @Override
    public String toString() {
        TextTable table = new TextTable()
                .column("ID", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                .column("CLASS", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                .column("WEIGHT", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                .column("TYPE NAME", TextTable.Align.LEFT);
        if (withOsds) {
            table.column("STATUS", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                    .column("REWEIGHT", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                    .column("PRI-AFF", TextTable.Align.LEFT, TextTable.Align.RIGHT);
        }
        for (Node n : nodes) {
            row(table, n);
        }
        for (int osd : strays) {
            row(table, new Node(osd, 0, 0));
        }
        return table.toString();
    }

    private void row(TextTable table, Node n) {
        String deviceClass = n.id() >= 0 ? crush.classOf(n.id()) : null;
        List<String> cells = new ArrayList<>();
        cells.add(String.valueOf(n.id()));
        cells.add(deviceClass == null ? "" : deviceClass);
        cells.add(weight(n.weight()));
        cells.add("    ".repeat(n.depth()) + (n.id() < 0 ? typeName(n.id()) + " " : "") + name(n.id()));
        if (withOsds) {
            boolean osd = n.id() >= 0 && map.exists(n.id());
            cells.add(osd ? status(n.id()) : "");
            cells.add(osd ? weight(map.weight(n.id()) / ONE) : "");
            cells.add(osd ? weight(map.primaryAffinity(n.id()) / ONE) : "");
        }
        table.row(cells);
    }

    public ObjectNode json() {
        ObjectNode o = Json.object();
        ArrayNode all = o.putArray("nodes");
        nodes.forEach(n -> all.add(node(n, n.depth())));
        ArrayNode stray = o.putArray("stray");
        strays.forEach(osd -> stray.add(node(new Node(osd, 0, 0), 0)));
        return o;
    }

    private ObjectNode node(Node n, int depth) {
        ObjectNode o = Json.object().put("id", n.id());
        if (n.id() < 0) {
            CrushBucket b = crush.bucket(n.id());
            o.put("name", name(n.id())).put("type", typeName(n.id())).put("type_id", b == null ? 0 : b.type());
            if (crush.parentOf(n.id()) != null) {
                o.putObject("pool_weights");
            }
            List<Integer> children =
                    b == null ? new ArrayList<>() : new ArrayList<>(CrushTree.sortedChildren(crush, b));
            if (wanted != null) {
                TreeSet<Integer> shown = new TreeSet<>();
                nodes.forEach(node -> shown.add(node.id()));
                children.retainAll(shown);
            }
            // Ceph lists them in reverse order.
            Collections.reverse(children);
            o.set("children", Json.ints(children));
            return o;
        }
        String deviceClass = crush.classOf(n.id());
        if (deviceClass != null) {
            o.put("device_class", deviceClass);
        }
        o.put("name", name(n.id())).put("type", typeName(n.id())).put("type_id", 0);
        o.set("crush_weight", Json.number(n.weight()));
        o.put("depth", depth);
        if (crush.parentOf(n.id()) != null) {
            o.putObject("pool_weights");
        }
        if (withOsds) {
            o.put("exists", map.exists(n.id()) ? 1 : 0).put("status", status(n.id()));
            o.set("reweight", Json.number(map.weight(n.id()) / ONE));
            o.set("primary_affinity", Json.number(map.primaryAffinity(n.id()) / ONE));
        }
        return o;
    }
}
