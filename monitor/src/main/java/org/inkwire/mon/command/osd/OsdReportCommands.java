// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.CrushDevices;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.show.OsdMapDump;

/** What OSDs report of themselves, as a manager would show it. */
final class OsdReportCommands {
    /** Less space in use is too little to compare OSDs by. */
    private static final long MIN_KB_TO_REWEIGHT = 5L << 20;

    private static final int DIGITS = 4;

    private static final String REWEIGHT = "oload:Int? max_change:Float? max_osds:Int?";

    private final OsdMetadata metadata;
    private final PgStatsMap pgStats;

    OsdReportCommands(OsdMetadata metadata, PgStatsMap pgStats) {
        this.metadata = metadata;
        this.pgStats = pgStats;
    }

    void addTo(CommandTable t) {
        // OSDs report neither latencies nor which PGs wait for them.
        t.add("osd perf", "", "show latencies of OSDs", "osd", "r", Command.FLAG_MGR, c -> {
            ObjectNode o = Json.object().put("pg_ready", true);
            o.putObject("osdstats").putArray("osd_perf_infos");
            return c.reply(
                    o, right("osd", "commit_latency(ms)", "apply_latency(ms)").toString());
        });
        t.add("osd blocked-by", "", "show which OSDs block PGs from peering", "osd", "r", Command.FLAG_MGR, c -> {
            ObjectNode o = Json.object().put("pg_ready", true);
            o.putObject("osd_blocked_by").putArray("osd_blocked_by_infos");
            return c.reply(o, right("osd", "num_blocked").toString());
        });
        t.add(
                "osd status",
                "bucket:String?",
                "show state and space of OSDs",
                "osd",
                "r",
                Command.FLAG_MGR,
                this::status);
        t.add("osd numa-status", "", "show OSDs' NUMA nodes", "osd", "r", this::numaStatus);
        t.add(
                "osd reweight-by-utilization",
                REWEIGHT + " no_increasing:Choices?,strings=--no-increasing",
                "reweight OSDs by their use",
                "osd",
                "rw",
                Command.FLAG_MGR,
                this::reweight);
        t.add(
                "osd test-reweight-by-utilization",
                REWEIGHT + " no_increasing:Bool?",
                "show what reweighting OSDs by their use would do",
                "osd",
                "r",
                Command.FLAG_MGR,
                this::reweight);
    }

    private static TextTable right(String... headings) {
        TextTable t = new TextTable();
        for (String heading : headings) {
            t.column(heading, TextTable.Align.RIGHT);
        }
        return t;
    }

    private String host(int osd) {
        return metadata.of(osd).getOrDefault(OsdMetadata.HOSTNAME, OsdMetadata.UNKNOWN);
    }

    private Reply status(Call c) {
        OSDMap map = c.map();
        Set<Integer> only = null;
        if (c.has("bucket")) {
            Integer item = map.crush().idOf(c.string("bucket"));
            if (item == null) {
                throw new RefusedException(Errno.ENOENT, "bucket '" + c.string("bucket") + "' does not exist");
            }
            only = CrushDevices.under(map.crush(), item);
        }
        TextTable t = new TextTable().column("ID", TextTable.Align.RIGHT).column("HOST", TextTable.Align.LEFT);
        for (String heading : List.of("USED", "AVAIL", "WR OPS", "WR DATA", "RD OPS", "RD DATA")) {
            t.column(heading, TextTable.Align.RIGHT);
        }
        t.column("STATE", TextTable.Align.LEFT);
        String nothing = Units.digits(0, DIGITS);
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd) && (only == null || only.contains(osd))) {
                PgStatsMap.Space s = pgStats.space(osd);
                t.row(
                        String.valueOf(osd),
                        host(osd),
                        Units.digits(s.kbUsed() * Units.KIB, DIGITS),
                        Units.digits(s.kbAvail() * Units.KIB, DIGITS),
                        nothing,
                        nothing,
                        nothing,
                        nothing,
                        String.join(",", OsdMapDump.stateNames(map.state(osd))));
            }
        }
        // The tool that prints it in Ceph pads every cell on the right.
        return Reply.data(t.toString().replace("\n", "  \n"));
    }

    private Reply numaStatus(Call c) {
        ArrayNode json = Json.array();
        TextTable t = new TextTable()
                .column("OSD", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                .column("HOST", TextTable.Align.LEFT)
                .column("NETWORK", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                .column("STORAGE", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                .column("AFFINITY", TextTable.Align.LEFT, TextTable.Align.RIGHT)
                .column("CPUS", TextTable.Align.LEFT);
        for (int osd = 0; osd < c.map().maxOsd(); osd++) {
            if (c.map().isUp(osd)) {
                json.addObject().put("osd", osd).put("host", host(osd));
                t.row(String.valueOf(osd), host(osd), "-", "-", "-", "-");
            }
        }
        return c.reply(json, t.toString());
    }

    private Reply reweight(Call c) {
        long kbUsed = pgStats.space(c.map()).kbUsed();
        if (kbUsed < MIN_KB_TO_REWEIGHT) {
            throw new RefusedException(
                    Errno.EDOM,
                    "Refusing to reweight: we only have " + kbUsed
                            + " kb used across all osds!\nFAILED reweight-by-pg");
        }
        throw new RefusedException(
                Errno.EOPNOTSUPP,
                "reweighting by utilization is not supported by this cluster: use 'ceph osd reweight'");
    }
}
