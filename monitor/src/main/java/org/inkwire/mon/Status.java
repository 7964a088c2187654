// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.wire.UTime;

/** {@code ceph -s}. Pure functions of the monitor's state. */
final class Status {
    private static final long KIB = 1024;

    private Status() {}

    static ObjectNode json(Monitor m) {
        OSDMap map = m.osds().map();
        ObjectNode o = Json.object().put("fsid", m.fsid().toString());
        o.set("health", m.health().json(false));
        o.put("election_epoch", Monitor.ELECTION_EPOCH);
        o.putArray("quorum").add(0);
        o.putArray("quorum_names").add(m.name());
        o.put("quorum_age", m.quorumAge());
        o.putObject("monmap")
                .put("epoch", m.monMap().epoch())
                .put("min_mon_release_name", "pacific")
                .put("num_mons", 1);
        o.set("osdmap", osdMapJson(map));
        o.set("pgmap", pgMapJson(m));
        ObjectNode fsmap = o.putObject("fsmap").put("epoch", 1);
        fsmap.putArray("by_rank");
        fsmap.put("up:standby", 0);
        ObjectNode mgrmap = o.putObject("mgrmap").put("available", false).put("num_standbys", 0);
        mgrmap.putArray("modules");
        mgrmap.putObject("services");
        ObjectNode services = o.putObject("servicemap").put("epoch", 1);
        services.put("modified", Units.stamp(m.monMap().created()));
        services.putObject("services");
        o.putObject("progress_events");
        return o;
    }

    /** Also the answer to {@code osd stat}. */
    static ObjectNode osdMapJson(OSDMap map) {
        return Json.object()
                .put("epoch", map.epoch())
                .put("num_osds", map.numOsds())
                .put("num_up_osds", map.numUpOsds())
                .put("osd_up_since", map.lastUpChange().sec())
                .put("num_in_osds", map.numInOsds())
                .put("osd_in_since", map.lastInChange().sec())
                .put("num_remapped_pgs", map.pgTemp().size());
    }

    private static NavigableMap<String, Integer> states(Monitor m) {
        NavigableMap<String, Integer> states = new TreeMap<>();
        PgRow.all(m).forEach(row -> states.merge(row.state(), 1, Integer::sum));
        return states;
    }

    /** States and how many PGs are in them, most first. */
    private static Map<String, Integer> byCount(NavigableMap<String, Integer> states) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        states.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    static ObjectNode pgMapJson(Monitor m) {
        OSDMap map = m.osds().map();
        NavigableMap<String, Integer> states = states(m);
        PgStatsMap.Totals totals = m.pgStats().totals(null);
        SpaceReplies.Space space = SpaceReplies.Space.of(m);
        int pgs = states.values().stream().mapToInt(n -> n).sum();
        ObjectNode o = Json.object();
        ArrayNode list = o.putArray("pgs_by_state");
        byCount(states)
                .forEach((state, n) -> list.addObject().put("state_name", state).put("count", n));
        o.put("num_pgs", pgs).put("num_pools", map.pools().size()).put("num_objects", totals.objects());
        o.put("data_bytes", totals.bytes());
        o.put("bytes_used", space.kbUsed() * KIB).put("bytes_avail", space.kbAvail() * KIB);
        o.put("bytes_total", space.kb() * KIB);
        if (totals.degraded() > 0) {
            long of = Math.max(totals.copies(), totals.degraded());
            o.put("degraded_objects", totals.degraded()).put("degraded_total", of);
            o.set("degraded_ratio", Json.number((double) totals.degraded() / of));
        }
        return o;
    }

    static String plain(Monitor m) {
        OSDMap map = m.osds().map();
        StringBuilder out = new StringBuilder();
        NavigableMap<String, Health.Check> checks = m.health().checks();
        out.append("  cluster:\n    id:     ").append(m.fsid()).append('\n');
        out.append("    health: ").append(Health.status(checks)).append('\n');
        checks.values()
                .forEach(c -> out.append("            ").append(c.summary()).append('\n'));
        out.append(" \n  services:\n");
        out.append("    mon: 1 daemons, quorum ").append(m.name());
        out.append(" (age ").append(Units.span(m.quorumAge())).append(")\n");
        out.append("    mgr: no daemons active\n");
        out.append("    osd: ").append(osdLine(map, m)).append('\n');
        out.append(" \n  data:\n");
        appendData(out, m);
        return out.append(" \n").toString();
    }

    /** {@code 3 osds: 3 up (since 8s), 3 in (since 11s)}. */
    static String osdLine(OSDMap map, Monitor m) {
        StringBuilder out = new StringBuilder();
        out.append(map.numOsds()).append(" osds: ").append(map.numUpOsds()).append(" up");
        out.append(since(map.lastUpChange(), m));
        out.append(", ").append(map.numInOsds()).append(" in").append(since(map.lastInChange(), m));
        if (!map.pgTemp().isEmpty()) {
            out.append("; ").append(map.pgTemp().size()).append(" remapped pgs");
        }
        return out.toString();
    }

    private static String since(UTime t, Monitor m) {
        return t.isZero() ? "" : " (since " + Units.span(m.now().getEpochSecond() - t.sec()) + ")";
    }

    private static void appendData(StringBuilder out, Monitor m) {
        OSDMap map = m.osds().map();
        PgStatsMap.Totals totals = m.pgStats().totals(null);
        SpaceReplies.Space space = SpaceReplies.Space.of(m);
        Map<String, Integer> states = byCount(states(m));
        int pgs = states.values().stream().mapToInt(n -> n).sum();
        out.append("    pools:   ")
                .append(map.pools().size())
                .append(" pools, ")
                .append(pgs)
                .append(" pgs\n");
        out.append("    objects: ").append(Units.count(totals.objects())).append(" objects, ");
        out.append(Units.bytes(totals.bytes())).append('\n');
        out.append("    usage:   ").append(Units.bytes(space.kbUsed() * KIB)).append(" used, ");
        out.append(Units.bytes(space.kbAvail() * KIB)).append(" / ");
        out.append(Units.bytes(space.kb() * KIB)).append(" avail\n");
        List<String> lines = new ArrayList<>();
        int inactive = states.entrySet().stream()
                .filter(e -> !e.getKey().contains("active"))
                .mapToInt(Map.Entry::getValue)
                .sum();
        if (inactive > 0) {
            lines.add(Units.fixed(100.0 * inactive / pgs, 3) + "% pgs not active");
        }
        if (totals.degraded() > 0) {
            lines.add(Health.degradedRatio(totals));
        }
        int width = states.values().stream()
                .mapToInt(n -> String.valueOf(n).length())
                .max()
                .orElse(1);
        states.forEach((state, n) -> lines.add(String.format("%-" + width + "d %s", n, state)));
        out.append("    pgs:     ").append(lines.isEmpty() ? "" : lines.get(0)).append('\n');
        for (int i = 1; i < lines.size(); i++) {
            out.append("             ").append(lines.get(i)).append('\n');
        }
    }
}
