// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.RefusedException;

/** What would happen without certain OSDs. Ceph: {@code DaemonServer::_handle_command}. */
final class OsdSafetyCommands {
    private static final List<String> EVERY = List.of("all", "any", "*");

    private final PgStatsMap pgStats;

    OsdSafetyCommands(PgStatsMap pgStats) {
        this.pgStats = pgStats;
    }

    void addTo(CommandTable t) {
        t.add(
                "osd ok-to-stop",
                "ids:String* max:Int?,range=0",
                "check whether OSDs can stop without making PGs unavailable",
                "osd",
                "r",
                Command.FLAG_MGR,
                this::okToStop);
        t.add(
                "osd safe-to-destroy",
                "ids:String*",
                "check whether OSDs can be destroyed without losing data",
                "osd",
                "r",
                Command.FLAG_MGR,
                this::safeToDestroy);
    }

    private static Set<Integer> ids(Call c) {
        List<String> texts = c.strings("ids");
        if (texts.isEmpty()) {
            throw new RefusedException(Errno.EINVAL, "must specify one or more OSDs");
        }
        if (!EVERY.contains(texts.get(0))) {
            return new TreeSet<>(texts.stream().map(OsdSafetyCommands::id).toList());
        }
        TreeSet<Integer> all = new TreeSet<>();
        for (int osd = 0; osd < c.map().maxOsd(); osd++) {
            if (c.map().exists(osd)) {
                all.add(osd);
            }
        }
        return all;
    }

    private static int id(String text) {
        return Call.parseOsdId(text, code -> "invalid osd id '" + text + "'");
    }

    private static List<String> unknown(List<PgRow> rows) {
        return rows.stream()
                .filter(row -> row.stat() == null)
                .map(row -> row.pgid().toString())
                .toList();
    }

    private static String cannotTell(int pgs) {
        return pgs + " pgs have unknown state; cannot draw any conclusions";
    }

    // ---- ok-to-stop

    private Reply okToStop(Call c) {
        Set<Integer> stopping = ids(c);
        List<PgRow> rows = PgRow.all(c.map(), pgStats);
        List<String> unknown = unknown(rows);
        List<String> inactive = new ArrayList<>();
        List<String> becomeInactive = new ArrayList<>();
        List<String> becomeDegraded = new ArrayList<>();
        List<String> becomeMoreDegraded = new ArrayList<>();
        for (PgRow row : rows) {
            PgPool pool = c.map().pool(row.pgid().pool());
            List<Integer> acting = row.where().acting();
            if (row.stat() == null || pool == null || acting.stream().noneMatch(stopping::contains)) {
                continue;
            }
            String pgid = row.pgid().toString();
            long left = acting.stream().filter(osd -> !stopping.contains(osd)).count();
            if (!row.state().contains("active")) {
                inactive.add(pgid);
            } else if (left < pool.minSize()) {
                becomeInactive.add(pgid);
            } else if (row.state().contains("degraded") || row.state().contains("undersized")) {
                becomeMoreDegraded.add(pgid);
            } else {
                becomeDegraded.add(pgid);
            }
        }
        int bad = inactive.size() + becomeInactive.size();
        ObjectNode o = Json.object().put("ok_to_stop", bad == 0 && unknown.isEmpty());
        o.set("osds", Json.ints(stopping));
        o.put("num_ok_pgs", becomeDegraded.size() + becomeMoreDegraded.size()).put("num_not_ok_pgs", bad);
        putUnlessEmpty(o, "unknown_pgs", unknown);
        putUnlessEmpty(o, "bad_already_inactive", inactive);
        putUnlessEmpty(o, "bad_become_inactive", becomeInactive);
        putUnlessEmpty(o, "ok_become_degraded", becomeDegraded);
        putUnlessEmpty(o, "ok_become_more_degraded", becomeMoreDegraded);
        // JSON whatever the format, on one line.
        Reply reply = Reply.data(Json.compact(o) + "\n");
        if (bad > 0) {
            return reply.failed(
                    Errno.EBUSY, "unsafe to stop osd(s) at this time (" + bad + " PGs are or would become offline)");
        }
        return unknown.isEmpty() ? reply : reply.failed(Errno.EAGAIN, cannotTell(unknown.size()));
    }

    private static void putUnlessEmpty(ObjectNode o, String key, List<String> pgs) {
        if (!pgs.isEmpty()) {
            o.set(key, Json.strings(pgs));
        }
    }

    // ---- safe-to-destroy

    private Reply safeToDestroy(Call c) {
        Set<Integer> ids = ids(c);
        List<PgRow> rows = PgRow.all(c.map(), pgStats);
        int unknown = unknown(rows).size();
        if (unknown > 0) {
            throw new RefusedException(Errno.EAGAIN, cannotTell(unknown));
        }
        TreeSet<Integer> safe = new TreeSet<>();
        TreeSet<Integer> active = new TreeSet<>();
        TreeSet<Integer> noStats = new TreeSet<>();
        long affected = 0;
        for (int osd : ids) {
            long pgs = rows.stream().filter(row -> holds(row, osd)).count();
            affected += pgs;
            if (!c.map().exists(osd)) {
                safe.add(osd);
            } else if (pgs > 0) {
                active.add(osd);
            } else if (pgStats.space(osd).kb() == 0) {
                noStats.add(osd);
            } else {
                safe.add(osd);
            }
        }
        ObjectNode o = Json.object();
        o.set("safe_to_destroy", Json.ints(safe));
        o.set("active", Json.ints(active));
        o.set("missing_stats", Json.ints(noStats));
        o.putArray("stored_pgs");
        Reply reply = c.format().isJson() ? Reply.json(c.format(), o) : Reply.ok("");
        if (!active.isEmpty()) {
            return reply.failed(
                    Errno.EBUSY, "OSD(s) " + list(active) + " have " + affected + " pgs currently mapped to them. ");
        }
        if (!noStats.isEmpty()) {
            return reply.failed(
                    Errno.EAGAIN,
                    "OSD(s) " + list(noStats) + " have no reported stats, and not all PGs are active+clean; "
                            + "we cannot draw any conclusions. ");
        }
        return reply.withStatus("OSD(s) " + list(safe) + " are safe to destroy without reducing data durability.");
    }

    private static boolean holds(PgRow row, int osd) {
        return row.where().acting().contains(osd) || row.where().up().contains(osd);
    }

    private static String list(Set<Integer> osds) {
        return osds.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
