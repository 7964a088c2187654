// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.CephVersion;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.wire.UTime;

/** {@code ceph -s}. Confined to the monitor's center. Ceph: {@code Monitor::get_cluster_status}. */
public final class Status {
    private final MonmapMonitor mons;
    private final MgrMonitor mgrs;
    private final Health health;
    private final InstantSource wallClock;

    public Status(MonmapMonitor mons, MgrMonitor mgrs, Health health, InstantSource wallClock) {
        this.mons = mons;
        this.mgrs = mgrs;
        this.health = health;
        this.wallClock = wallClock;
    }

    public ObjectNode json(OSDMap map, PgStatsMap stats) {
        ObjectNode o = Json.object().put("fsid", mons.fsid().toString());
        o.set("health", health.json(map, stats, false));
        o.put("election_epoch", MonmapMonitor.ELECTION_EPOCH);
        o.putArray("quorum").add(0);
        o.putArray("quorum_names").add(mons.name());
        o.put("quorum_age", mons.quorumAge());
        o.putObject("monmap")
                .put("epoch", mons.map().epoch())
                .put("min_mon_release_name", CephVersion.RELEASE)
                .put("num_mons", 1);
        o.set("osdmap", osdMapJson(map));
        o.set("pgmap", pgMapJson(map, stats));
        ObjectNode fsmap = o.putObject("fsmap").put("epoch", 1);
        fsmap.putArray("by_rank");
        fsmap.put("up:standby", 0);
        ObjectNode mgrmap = o.putObject("mgrmap")
                .put("available", mgrs.active().available())
                .put("num_standbys", 0);
        mgrmap.putArray("modules");
        mgrmap.putObject("services");
        ObjectNode services = o.putObject("servicemap").put("epoch", 1);
        services.put("modified", Units.stamp(mons.map().created()));
        services.putObject("services");
        o.putObject("progress_events");
        return o;
    }

    /** Also the answer to {@code osd stat}. */
    public static ObjectNode osdMapJson(OSDMap map) {
        return Json.object()
                .put("epoch", map.epoch())
                .put("num_osds", map.numOsds())
                .put("num_up_osds", map.numUpOsds())
                .put("osd_up_since", map.lastUpChange().sec())
                .put("num_in_osds", map.numInOsds())
                .put("osd_in_since", map.lastInChange().sec())
                .put("num_remapped_pgs", map.pgTemp().size());
    }

    private static NavigableMap<String, Integer> states(OSDMap map, PgStatsMap stats) {
        NavigableMap<String, Integer> states = new TreeMap<>();
        PgRow.all(map, stats).forEach(row -> states.merge(row.state(), 1, Integer::sum));
        return states;
    }

    /** Number of PGs by state, most first. */
    private static Map<String, Integer> byCount(NavigableMap<String, Integer> states) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        states.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    private static ObjectNode pgMapJson(OSDMap map, PgStatsMap stats) {
        NavigableMap<String, Integer> states = states(map, stats);
        PgStatsMap.Totals totals = stats.totals(null);
        PgStatsMap.Space space = stats.space(map);
        int pgs = states.values().stream().mapToInt(n -> n).sum();
        ObjectNode o = Json.object();
        ArrayNode list = o.putArray("pgs_by_state");
        byCount(states)
                .forEach((state, n) -> list.addObject().put("state_name", state).put("count", n));
        o.put("num_pgs", pgs).put("num_pools", map.pools().size()).put("num_objects", totals.objects());
        o.put("data_bytes", totals.bytes());
        o.put("bytes_used", space.kbUsed() * Units.KIB).put("bytes_avail", space.kbAvail() * Units.KIB);
        o.put("bytes_total", space.kb() * Units.KIB);
        if (totals.degraded() > 0) {
            putDegraded(o, totals);
        }
        if (totals.misplaced() > 0) {
            long of = Math.max(totals.copies(), totals.misplaced());
            o.put("misplaced_objects", totals.misplaced()).put("misplaced_total", of);
            o.set("misplaced_ratio", Json.number((double) totals.misplaced() / of));
        }
        if (totals.unfound() > 0) {
            o.put("unfound_objects", totals.unfound()).put("unfound_total", totals.objects());
            o.set("unfound_ratio", Json.number((double) totals.unfound() / totals.objects()));
        }
        PgStat.Io rates = stats.ioRates(null);
        IoText.putRecovery(o, rates, stats.ioSums(null));
        IoText.putClient(o, rates);
        return o;
    }

