// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.CrushDevices;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.Pools;
import org.inkwire.mon.map.RefusedException;

/**
 * {@code osd pool autoscale-status}: how much of the space pools use and how many PGs they have. Nobody scales them, so
 * none is ever about to change. Ceph: the manager's module {@code pg_autoscaler}.
 */
final class AutoscaleCommands {
    private static final List<String> HEADINGS = List.of(
            "SIZE",
            "TARGET SIZE",
            "RATE",
            "RAW CAPACITY",
            "RATIO",
            "TARGET RATIO",
            "EFFECTIVE RATIO",
            "BIAS",
            "PG_NUM",
            "NEW PG_NUM");

    private final PgStatsMap pgStats;

    AutoscaleCommands(PgStatsMap pgStats) {
        this.pgStats = pgStats;
    }

    void addTo(CommandTable t) {
        t.add("osd pool autoscale-status", "", "show use and PGs of pools", "osd", "r", Command.FLAG_MGR, this::status);
        t.add("osd pool get noautoscale", "", "show whether autoscaling is off", "osd", "r", Command.FLAG_MGR, c -> {
            return Reply.ok("noautoscale is off");
        });
        for (String change : List.of("set", "unset")) {
            t.add(
                    "osd pool " + change + " noautoscale",
                    "",
                    "not supported by this cluster",
                    "osd",
                    "rw",
                    Command.FLAG_MGR,
                    c -> {
                        throw new RefusedException(Errno.EOPNOTSUPP, "autoscaling is not supported by this cluster");
                    });
        }
    }

    private Reply status(Call c) {
        ArrayNode json = Json.array();
        TextTable table = new TextTable().column("POOL", TextTable.Align.LEFT);
        HEADINGS.forEach(heading -> table.column(heading, TextTable.Align.RIGHT));
        table.column("AUTOSCALE", TextTable.Align.LEFT).column("BULK", TextTable.Align.LEFT);
        c.map().pools().forEach((id, pool) -> {
            String name = String.valueOf(c.map().poolName(id));
            long used = pgStats.totals(id).bytes();
            long raw = used * pool.size();
            long capacity = capacity(c.map(), pool);
            double ratio = capacity == 0 ? 0 : (double) raw / capacity;
            boolean bulk = pool.hasFlag(PoolSetCommands.flag("bulk"));
            String mode = Pools.autoscaleText(pool.pgAutoscaleMode());
            ObjectNode o = json.addObject().put("actual_capacity_ratio", ratio).put("actual_raw_used", (double) raw);
            o.put("bias", 1.0).put("bulk", bulk).put("capacity_ratio", ratio).put("crush_root_id", -1);
            o.put("effective_target_ratio", 0.0).put("logical_used", used).put("pg_autoscale_mode", mode);
            o.put("pg_num_final", pool.pgNum()).put("pg_num_ideal", 0).put("pg_num_target", pool.pgNumTarget());
            o.put("pool_id", id).put("pool_name", name).put("raw_used", (double) raw);
            o.put("raw_used_rate", (double) pool.size()).put("subtree_capacity", capacity);
            o.put("target_bytes", 0).put("target_ratio", 0.0).put("would_adjust", false);
            table.row(
                    name,
                    Units.digits(used, 5),
                    "",
                    Units.fixed(pool.size(), 1),
                    Units.digits(capacity, 5),
                    Units.fixed(ratio, 4),
                    "",
                    "",
                    "1.0",
                    String.valueOf(pool.pgNumTarget()),
                    "",
                    mode,
                    bulk ? "True" : "False");
        });
        // The tool that prints it in Ceph pads every cell on the right.
        return c.format().isJson()
                ? Reply.data(Json.pretty(json))
                : Reply.data(table.toString().replace("\n", "  \n"));
    }

    /** Bytes of all OSDs that the pool's rule can choose. */
    private long capacity(OSDMap map, PgPool pool) {
        long kb = 0;
        for (int osd : CrushDevices.ofRule(map.crush(), pool.crushRule())) {
            kb += pgStats.space(osd).kb();
        }
        return kb * Units.KIB;
    }
}
