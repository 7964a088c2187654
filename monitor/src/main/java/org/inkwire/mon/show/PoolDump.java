// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.map.IntervalSet;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.PoolSnapInfo;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.Pools;

/**
 * Pools as {@code osd dump} and {@code osd pool ls detail} show them. Ceph: {@code pg_pool_t::dump}. Pure functions.
 */
public final class PoolDump {
    private static final String[] FLAG_NAMES = {
        "hashpspool",
        "full",
        "ec_overwrites",
        "incomplete_clones",
        "nodelete",
        "nopgchange",
        "nosizechange",
        "write_fadvise_dontneed",
        "noscrub",
        "nodeep-scrub",
        "full_quota",
        "nearfull",
        "backfillfull",
        "selfmanaged_snaps",
        "pool_snaps",
        "creating",
        "eio",
        "bulk"
    };

    private static final int CACHE_DIRTY_MICRO = 400_000;
    private static final int CACHE_DIRTY_HIGH_MICRO = 600_000;
    private static final int CACHE_FULL_MICRO = 800_000;

    private PoolDump() {}

    static String flagNames(PgPool pool) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < FLAG_NAMES.length; i++) {
            if ((pool.flags() & 1L << i) != 0) {
                names.add(FLAG_NAMES[i]);
            }
        }
        return String.join(",", names);
    }

    /** All pools, one line each, followed by their details. */
    public static String plain(OSDMap map) {
        StringBuilder out = new StringBuilder();
        map.pools().forEach((id, pool) -> {
            out.append("pool ").append(id).append(" '").append(map.poolName(id)).append("' ");
            out.append(line(pool)).append('\n');
            for (PoolSnapInfo snap : pool.snaps().values()) {
                out.append("\tsnap ")
                        .append(snap.snapId())
                        .append(" '")
                        .append(snap.name())
                        .append("' ");
                out.append(Units.stamp(snap.stamp())).append('\n');
            }
            IntervalSet queue = map.removedSnapsQueue().get(id);
            if (queue != null && !queue.isEmpty()) {
                out.append("\tremoved_snaps_queue ").append(intervals(queue)).append('\n');
            }
        });
        return out.toString();
    }

    /** {@code [1~2,5~1]}. */
    private static String intervals(IntervalSet set) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < set.intervals(); i++) {
            parts.add(Long.toHexString(set.start(i)) + "~" + Long.toHexString(set.length(i)));
        }
        return "[" + String.join(",", parts) + "]";
    }

    private static String line(PgPool p) {
        StringBuilder out =
                new StringBuilder(p.isErasure() ? "erasure profile " + p.erasureCodeProfile() : "replicated");
        out.append(" size ").append(p.size()).append(" min_size ").append(p.minSize());
        out.append(" crush_rule ").append(p.crushRule()).append(" object_hash rjenkins");
        out.append(" pg_num ").append(p.pgNum()).append(" pgp_num ").append(p.pgpNum());
        if (p.pgNumTarget() != p.pgNum()) {
            out.append(" pg_num_target ").append(p.pgNumTarget());
        }
        if (p.pgpNumTarget() != p.pgpNum()) {
            out.append(" pgp_num_target ").append(p.pgpNumTarget());
        }
        if (p.pgNumPending() != p.pgNum()) {
            out.append(" pg_num_pending ").append(p.pgNumPending());
        }
        out.append(" autoscale_mode ").append(Pools.autoscaleText(p.pgAutoscaleMode()));
        out.append(" last_change ").append(p.lastChange());
        if (p.lastForceOpResend() != 0) {
            out.append(" lfor ").append(p.lastForceOpResend()).append('/');
            out.append(p.lastForceOpResendPrenautilus()).append('/').append(p.lastForceOpResendPreluminous());
        }
        if (p.flags() != 0) {
            out.append(" flags ").append(flagNames(p));
        }
        if (p.quotaMaxBytes() != 0) {
            out.append(" max_bytes ").append(p.quotaMaxBytes());
        }
        if (p.quotaMaxObjects() != 0) {
            out.append(" max_objects ").append(p.quotaMaxObjects());
        }
        out.append(" stripe_width ").append(p.stripeWidth());
        if (p.expectedNumObjects() != 0) {
            out.append(" expected_num_objects ").append(p.expectedNumObjects());
        }
        if (p.fastRead()) {
            out.append(" fast_read 1");
        }
        if (!p.applications().isEmpty()) {
            out.append(" application ").append(String.join(",", p.applications().keySet()));
        }
        return out.toString();
    }

    public static ArrayNode json(OSDMap map) {
        ArrayNode pools = Json.array();
        map.pools().forEach((id, pool) -> pools.add(json(id, String.valueOf(map.poolName(id)), pool, "pool")));
        return pools;
    }

    /** @param idKey {@code pool} in an OSDMap, {@code pool_id} in a list of pools */
    public static ObjectNode json(long id, String name, PgPool p, String idKey) {
        ObjectNode o = Json.object().put(idKey, id).put("pool_name", name);
        o.put("create_time", Units.stamp(p.createTime()));
        o.put("flags", p.flags()).put("flags_names", flagNames(p));
        o.put("type", p.type())
                .put("size", p.size())
                .put("min_size", p.minSize())
                .put("crush_rule", p.crushRule());
        o.put("peering_crush_bucket_count", 0).put("peering_crush_bucket_target", 0);
        o.put("peering_crush_bucket_barrier", 0).put("peering_crush_bucket_mandatory_member", Integer.MAX_VALUE);
        o.put("object_hash", p.objectHash());
        o.put("pg_autoscale_mode", Pools.autoscaleText(p.pgAutoscaleMode()));
        o.put("pg_num", p.pgNum()).put("pg_placement_num", p.pgpNum());
        o.put("pg_placement_num_target", p.pgpNumTarget()).put("pg_num_target", p.pgNumTarget());
        o.put("pg_num_pending", p.pgNumPending());
        PgMergeMeta merge = p.lastPgMerge();
        o.putObject("last_pg_merge_meta")
                .put("source_pgid", merge.source().toString())
                .put("ready_epoch", merge.readyEpoch())
                .put("last_epoch_started", merge.lastEpochStarted())
                .put("last_epoch_clean", merge.lastEpochClean())
                .put("source_version", merge.sourceVersion().toString())
                .put("target_version", merge.targetVersion().toString());
        // Ceph prints these four as strings.
        o.put("last_change", String.valueOf(p.lastChange()));
        o.put("last_force_op_resend", String.valueOf(p.lastForceOpResend()));
        o.put("last_force_op_resend_prenautilus", String.valueOf(p.lastForceOpResendPrenautilus()));
        o.put("last_force_op_resend_preluminous", String.valueOf(p.lastForceOpResendPreluminous()));
        o.put("auid", 0);
        o.put("snap_mode", p.hasFlag(PgPool.FLAG_POOL_SNAPS) ? "pool" : "selfmanaged");
        o.put("snap_seq", p.snapSeq()).put("snap_epoch", p.snapEpoch());
        ArrayNode snaps = o.putArray("pool_snaps");
        for (PoolSnapInfo s : p.snaps().values()) {
            snaps.addObject()
                    .put("snapid", s.snapId())
                    .put("stamp", Units.stamp(s.stamp()))
                    .put("name", s.name());
        }
        o.put("removed_snaps", intervals(p.removedSnaps()));
        o.put("quota_max_bytes", p.quotaMaxBytes()).put("quota_max_objects", p.quotaMaxObjects());
        addCacheFields(p, o);
        o.put("stripe_width", p.stripeWidth()).put("expected_num_objects", p.expectedNumObjects());
        o.put("fast_read", p.fastRead());
        o.putObject("options");
        ObjectNode apps = o.putObject("application_metadata");
        for (Map.Entry<String, ? extends Map<String, String>> e :
                p.applications().entrySet()) {
            ObjectNode app = apps.putObject(e.getKey());
            e.getValue().forEach(app::put);
        }
        return o;
    }

    /** Cache tiering is not implemented; the fields are those of a pool without a tier. */
    private static void addCacheFields(PgPool p, ObjectNode o) {
        ArrayNode tiers = o.putArray("tiers");
        p.tiers().forEach(tiers::add);
        o.put("tier_of", p.tierOf()).put("read_tier", p.readTier()).put("write_tier", p.writeTier());
        o.put("cache_mode", "none").put("target_max_bytes", 0).put("target_max_objects", 0);
        o.put("cache_target_dirty_ratio_micro", CACHE_DIRTY_MICRO);
        o.put("cache_target_dirty_high_ratio_micro", CACHE_DIRTY_HIGH_MICRO);
        o.put("cache_target_full_ratio_micro", CACHE_FULL_MICRO);
        o.put("cache_min_flush_age", 0).put("cache_min_evict_age", 0);
        o.put("erasure_code_profile", p.erasureCodeProfile());
        o.putObject("hit_set_params").put("type", "none");
        o.put("hit_set_period", 0).put("hit_set_count", 0).put("use_gmt_hitset", true);
        o.put("min_read_recency_for_promote", 0).put("min_write_recency_for_promote", 0);
        o.put("hit_set_grade_decay_rate", 0).put("hit_set_search_last_n", 0);
        o.putArray("grade_table");
    }
}
