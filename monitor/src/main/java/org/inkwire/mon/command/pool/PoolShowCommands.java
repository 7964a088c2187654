// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.Pools;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.show.Health;
import org.inkwire.mon.show.IoText;
import org.inkwire.mon.show.PoolDump;
import org.inkwire.mon.show.Status;

/** Shows pools. */
final class PoolShowCommands {
    private static final List<String> SHOWN = List.of(
            "size",
            "min_size",
            "pg_num",
            "pgp_num",
            "crush_rule",
            "hashpspool",
            "nodelete",
            "nopgchange",
            "nosizechange",
            "write_fadvise_dontneed",
            "noscrub",
            "nodeep-scrub",
            "use_gmt_hitset",
            "fast_read",
            "pg_autoscale_mode",
            "bulk");

    private static final List<String> TIER_ONLY = List.of(
            "hit_set_type",
            "hit_set_period",
            "hit_set_count",
            "hit_set_fpp",
            "target_max_objects",
            "target_max_bytes",
            "cache_target_dirty_ratio",
            "cache_target_dirty_high_ratio",
            "cache_target_full_ratio",
            "cache_min_flush_age",
            "cache_min_evict_age",
            "min_read_recency_for_promote",
            "min_write_recency_for_promote",
            "hit_set_grade_decay_rate",
            "hit_set_search_last_n");

    /** Ceph's pool options that this cluster does not support and never sets. */
    static final List<String> NEVER_SET = List.of(
            "scrub_min_interval",
            "scrub_max_interval",
            "deep_scrub_interval",
            "recovery_priority",
            "recovery_op_priority",
            "scrub_priority",
            "compression_mode",
            "compression_algorithm",
            "compression_required_ratio",
            "compression_max_blob_size",
            "compression_min_blob_size",
            "csum_type",
            "csum_min_block",
            "csum_max_block",
            "fingerprint_algorithm",
            "pg_autoscale_bias",
            "pg_num_min",
            "pg_num_max",
            "target_size_bytes",
            "target_size_ratio",
            "dedup_tier",
            "dedup_chunk_algorithm",
            "dedup_cdc_chunk_size");

    private final PgStatsMap pgStats;

    PoolShowCommands(PgStatsMap pgStats) {
        this.pgStats = pgStats;
    }

    void addTo(CommandTable t) {
        t.add("osd lspools", "", "list pools", "osd", "r", Command.FLAG_DEPRECATED, PoolShowCommands::lspools);
        t.add("osd pool ls", "detail:Choices?,strings=detail", "list pools", "osd", "r", PoolShowCommands::ls);
        List<String> vars = new ArrayList<>(SHOWN);
        vars.addAll(TIER_ONLY);
        vars.addAll(NEVER_SET);
        vars.add("erasure_code_profile");
        vars.add("allow_ec_overwrites");
        vars.add("all");
        t.add(
                "osd pool get",
                "pool:Poolname var:Choices,strings=" + String.join("|", vars),
                "show a setting of a pool",
                "osd",
                "r",
                PoolShowCommands::get);
        t.add("osd pool get-quota", "pool:Poolname", "show a pool's quota", "osd", "r", this::quota);
        t.add(
                "osd pool stats",
                "pool_name:Poolname?",
                "show activity in pools",
                "osd",
                "r",
                Command.FLAG_MGR,
                this::stats);
    }

    private static Reply lspools(Call c) {
        ArrayNode json = Json.array();
        StringBuilder plain = new StringBuilder();
        c.map().poolNames().forEach((id, name) -> {
            json.addObject().put("poolnum", id).put("poolname", name);
            plain.append(id).append(' ').append(name).append('\n');
        });
        return c.reply(json, plain.toString());
    }

    private static Reply ls(Call c) {
        if (c.optional("detail", "").equals("detail")) {
            ArrayNode json = Json.array();
            c.map()
                    .pools()
                    .forEach((id, pool) ->
                            json.add(PoolDump.json(id, String.valueOf(c.map().poolName(id)), pool, "pool_id")));
            return c.reply(json, PoolDump.plain(c.map()) + "\n");
        }
        return c.replyNames(c.map().poolNames().values());
    }

