// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show.pg;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgRow;
import org.inkwire.wire.UTime;

/** {@code pg_stats} and {@code pool_stats}. Pure functions. */
public final class PgJson {
    private static final String NEVER = Units.stamp(UTime.ZERO);
    private static final String NO_VERSION = "0'0";

    /** Statistics that an OSD can know to be wrong; ours are always right. */
    private static final List<String> INVALID = List.of(
            "stats_invalid",
            "dirty_stats_invalid",
            "omap_stats_invalid",
            "hitset_stats_invalid",
            "hitset_bytes_stats_invalid",
            "pin_stats_invalid",
            "manifest_stats_invalid");

    private PgJson() {}

    static ObjectNode brief(PgRow row) {
        ObjectNode o = Json.object().put("pgid", row.pgid().toString()).put("state", row.state());
        putWhere(o, row.where());
        return o.put("up_primary", row.where().upPrimary())
                .put("acting_primary", row.where().actingPrimary());
    }

    private static void putWhere(ObjectNode o, UpActing where) {
        o.set("up", Json.ints(where.up()));
        o.set("acting", Json.ints(where.acting()));
    }

    /** All that is known of a PG. Times that no OSD reports are {@code 0.000000}. */
    public static ObjectNode full(OSDMap map, PgRow row) {
        PgStat s = row.stat();
        PgSum sum = PgSum.of(map, row);
        ObjectNode o = Json.object().put("pgid", row.pgid().toString());
        o.put("version", s == null ? NO_VERSION : s.version().toString());
        o.put("reported_seq", row.reports()).put("reported_epoch", s == null ? 0 : s.epoch());
        o.put("state", row.state());
        String fresh = Units.stamp(UTime.of(row.reported()));
        o.put("last_fresh", fresh).put("last_change", Units.stamp(UTime.of(row.since())));
        o.put("last_active", when(row, "active", fresh)).put("last_peered", when(row, "peered", fresh));
        o.put("last_clean", when(row, "clean", fresh));
        o.put("last_became_active", NEVER).put("last_became_peered", NEVER);
        o.put("last_unstale", fresh).put("last_undegraded", NEVER).put("last_fullsized", NEVER);
        o.put("mapping_epoch", s == null ? 0 : s.epoch());
        o.put("log_start", NO_VERSION).put("ondisk_log_start", NO_VERSION);
        o.put("created", 0).put("last_epoch_clean", 0).put("parent", "0.0").put("parent_split_bits", 0);
        o.put("last_scrub", NO_VERSION).put("last_scrub_stamp", NEVER);
        o.put("last_deep_scrub", NO_VERSION).put("last_deep_scrub_stamp", NEVER).put("last_clean_scrub_stamp", NEVER);
        o.put("log_size", sum.logSize()).put("ondisk_log_size", sum.logSize());
        INVALID.forEach(field -> o.put(field, false));
        o.put("snaptrimq_len", 0);
        o.set("stat_sum", sum.statSum());
        putWhere(o, row.where());
        o.putArray("avail_no_missing");
        o.putArray("object_location_counts");
        o.putArray("blocked_by");
        o.put("up_primary", row.where().upPrimary())
                .put("acting_primary", row.where().actingPrimary());
        o.putArray("purged_snaps");
        return o;
    }

    private static String when(PgRow row, String state, String fresh) {
        boolean is = row.state().contains(state)
                || state.equals("peered") && row.state().contains("active");
        return is ? fresh : NEVER;
    }

    /** One element for each pool. */
    public static ArrayNode pools(OSDMap map, List<PgRow> rows) {
        ArrayNode list = Json.array();
        map.pools().forEach((id, pool) -> {
            ObjectNode o = list.addObject().put("poolid", id).put("num_pg", pool.pgNum());
            PgSum.of(map, ofPool(rows, id)).putTo(o);
        });
        return list;
    }

    static List<PgRow> ofPool(List<PgRow> rows, long pool) {
        return rows.stream().filter(row -> row.pgid().pool() == pool).toList();
    }
}
