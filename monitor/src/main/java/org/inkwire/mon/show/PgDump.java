// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.map.PgRow;
import org.jspecify.annotations.Nullable;

/**
 * Placement groups as {@code pg dump} and {@code pg ls} show them. Ceph: {@code PGMap::dump_pg_stats}. Pure functions.
 */
public final class PgDump {
    private PgDump() {}

    private static String version(@Nullable PgStat s) {
        return s == null ? "0'0" : s.version().toString();
    }

    public static ObjectNode briefJson(PgRow row) {
        ObjectNode o = Json.object().put("pgid", row.pgid().toString()).put("state", row.state());
        o.set("up", Json.ints(row.where().up()));
        o.set("acting", Json.ints(row.where().acting()));
        return o.put("up_primary", row.where().upPrimary())
                .put("acting_primary", row.where().actingPrimary());
    }

    public static ObjectNode json(PgRow row) {
        ObjectNode o = Json.object().put("pgid", row.pgid().toString());
        PgStat s = row.stat();
        o.put("version", version(s)).put("reported_epoch", s == null ? 0 : s.epoch());
        o.put("state", row.state());
        o.put("log_size", s == null ? 0 : s.counts().logSize())
                .put("ondisk_log_size", s == null ? 0 : s.counts().logSize());
        ObjectNode sum = o.putObject("stat_sum");
        sum.put("num_bytes", s == null ? 0 : s.counts().bytes())
                .put("num_objects", s == null ? 0 : s.counts().objects());
        sum.put("num_objects_degraded", s == null ? 0 : s.counts().objectCopiesDegraded());
        sum.put("num_objects_misplaced", s == null ? 0 : s.counts().objectCopiesMisplaced());
        sum.put("num_objects_unfound", s == null ? 0 : s.counts().objectsUnfound());
        o.set("up", Json.ints(row.where().up()));
        o.set("acting", Json.ints(row.where().acting()));
        return o.put("up_primary", row.where().upPrimary())
                .put("acting_primary", row.where().actingPrimary());
    }

    public static TextTable briefTable(List<PgRow> rows) {
        TextTable t = columns("PG_STAT", "STATE", "UP", "UP_PRIMARY", "ACTING", "ACTING_PRIMARY");
        for (PgRow row : rows) {
            UpActing w = row.where();
            t.row(
                    row.pgid().toString(),
                    row.state(),
                    OsdMapDump.list(w.up()),
                    String.valueOf(w.upPrimary()),
                    OsdMapDump.list(w.acting()),
                    String.valueOf(w.actingPrimary()));
        }
        return t;
    }

    public static TextTable table(List<PgRow> rows) {
        TextTable t =
                columns("PG", "OBJECTS", "DEGRADED", "BYTES", "LOG", "STATE", "VERSION", "REPORTED", "UP", "ACTING");
        for (PgRow row : rows) {
            PgStat s = row.stat();
            UpActing w = row.where();
            t.row(
                    row.pgid().toString(),
                    String.valueOf(s == null ? 0 : s.counts().objects()),
                    String.valueOf(s == null ? 0 : s.counts().objectCopiesDegraded()),
                    String.valueOf(s == null ? 0 : s.counts().bytes()),
                    String.valueOf(s == null ? 0 : s.counts().logSize()),
                    row.state(),
                    version(s),
                    String.valueOf(s == null ? 0 : s.epoch()),
                    OsdMapDump.list(w.up()) + "p" + w.upPrimary(),
                    OsdMapDump.list(w.acting()) + "p" + w.actingPrimary());
        }
        return t;
    }

    private static TextTable columns(String... headings) {
        TextTable t = new TextTable();
        for (String heading : headings) {
            t.column(heading, TextTable.Align.LEFT, TextTable.Align.RIGHT);
        }
        return t;
    }
}
