// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show.pg;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.show.OsdMapDump;
import org.inkwire.wire.UTime;

/** PGs and pools as tables. Pure functions. */
public final class PgTables {
    /** Follows every table with omap columns. */
    static final String OMAP_NOTE =
            "\n* NOTE: Omap statistics are gathered during deep scrub and may be inaccurate soon afterwards depending on"
                    + " utilization. See http://docs.ceph.com/en/latest/dev/placement-group/#omap-statistics for further"
                    + " details.\n";

    private static final String NEVER = Units.stamp(UTime.ZERO);
    private static final String NO_VERSION = "0'0";
    private static final int SUM_COLUMNS = 10;

    private PgTables() {}

    static TextTable columns(String first, String... others) {
        TextTable t = new TextTable();
        t.column(first, TextTable.Align.LEFT);
        addColumns(t, others);
        return t;
    }

    private static void addColumns(TextTable t, String... headings) {
        for (String heading : headings) {
            t.column(heading, TextTable.Align.LEFT, TextTable.Align.RIGHT);
        }
    }

    /** {@code pg dump pgs_brief}, {@code pg dump_stuck}. */
    public static TextTable brief(List<PgRow> rows) {
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

    /** {@code pg ls}, with the note. */
    public static String list(OSDMap map, List<PgRow> rows, Instant now) {
        TextTable t = columns(
                "PG",
                "OBJECTS",
                "DEGRADED",
                "MISPLACED",
                "UNFOUND",
                "BYTES",
                "OMAP_BYTES*",
                "OMAP_KEYS*",
                "LOG",
                "STATE",
                "SINCE",
                "VERSION",
                "REPORTED",
                "UP",
                "ACTING",
                "SCRUB_STAMP",
                "DEEP_SCRUB_STAMP");
        for (PgRow row : rows) {
            PgSum sum = PgSum.of(map, row);
            UpActing w = row.where();
            t.row(
                    row.pgid().toString(),
                    text(sum, "num_objects"),
                    text(sum, "num_objects_degraded"),
                    text(sum, "num_objects_misplaced"),
                    text(sum, "num_objects_unfound"),
                    text(sum, "num_bytes"),
                    text(sum, "num_omap_bytes"),
                    text(sum, "num_omap_keys"),
                    String.valueOf(sum.logSize()),
                    row.state(),
                    Units.span(Math.max(0, Duration.between(row.since(), now).toSeconds())),
                    version(row),
                    reported(row),
                    OsdMapDump.list(w.up()) + "p" + w.upPrimary(),
                    OsdMapDump.list(w.acting()) + "p" + w.actingPrimary(),
                    NEVER,
                    NEVER);
        }
        return t + OMAP_NOTE;
    }

    /** {@code pg dump pgs}. */
    static TextTable full(OSDMap map, List<PgRow> rows) {
        TextTable t = sums("PG_STAT", true);
        addColumns(
                t,
                "STATE",
                "STATE_STAMP",
                "VERSION",
                "REPORTED",
                "UP",
                "UP_PRIMARY",
                "ACTING",
                "ACTING_PRIMARY",
                "LAST_SCRUB",
                "SCRUB_STAMP",
                "LAST_DEEP_SCRUB",
                "DEEP_SCRUB_STAMP",
                "SNAPTRIMQ_LEN");
        for (PgRow row : rows) {
            List<String> cells = new ArrayList<>();
            cells.add(row.pgid().toString());
            cells.addAll(sumCells(PgSum.of(map, row)));
            UpActing w = row.where();
            cells.addAll(List.of(
                    row.state(),
                    Units.stamp(UTime.of(row.since())),
                    version(row),
                    reported(row),
                    OsdMapDump.list(w.up()),
                    String.valueOf(w.upPrimary()),
                    OsdMapDump.list(w.acting()),
                    String.valueOf(w.actingPrimary()),
                    NO_VERSION,
                    NEVER,
                    NO_VERSION,
                    NEVER,
                    "0"));
            t.row(cells);
        }
        return t;
    }

    /** {@code pg dump pools}; within {@code pg dump} the headings are empty. */
    static TextTable pools(OSDMap map, List<PgRow> rows, boolean headings) {
        TextTable t = sums(headings ? "POOLID" : "", headings);
        map.pools().forEach((id, pool) -> t.row(row(String.valueOf(id), PgSum.of(map, PgJson.ofPool(rows, id)))));
        return t;
    }

    static TextTable sum(OSDMap map, List<PgRow> rows, boolean headings) {
        TextTable t = sums(headings ? "PG_STAT" : "", headings);
        t.row(row("sum", PgSum.of(map, rows)));
        return t;
    }

    private static TextTable sums(String first, boolean headings) {
        if (headings) {
            return columns(
                    first,
                    "OBJECTS",
                    "MISSING_ON_PRIMARY",
                    "DEGRADED",
                    "MISPLACED",
                    "UNFOUND",
                    "BYTES",
                    "OMAP_BYTES*",
                    "OMAP_KEYS*",
                    "LOG",
                    "DISK_LOG");
        }
        TextTable t = columns(first);
        for (int i = 0; i < SUM_COLUMNS; i++) {
            t.column("", TextTable.Align.LEFT, TextTable.Align.RIGHT);
        }
        return t;
    }

    private static List<String> row(String name, PgSum sum) {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        cells.addAll(sumCells(sum));
        return cells;
    }

    private static List<String> sumCells(PgSum sum) {
        String log = String.valueOf(sum.logSize());
        return List.of(
                text(sum, "num_objects"),
                text(sum, "num_objects_missing_on_primary"),
                text(sum, "num_objects_degraded"),
                text(sum, "num_objects_misplaced"),
                text(sum, "num_objects_unfound"),
                text(sum, "num_bytes"),
                text(sum, "num_omap_bytes"),
                text(sum, "num_omap_keys"),
                log,
                log);
    }

    private static String text(PgSum sum, String field) {
        return String.valueOf(sum.get(field));
    }

    private static String version(PgRow row) {
        PgStat s = row.stat();
        return s == null ? NO_VERSION : s.version().toString();
    }

    private static String reported(PgRow row) {
        PgStat s = row.stat();
        return (s == null ? 0 : s.epoch()) + ":" + row.reports();
    }
}
