// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;

/**
 * Health checks of the cluster, computed on request. Codes and wording are Ceph's: {@code OSDMap::check_health}, {@code
 * PGMap::get_health_checks}. Omits checks that cannot fail here: of cephx, and of the manager, which runs
 * while the monitor does.
 */
public final class Health {
    /** @param detail one line each */
    record Check(boolean error, String summary, long count, List<String> detail) {}

    private static final int WARN_FLAGS = OSDMapFlags.FULL
            | OSDMapFlags.PAUSERD
            | OSDMapFlags.PAUSEWR
            | OSDMapFlags.PAUSEREC
            | OSDMapFlags.NOUP
            | OSDMapFlags.NODOWN
            | OSDMapFlags.NOIN
            | OSDMapFlags.NOOUT
            | OSDMapFlags.NOBACKFILL
            | OSDMapFlags.NORECOVER
            | OSDMapFlags.NOSCRUB
            | OSDMapFlags.NODEEP_SCRUB
            | OSDMapFlags.NOTIERAGENT
            | OSDMapFlags.NOSNAPTRIM
            | OSDMapFlags.NOREBALANCE;

    private static final NavigableMap<String, Integer> OSD_FLAGS = new TreeMap<>(
            Map.of("nodown", OsdState.NODOWN, "noin", OsdState.NOIN, "noout", OsdState.NOOUT, "noup", OsdState.NOUP));

    private final CephConf conf;

    public Health(CephConf conf) {
        this.conf = conf;
    }

    /** Checks by code, in display order. */
    NavigableMap<String, Check> checks(OSDMap map, PgStatsMap stats) {
        NavigableMap<String, Check> checks = new TreeMap<>();
        checkOsds(map, checks);
        checkFlags(map, checks);
        checkOsdFlags(map, checks);
        FullChecks.addTo(checks, map);
        checkPools(map, checks);
        checkApplications(map, stats, checks);
        checkPgs(map, stats, checks);
        checkUnfound(map, stats, checks);
        return checks;
    }

    static String status(Map<String, Check> checks) {
        if (checks.isEmpty()) {
            return "HEALTH_OK";
        }
        return checks.values().stream().anyMatch(Check::error) ? "HEALTH_ERR" : "HEALTH_WARN";
    }