    /** Adds what {@link Health#degradedRatio} shows. */
    public static void putDegraded(ObjectNode o, PgStatsMap.Totals totals) {
        long of = Math.max(totals.copies(), totals.degraded());
        o.put("degraded_objects", totals.degraded()).put("degraded_total", of);
        o.set("degraded_ratio", Json.number((double) totals.degraded() / of));
    }

    public String plain(OSDMap map, PgStatsMap stats) {
        StringBuilder out = new StringBuilder();
        NavigableMap<String, Health.Check> checks = health.checks(map, stats);
        out.append("  cluster:\n    id:     ").append(mons.fsid()).append('\n');
        out.append("    health: ").append(Health.status(checks)).append('\n');
        checks.values()
                .forEach(c -> out.append("            ").append(c.summary()).append('\n'));
        out.append(" \n  services:\n");
        out.append("    mon: 1 daemons, quorum ").append(mons.name());
        out.append(" (age ").append(Units.span(mons.quorumAge())).append(")\n");
        out.append("    mgr: ").append(mgrs.name()).append("(active, since ");
        out.append(Units.span(age(mgrs.since()))).append(")\n");
        out.append("    osd: ").append(osdLine(map)).append('\n');
        int flags = map.flags() & ~OSDMapFlags.DEFAULT;
        if (flags != 0) {
            out.append("         flags ")
                    .append(String.join(",", OSDMapFlags.names(flags)))
                    .append('\n');
        }
        out.append(" \n  data:\n");
        appendData(out, map, stats);
        appendIo(out, stats.ioRates(null));
        return out.append(" \n").toString();
    }

    private static void appendIo(StringBuilder out, PgStat.Io rates) {
        String client = IoText.client(rates);
        String recovery = IoText.recovery(rates);
        if (!client.isEmpty() || !recovery.isEmpty()) {
            out.append(" \n  io:\n");
        }
        if (!client.isEmpty()) {
            out.append("    client:   ").append(client).append('\n');
        }
        if (!recovery.isEmpty()) {
            out.append("    recovery: ").append(recovery).append('\n');
        }
    }

    /** {@code 3 osds: 3 up (since 8s), 3 in (since 11s)}. */
    public String osdLine(OSDMap map) {
        StringBuilder out = new StringBuilder();
        out.append(map.numOsds()).append(" osds: ").append(map.numUpOsds()).append(" up");
        out.append(since(map.lastUpChange()));
        out.append(", ").append(map.numInOsds()).append(" in").append(since(map.lastInChange()));
        if (!map.pgTemp().isEmpty()) {
            out.append("; ").append(map.pgTemp().size()).append(" remapped pgs");
        }
        return out.toString();
    }

    private String since(UTime t) {
        return t.isZero() ? "" : " (since " + Units.span(age(t)) + ")";
    }

    private long age(UTime t) {
        return wallClock.instant().getEpochSecond() - t.sec();
    }

    private static void appendData(StringBuilder out, OSDMap map, PgStatsMap stats) {
        PgStatsMap.Totals totals = stats.totals(null);
        PgStatsMap.Space space = stats.space(map);
        Map<String, Integer> states = byCount(states(map, stats));
        int pgs = states.values().stream().mapToInt(n -> n).sum();
        out.append("    pools:   ")
                .append(map.pools().size())
                .append(" pools, ")
                .append(pgs)
                .append(" pgs\n");
        out.append("    objects: ").append(Units.count(totals.objects())).append(" objects, ");
        out.append(Units.bytes(totals.bytes())).append('\n');
        out.append("    usage:   ")
                .append(Units.bytes(space.kbUsed() * Units.KIB))
                .append(" used, ");
        out.append(Units.bytes(space.kbAvail() * Units.KIB)).append(" / ");
        out.append(Units.bytes(space.kb() * Units.KIB)).append(" avail\n");
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
        if (totals.misplaced() > 0) {
            lines.add(Health.ratio(totals.misplaced(), totals.copies(), "misplaced"));
        }
        if (totals.unfound() > 0) {
            lines.add(Health.ratio(totals.unfound(), totals.objects(), "unfound"));
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
