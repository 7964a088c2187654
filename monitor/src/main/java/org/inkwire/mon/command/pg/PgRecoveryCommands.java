// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.RefusedException;

/**
 * Priorities of recovery and new peering. OSDs cannot be told to recover one PG before another; a PG that has nothing to
 * recover is told so.
 */
final class PgRecoveryCommands {
    private final PgStatsMap stats;

    PgRecoveryCommands(PgStatsMap stats) {
        this.stats = stats;
    }

    void addTo(CommandTable t) {
        add(t, "force-recovery", "doesn't require recovery", false, List.of("degraded", "recover", "undersized"));
        add(t, "force-backfill", "doesn't require backfilling", false, List.of("degraded", "backfill", "remapped"));
        add(t, "cancel-force-recovery", "recovery not forced", true, List.of());
        add(t, "cancel-force-backfill", "backfill not forced", true, List.of());
        t.add("pg repeer", "pgid:Pgid", "make a PG peer again", "pg", "rw", PgRecoveryCommands::repeer);
    }

    private void add(CommandTable t, String verb, String idle, boolean cancels, List<String> states) {
        t.add("pg " + verb, "pgid:Pgid*", verb.replace('-', ' ') + " of PGs", "pg", "rw", Command.FLAG_MGR, c -> {
            return ofPgs(c, row -> line(row, idle, cancels, states));
        });
        t.add(
                "osd pool " + verb,
                "who:Poolname*",
                verb.replace('-', ' ') + " of pools",
                "osd",
                "rw",
                Command.FLAG_MGR,
                c -> {
                    List<PgRow> rows = new ArrayList<>();
                    for (String name : c.strings("who")) {
                        Call.PoolRef pool = c.poolOrNull(name);
                        if (pool == null) {
                            throw new RefusedException(Errno.ENOENT, "unrecognized pool '" + name + "'");
                        }
                        PgRow.all(c.map(), stats).stream()
                                .filter(row -> row.pgid().pool() == pool.id())
                                .forEach(rows::add);
                    }
                    StringBuilder status = new StringBuilder();
                    rows.forEach(row -> status.append(line(row, idle, cancels, states)));
                    return Reply.ok(status.append('\n').toString());
                });
    }

    /** Every PG is answered, each once and in order, whatever is wrong with others. */
    private Reply ofPgs(Call c, Function<PgRow, String> line) {
        Map<PgId, PgRow> rows = PgRow.all(c.map(), stats).stream().collect(Collectors.toMap(PgRow::pgid, row -> row));
        StringBuilder status = new StringBuilder();
        Errno error = null;
        TreeSet<PgId> pgids = new TreeSet<>();
        for (String text : c.strings("pgid")) {
            try {
                pgids.add(PgId.parse(text));
            } catch (IllegalArgumentException e) {
                // Spelt as Ceph spells it.
                status.append("invlaid pgid '").append(text).append("'; ");
                error = Errno.EINVAL;
            }
        }
        for (PgId pgid : pgids) {
            PgRow row = rows.get(pgid);
            if (row == null) {
                status.append("pg ").append(pgid).append(" does not exist; ");
                error = Errno.ENOENT;
            } else {
                status.append(line.apply(row));
            }
        }
        String text = status.append('\n').toString();
        return error == null ? Reply.ok(text) : Reply.error(error, text);
    }

    private static String line(PgRow row, String idle, boolean cancels, List<String> states) {
        if (!cancels && states.stream().anyMatch(row.state()::contains)) {
            throw new RefusedException(
                    Errno.EOPNOTSUPP, "recovery of one PG before others is not supported by this cluster");
        }
        return "pg " + row.pgid() + " " + idle + "; ";
    }

    /** Makes the primary the whole acting set for a moment: it asks for the PG's own set once it has peered. */
    private static Reply repeer(Call c) {
        c.pgid("pgid");
        PgId pgid = c.existingPg(c.string("pgid"));
        UpActing where = c.map().pgToUpActing(pgid);
        int primary = where.actingPrimary();
        if (primary < 0) {
            throw new RefusedException(Errno.EAGAIN, "pg currently has no primary");
        }
        if (where.acting().size() > 1) {
            c.pending().pgTemp(pgid, List.of(primary));
            return Reply.committed("");
        }
        for (int osd = 0; osd < c.map().maxOsd(); osd++) {
            if (c.map().isUp(osd) && osd != primary) {
                c.pending().pgTemp(pgid, List.of(primary, osd));
                return Reply.committed("");
            }
        }
        throw new RefusedException(Errno.EAGAIN, "not enough up OSDs in the cluster to force repeer");
    }
}