    private void checkOsds(OSDMap map, NavigableMap<String, Check> checks) {
        List<String> down = new ArrayList<>();
        NavigableMap<String, int[]> hosts = new TreeMap<>();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (!map.isIn(osd)) {
                continue;
            }
            Map<String, String> location = map.crush().location(osd);
            String host = location.get("host");
            if (host != null) {
                int[] upAndAll = hosts.computeIfAbsent(host, h -> new int[2]);
                upAndAll[0] += map.isUp(osd) ? 1 : 0;
                upAndAll[1]++;
            }
            if (!map.isUp(osd)) {
                down.add("osd." + osd + " (" + locationText(location) + ") is down");
            }
        }
        if (!down.isEmpty()) {
            checks.put("OSD_DOWN", new Check(false, down.size() + " osds down", down.size(), down));
        }
        List<String> downHosts = new ArrayList<>();
        int osdsOfHosts = 0;
        for (Map.Entry<String, int[]> e : hosts.entrySet()) {
            if (e.getValue()[0] == 0) {
                osdsOfHosts += e.getValue()[1];
                downHosts.add("host " + e.getKey() + " (" + e.getValue()[1] + " osds) is down");
            }
        }
        if (!downHosts.isEmpty()) {
            checks.put(
                    "OSD_HOST_DOWN",
                    new Check(
                            false,
                            downHosts.size() + " host" + (downHosts.size() > 1 ? "s" : "") + " (" + osdsOfHosts
                                    + " osds) down",
                            downHosts.size(),
                            downHosts));
        }
        int size = conf.getInt(Options.OSD_POOL_DEFAULT_SIZE);
        if (map.numOsds() > 0 && map.numOsds() < size) {
            String text = "OSD count " + map.numOsds() + " < osd_pool_default_size " + size;
            checks.put("TOO_FEW_OSDS", new Check(false, text, size - map.numOsds(), List.of()));
        }
    }

    /** {@code root=default,host=a}. */
    private static String locationText(Map<String, String> location) {
        List<String> parts = new ArrayList<>();
        location.forEach((type, name) -> parts.add(0, type + "=" + name));
        return String.join(",", parts);
    }

    private static void checkFlags(OSDMap map, NavigableMap<String, Check> checks) {
        int set = map.flags() & WARN_FLAGS;
        if (set != 0) {
            checks.put(
                    "OSDMAP_FLAGS",
                    new Check(
                            false,
                            String.join(",", OSDMapFlags.names(set)) + " flag(s) set",
                            Integer.bitCount(set),
                            List.of()));
        }
    }

    /** Flags of single OSDs. */
    private static void checkOsdFlags(OSDMap map, NavigableMap<String, Check> checks) {
        List<String> detail = new ArrayList<>();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            List<String> flags = map.exists(osd) ? osdFlags(map.state(osd)) : List.of();
            if (!flags.isEmpty()) {
                detail.add("osd." + osd + " has flags " + String.join(",", flags));
            }
        }
        if (!detail.isEmpty()) {
            String text =
                    detail.size() + " OSDs or CRUSH {nodes, device-classes} have {NOUP,NODOWN,NOIN,NOOUT} flags set";
            checks.put("OSD_FLAGS", new Check(false, text, detail.size(), detail));
        }
    }

    /** Sorted, as Ceph prints them. */
    private static List<String> osdFlags(int state) {
        List<String> flags = new ArrayList<>();
        OSD_FLAGS.forEach((name, bit) -> {
            if ((state & bit) != 0) {
                flags.add(name);
            }
        });
        return flags;
    }

    private void checkPools(OSDMap map, NavigableMap<String, Check> checks) {
        List<String> single = new ArrayList<>();
        map.pools().forEach((id, pool) -> {
            if (pool.size() == 1) {
                single.add("pool '" + map.poolName(id) + "' has no replicas configured");
            }
        });
        if (!single.isEmpty() && conf.get(Options.MON_WARN_ON_POOL_NO_REDUNDANCY)) {
            checks.put(
                    "POOL_NO_REDUNDANCY",
                    new Check(false, single.size() + " pool(s) have no replicas configured", single.size(), single));
        }
    }

    private void checkApplications(OSDMap map, PgStatsMap stats, NavigableMap<String, Check> checks) {
        List<String> detail = new ArrayList<>();
        map.pools().forEach((id, pool) -> {
            if (pool.applications().isEmpty() && stats.totals(id).objects() > 0) {
                detail.add("application not enabled on pool '" + map.poolName(id) + "'");
            }
        });
        if (!detail.isEmpty() && conf.get(Options.MON_WARN_ON_POOL_NO_APP)) {
            int count = detail.size();
            detail.add("use 'ceph osd pool application enable <pool-name> <app-name>', where <app-name> is 'cephfs', "
                    + "'rbd', 'rgw', or freeform for custom applications.");
            String text = count + " pool(s) do not have an application enabled";
            checks.put("POOL_APP_NOT_ENABLED", new Check(false, text, count, detail));
        }
    }

    private static void checkPgs(OSDMap map, PgStatsMap stats, NavigableMap<String, Check> checks) {
        int inactive = 0;
        int degraded = 0;
        int undersized = 0;
        List<String> inactiveDetail = new ArrayList<>();
        List<String> degradedDetail = new ArrayList<>();
        for (PgRow row : PgRow.all(map, stats)) {
            PgStat stat = row.stat();
            String state = row.state();
            if (!state.contains("active")) {
                inactive++;
                inactiveDetail.add("pg " + row.pgid() + " is " + state + ", acting "
                        + row.where().acting());
            } else if (state.contains("degraded") || state.contains("undersized")) {
                degraded += state.contains("degraded") ? 1 : 0;
                undersized += state.contains("undersized") ? 1 : 0;
                degradedDetail.add("pg " + row.pgid() + " is " + state + ", acting "
                        + (stat == null ? row.where().acting() : stat.acting()));
            }
        }
        if (inactive > 0) {
            checks.put(
                    "PG_AVAILABILITY",
                    new Check(
                            false,
                            "Reduced data availability: " + pgs(inactive) + " inactive",
                            inactive,
                            inactiveDetail));
        }
        PgStatsMap.Totals totals = stats.totals(null);
        if (degraded > 0 || undersized > 0) {
            List<String> parts = new ArrayList<>();
            if (totals.degraded() > 0) {
                parts.add(degradedRatio(totals));
            }
            if (degraded > 0) {
                parts.add(pgs(degraded) + " degraded");
            }
            if (undersized > 0) {
                parts.add(pgs(undersized) + " undersized");
            }
            checks.put(
                    "PG_DEGRADED",
                    new Check(
                            false,
                            "Degraded data redundancy: " + String.join(", ", parts),
                            Math.max(degraded, undersized),
                            degradedDetail));
        }
    }

    private static void checkUnfound(OSDMap map, PgStatsMap stats, NavigableMap<String, Check> checks) {
        PgStatsMap.Totals totals = stats.totals(null);
        if (totals.unfound() == 0) {
            return;
        }
        List<String> unfound = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        for (PgRow row : PgRow.all(map, stats)) {
            PgStat stat = row.stat();
            long objects = stat == null ? 0 : stat.counts().objectsUnfound();
            if (objects > 0) {
                unfound.add("pg " + row.pgid() + " has " + objects + " unfound objects");
                damaged.add("pg " + row.pgid() + " is " + row.state() + ", acting "
                        + row.where().acting() + ", " + objects + " unfound");
            }
        }
        checks.put(
                "OBJECT_UNFOUND",
                new Check(false, ratio(totals.unfound(), totals.objects(), "unfound"), totals.unfound(), unfound));
        checks.put(
                "PG_DAMAGED",
                new Check(
                        true,
                        "Possible data damage: " + pgs(damaged.size()) + " recovery_unfound",
                        damaged.size(),
                        damaged));
    }

    /** {@code 3/9 objects degraded (33.333%)}. */
    public static String degradedRatio(PgStatsMap.Totals totals) {
        return ratio(totals.degraded(), totals.copies(), "degraded");
    }

    /** {@code 3/9 objects misplaced (33.333%)}. */
    static String ratio(long some, long all, String what) {
        long of = Math.max(all, some);
        return String.format(Locale.ROOT, "%d/%d objects %s (%.3f%%)", some, of, what, 100.0 * some / of);
    }

    private static String pgs(int n) {
        return n + (n == 1 ? " pg" : " pgs");
    }

    public ObjectNode json(OSDMap map, PgStatsMap stats, boolean withDetail) {
        NavigableMap<String, Check> checks = checks(map, stats);
        ObjectNode o = Json.object().put("status", status(checks));
        ObjectNode all = o.putObject("checks");
        checks.forEach((code, c) -> {
            ObjectNode check = all.putObject(code);
            check.put("severity", c.error() ? "HEALTH_ERR" : "HEALTH_WARN");
            check.putObject("summary").put("message", c.summary()).put("count", c.count());
            if (withDetail) {
                ArrayNode lines = check.putArray("detail");
                c.detail().forEach(line -> lines.addObject().put("message", line));
            }
            check.put("muted", false);
        });
        o.putArray("mutes");
        return o;
    }

    public String plain(OSDMap map, PgStatsMap stats, boolean withDetail) {
        NavigableMap<String, Check> checks = checks(map, stats);
        StringBuilder out = new StringBuilder(status(checks));
        String separator = " ";
        for (Check c : checks.values()) {
            out.append(separator).append(c.summary());
            separator = "; ";
        }
        out.append('\n');
        if (withDetail) {
            checks.forEach((code, c) -> {
                out.append(c.error() ? "[ERR] " : "[WRN] ")
                        .append(code)
                        .append(": ")
                        .append(c.summary())
                        .append('\n');
                c.detail().forEach(line -> out.append("    ").append(line).append('\n'));
            });
        }
        return out.toString();
    }
}
