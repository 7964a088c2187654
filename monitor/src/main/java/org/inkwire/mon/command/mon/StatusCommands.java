// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.mon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.message.mon.LogEntry;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.CephVersion;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.ClusterLog;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Sessions;
import org.inkwire.mon.show.Df;
import org.inkwire.mon.show.FeatureMap;
import org.inkwire.mon.show.Health;
import org.inkwire.mon.show.MonMapDump;
import org.inkwire.mon.show.Status;
import org.inkwire.wire.feature.Feature;

/** The cluster as a whole: {@code status}, {@code health}, {@code versions}, {@code log}. Ceph: {@code Monitor.cc}. */
final class StatusCommands {
    private static final int LOG_LAST_DEFAULT = 20;

    private final Status status;
    private final Health health;
    private final MonmapMonitor mons;
    private final MgrMonitor mgrs;
    private final ClusterLog log;
    private final Sessions sessions;
    private final OsdMetadata osdMetadata;
    private final PgStatsMap pgStats;

    StatusCommands(
            Status status,
            Health health,
            MonmapMonitor mons,
            MgrMonitor mgrs,
            ClusterLog log,
            Sessions sessions,
            OsdMetadata osdMetadata,
            PgStatsMap pgStats) {
        this.status = status;
        this.health = health;
        this.mons = mons;
        this.mgrs = mgrs;
        this.log = log;
        this.sessions = sessions;
        this.osdMetadata = osdMetadata;
        this.pgStats = pgStats;
    }

    void addTo(CommandTable t) {
        t.add(
                "get_command_descriptions",
                "",
                "list all commands",
                "mon",
                "r",
                Command.FLAG_HIDDEN,
                c -> Reply.data(Json.compact(t.descriptions())));
        t.add(
                "status",
                "",
                "show the state of the cluster",
                "mon",
                "r",
                c -> c.reply(status.json(c.map(), pgStats), status.plain(c.map(), pgStats)));
        t.add("health", "detail:Choices?,strings=detail", "show health problems", "mon", "r", this::health);
        t.add(
                "version",
                "",
                "show the monitor's version",
                "mon",
                "r",
                c -> c.reply(Json.object().put("version", CephVersion.TEXT), CephVersion.TEXT + "\n"));
        t.add("versions", "", "count the versions of running daemons", "mon", "r", this::versions);
        t.add(
                "fsid",
                "",
                "show the cluster's id",
                "mon",
                "r",
                c -> c.reply(Json.object().put("fsid", mons.fsid().toString()), mons.fsid() + "\n"));
        t.add(
                "features",
                "",
                "count the features of connected peers",
                "mon",
                "r",
                c -> c.reply(FeatureMap.json(sessions)));
        t.add("quorum_status", "", "show the monitors' quorum", "mon", "r", c -> quorumStatus());
        t.add(
                "mon_status",
                "",
                "show this monitor's state",
                "mon",
                "r",
                Command.FLAG_HIDDEN,
                c -> c.reply(MonMapDump.status(mons, sessions)));
        t.add("time-sync-status", "", "show clock differences between monitors", "mon", "r", StatusCommands::timeSync);
        t.add("log", "logtext:String*", "write to the cluster log", "mon", "rw", this::log);
        t.add(
                "log last",
                "num:Int?,range=1 level:Choices?,strings=debug|info|sec|warn|error"
                        + " channel:Choices?,strings=*|cluster|audit|cephadm",
                "show the newest lines of the cluster log",
                "mon",
                "r",
                this::logLast);
        t.add("node ls", "type:Choices?,strings=all|osd|mon|mds|mgr", "list daemons by host", "mon", "r", this::nodeLs);
        t.add("sessions", "", "list the monitor's sessions", "mon", "r", Command.FLAG_HIDDEN, this::sessions);
        t.add(
                "df",
                "detail:Choices?,strings=detail",
                "show free space",
                "mon",
                "r",
                c -> c.reply(Df.json(c.map(), pgStats, c.has("detail")), Df.plain(c.map(), pgStats, c.has("detail"))));
    }

    private Reply health(Call c) {
        boolean detail = c.optional("detail", "").equals("detail");
        return c.reply(health.json(c.map(), pgStats, detail), health.plain(c.map(), pgStats, detail));
    }

