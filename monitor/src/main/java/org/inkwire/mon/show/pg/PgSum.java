// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show.pg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.PgRow;

/**
 * What one or several PGs hold: Ceph's {@code object_stat_sum_t}, of which this cluster knows a part. The rest is 0: no
 * clones, no scrub errors, no cache. Not thread-safe.
 */
final class PgSum {
    /** All fields in Ceph's order. */
    private static final List<String> FIELDS = List.of(
            "num_bytes",
            "num_objects",
            "num_object_clones",
            "num_object_copies",
            "num_objects_missing_on_primary",
            "num_objects_missing",
            "num_objects_degraded",
            "num_objects_misplaced",
            "num_objects_unfound",
            "num_objects_dirty",
            "num_whiteouts",
            "num_read",
            "num_read_kb",
            "num_write",
            "num_write_kb",
            "num_scrub_errors",
            "num_shallow_scrub_errors",
            "num_deep_scrub_errors",
            "num_objects_recovered",
            "num_bytes_recovered",
            "num_keys_recovered",
            "num_objects_omap",
            "num_objects_hit_set_archive",
            "num_bytes_hit_set_archive",
            "num_flush",
            "num_flush_kb",
            "num_evict",
            "num_evict_kb",
            "num_promote",
            "num_flush_mode_high",
            "num_flush_mode_low",
            "num_evict_mode_some",
            "num_evict_mode_full",
            "num_objects_pinned",
            "num_legacy_snapsets",
            "num_large_omap_objects",
            "num_objects_manifest",
            "num_omap_bytes",
            "num_omap_keys",
            "num_objects_repaired");

    private static final List<String> STATFS = List.of(
            "internally_reserved",
            "allocated",
            "data_stored",
            "data_compressed",
            "data_compressed_allocated",
            "data_compressed_original",
            "omap_allocated",
            "internal_metadata");

    private final Map<String, Long> values = new HashMap<>();
    private long logSize;
    private long up;
    private long acting;

    static PgSum of(OSDMap map, PgRow row) {
        PgSum sum = new PgSum();
        sum.add(map, row);
        return sum;
    }

    static PgSum of(OSDMap map, Iterable<PgRow> rows) {
        PgSum sum = new PgSum();
        rows.forEach(row -> sum.add(map, row));
        return sum;
    }

    private void add(OSDMap map, PgRow row) {
        up += row.where().up().size();
        acting += row.where().acting().size();
        PgStat stat = row.stat();
        PgPool pool = map.pool(row.pgid().pool());
        if (stat == null || pool == null) {
            return;
        }
        PgStat.Counts counts = stat.counts();
        logSize += counts.logSize();
        add("num_bytes", counts.bytes());
        add("num_objects", counts.objects());
        add("num_object_copies", counts.objects() * pool.size());
        add("num_objects_degraded", counts.objectCopiesDegraded());
        add("num_objects_misplaced", counts.objectCopiesMisplaced());
        add("num_objects_unfound", counts.objectsUnfound());
        add("num_objects_dirty", counts.objects());
    }

    private void add(String field, long value) {
        values.merge(field, value, Long::sum);
    }

    long get(String field) {
        return values.getOrDefault(field, 0L);
    }

    long logSize() {
        return logSize;
    }

    /** {@code stat_sum}. */
    ObjectNode statSum() {
        ObjectNode o = Json.object();
        FIELDS.forEach(field -> o.put(field, get(field)));
        return o;
    }

    /** Adds what Ceph shows of a pool's sum, or of the sum of all. */
    ObjectNode putTo(ObjectNode o) {
        o.set("stat_sum", statSum());
        o.set("store_stats", statfs(0, 0));
        o.put("log_size", logSize).put("ondisk_log_size", logSize);
        return o.put("up", up).put("acting", acting).put("num_store_stats", 0);
    }

    /** {@code store_statfs_t}, in bytes. */
    static ObjectNode statfs(long total, long available) {
        ObjectNode o = Json.object().put("total", total).put("available", available);
        STATFS.forEach(field -> o.put(field, 0));
        return o;
    }
}