    private static Reply get(Call c) {
        Call.PoolRef pool = c.pool("pool");
        String var = c.string("var");
        if (TIER_ONLY.contains(var)) {
            throw new RefusedException(
                    Errno.EACCES, "pool '" + pool.name() + "' is not a tier pool: variable not applicable");
        }
        if (var.equals("erasure_code_profile") || var.equals("allow_ec_overwrites")) {
            throw new RefusedException(
                    Errno.EACCES, "pool '" + pool.name() + "' is not a erasure pool: variable not applicable");
        }
        if (NEVER_SET.contains(var)) {
            throw new RefusedException(Errno.ENOENT, "option '" + var + "' is not set on pool '" + pool.name() + "'");
        }
        if (!var.equals("all") && !SHOWN.contains(var)) {
            throw RefusedException.bare(Errno.EINVAL);
        }
        ObjectNode json = Json.object().put("pool", pool.name()).put("pool_id", pool.id());
        StringBuilder plain = new StringBuilder();
        for (String v : var.equals("all") ? SHOWN : List.of(var)) {
            plain.append(v)
                    .append(": ")
                    .append(put(json, v, pool.pool(), c.map().crush()))
                    .append('\n');
        }
        return c.reply(json, plain.toString());
    }

    /** Adds a setting to {@code json}. @return its text */
    private static String put(ObjectNode json, String var, PgPool p, CrushMap crush) {
        switch (var) {
            case "size" -> json.put(var, p.size());
            case "min_size" -> json.put(var, p.minSize());
            case "pg_num" -> json.put(var, p.pgNum());
            case "pgp_num" -> json.put(var, p.pgpNum());
            case "crush_rule" ->
                json.put(var, crush.ruleNames().getOrDefault(p.crushRule(), String.valueOf(p.crushRule())));
            case "use_gmt_hitset" -> {
                json.put(var, true);
                return "1";
            }
            case "fast_read" -> json.put(var, p.fastRead() ? 1 : 0);
            case "pg_autoscale_mode" -> json.put(var, Pools.autoscaleText(p.pgAutoscaleMode()));
            default -> json.put(var, p.hasFlag(PoolSetCommands.flag(var)));
        }
        return json.get(var).asText();
    }

    private Reply quota(Call c) {
        Call.PoolRef pool = c.pool("pool");
        PgStatsMap.Totals totals = pgStats.totals(pool.id());
        if (totals.pgs() == 0) {
            throw new RefusedException(Errno.ENOENT, "no stats for pool '" + pool.name() + "'");
        }
        PgPool p = pool.pool();
        ObjectNode o = Json.object().put("pool_name", pool.name()).put("pool_id", pool.id());
        o.put("quota_max_objects", p.quotaMaxObjects()).put("current_num_objects", totals.objects());
        o.put("quota_max_bytes", p.quotaMaxBytes()).put("current_num_bytes", totals.bytes());
        String plain = "quotas for pool '" + pool.name() + "':\n  max objects: "
                + (p.quotaMaxObjects() == 0
                        ? "N/A"
                        : Units.count(p.quotaMaxObjects()) + " objects  (current num objects: " + totals.objects()
                                + " objects)")
                + "\n  max bytes  : "
                + (p.quotaMaxBytes() == 0
                        ? "N/A"
                        : Units.bytes(p.quotaMaxBytes()) + "  (current num bytes: " + totals.bytes() + " bytes)");
        return c.reply(o, plain);
    }

    private Reply stats(Call c) {
        ArrayNode json = Json.array();
        StringBuilder plain = new StringBuilder();
        if (c.map().pools().isEmpty()) {
            return c.reply(json, "there are no pools!\n");
        }
        long only = c.has("pool_name") ? c.pool("pool_name").id() : -1;
        c.map().pools().forEach((id, pool) -> {
            if (only < 0 || only == id) {
                ObjectNode o =
                        json.addObject().put("pool_name", c.map().poolName(id)).put("pool_id", id);
                PgStatsMap.Totals totals = pgStats.totals(id);
                PgStat.Io rates = pgStats.ioRates(id);
                ObjectNode recovery = o.putObject("recovery");
                if (totals.degraded() > 0) {
                    Status.putDegraded(recovery, totals);
                }
                IoText.putRecovery(o.putObject("recovery_rate"), rates, pgStats.ioSums(id));
                IoText.putClient(o.putObject("client_io_rate"), rates);
                plain.append("pool ")
                        .append(c.map().poolName(id))
                        .append(" id ")
                        .append(id)
                        .append('\n');
                List<String> lines = new ArrayList<>();
                if (totals.degraded() > 0) {
                    lines.add(Health.degradedRatio(totals));
                }
                if (!IoText.recovery(rates).isEmpty()) {
                    lines.add("recovery io " + IoText.recovery(rates));
                }
                if (!IoText.client(rates).isEmpty()) {
                    lines.add("client io " + IoText.client(rates));
                }
                if (lines.isEmpty()) {
                    lines.add("nothing is going on");
                }
                lines.forEach(line -> plain.append("  ").append(line).append('\n'));
                plain.append('\n');
            }
        });
        return c.reply(json, plain.toString());
    }
}