    private Reply versions(Call c) {
        NavigableMap<String, Integer> osds = osdMetadata.count(OsdMetadata.CEPH_VERSION, c.map());
        ObjectNode o = Json.object();
        o.putObject("mon").put(CephVersion.TEXT, 1);
        o.putObject("mgr").put(CephVersion.TEXT, 1);
        ObjectNode osd = o.putObject("osd");
        osds.forEach(osd::put);
        o.putObject("mds");
        NavigableMap<String, Integer> all = new TreeMap<>(osds);
        // The monitor and the manager.
        all.merge(CephVersion.TEXT, 2, Integer::sum);
        ObjectNode overall = o.putObject("overall");
        all.forEach(overall::put);
        return c.reply(o);
    }

    private Reply quorumStatus() {
        ObjectNode o = Json.object().put("election_epoch", MonmapMonitor.ELECTION_EPOCH);
        o.putArray("quorum").add(0);
        o.putArray("quorum_names").add(mons.name());
        o.put("quorum_leader_name", mons.name()).put("quorum_age", mons.quorumAge());
        ObjectNode features = o.putObject("features");
        features.put("quorum_con", Long.toUnsignedString(Feature.PACIFIC_SUPPORTED));
        features.set("quorum_mon", MonMapDump.persistentFeatures());
        o.set("monmap", MonMapDump.json(mons.map()));
        return Reply.data(Json.compact(o));
    }

    private static Reply timeSync(Call c) {
        ObjectNode o = Json.object();
        o.putObject("timechecks")
                .put("epoch", MonmapMonitor.ELECTION_EPOCH)
                .put("round", 0)
                .put("round_status", "finished");
        return c.reply(o);
    }

    private Reply log(Call c) {
        log.info(c.caller(), String.join(" ", c.strings("logtext")));
        return Reply.ok("");
    }

    private Reply logLast(Call c) {
        long asked = c.optionalInteger("num").orElse(LOG_LAST_DEFAULT);
        int count = (int) Math.max(0, Math.min(asked, Integer.MAX_VALUE));
        String level = c.optional("level", "info");
        if (!ClusterLog.isLevel(level)) {
            throw new RefusedException(Errno.EINVAL, "Invalid severity '" + level + "'");
        }
        int prio = ClusterLog.prioOf(level);
        List<LogEntry> entries = log.last(count, prio, c.optional("channel", "*"));
        ArrayNode json = Json.array();
        StringBuilder plain = new StringBuilder();
        for (LogEntry e : entries) {
            ObjectNode o = json.addObject();
            o.put("name", e.name().toString()).put("rank", e.rank().toString());
            o.set("addrs", Json.addrs(e.addrs()));
            o.put("stamp", Units.stamp(e.stamp())).put("seq", e.seq()).put("channel", e.channel());
            o.put("priority", ClusterLog.prioText(e.prio())).put("message", e.message());
            plain.append(ClusterLog.line(e)).append('\n');
        }
        return c.reply(json, plain.toString());
    }

    private Reply nodeLs(Call c) {
        String type = c.optional("type", "all");
        ObjectNode all = Json.object();
        all.putObject("mon")
                .putArray(mons.metadata().getOrDefault(OsdMetadata.HOSTNAME, OsdMetadata.UNKNOWN))
                .add(mons.name());
        ObjectNode osds = all.putObject("osd");
        OSDMap map = c.map();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                String host = osdMetadata.of(osd).getOrDefault(OsdMetadata.HOSTNAME, OsdMetadata.UNKNOWN);
                osds.withArray(host).add(osd);
            }
        }
        all.putObject("mgr")
                .putArray(mgrs.metadata().getOrDefault(OsdMetadata.HOSTNAME, OsdMetadata.UNKNOWN))
                .add(mgrs.name());
        return c.reply(
                switch (type) {
                    case "mon", "osd", "mgr" -> all.get(type);
                    case "mds" -> Json.object();
                    default -> all;
                });
    }

    private Reply sessions(Call c) {
        ArrayNode list = Json.array();
        for (MonSession s : sessions.all()) {
            ObjectNode o = list.addObject().put("name", s.name().toString());
            o.put("entity_name", s.authName().toString());
            o.set("addrs", Json.addrs(s.addrs()));
            o.put("con_features_hex", Long.toHexString(s.connection().features()));
            o.put("global_id", s.connection().peerGlobalId());
        }
        return c.reply(list);
    }
}
