// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import java.time.Duration;
import org.inkwire.cluster.conf.Options;
import org.inkwire.osd.op.OpLimits;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.shard.RecoverySlots;

/** Internal sizes and limits derived from an OSD's options. */
final class OsdTuning {
    /** {@code osd_pool_default_read_lease_ratio}, in percent. */
    private static final int READ_LEASE_PERCENT = 80;

    /** {@code mon_target_pg_per_osd}. */
    private static final int TARGET_PGS = 100;

    private OsdTuning() {}

    static int shardCount(OsdConfig config) {
        int n = config.conf().getInt(Options.OSD_OP_NUM_SHARDS);
        return n > 0
                ? n
                : config.conf()
                        .getInt(isRotating(config) ? Options.OSD_OP_NUM_SHARDS_HDD : Options.OSD_OP_NUM_SHARDS_SSD);
    }

    static RecoverySlots recoverySlots(OsdConfig config) {
        return new RecoverySlots(
                () -> recoveryMaxActive(config), () -> config.conf().getInt(Options.OSD_MAX_BACKFILLS));
    }

    private static int recoveryMaxActive(OsdConfig config) {
        int n = config.conf().getInt(Options.OSD_RECOVERY_MAX_ACTIVE);
        return n > 0
                ? n
                : config.conf()
                        .getInt(
                                isRotating(config)
                                        ? Options.OSD_RECOVERY_MAX_ACTIVE_HDD
                                        : Options.OSD_RECOVERY_MAX_ACTIVE_SSD);
    }

    private static Duration recoverySleep(OsdConfig config) {
        Duration any = config.conf().get(Options.OSD_RECOVERY_SLEEP);
        return !any.isZero()
                ? any
                : config.conf()
                        .get(isRotating(config) ? Options.OSD_RECOVERY_SLEEP_HDD : Options.OSD_RECOVERY_SLEEP_SSD);
    }

    /**
     * As many as Ceph keeps where memory for {@code osd_target_pg_log_entries_per_osd} entries is shared by {@code
     * mon_target_pg_per_osd} PGs, and those that resent requests are looked up in.
     */
    private static int logEntries(OsdConfig config) {
        long shared = config.conf().get(Options.OSD_TARGET_PG_LOG_ENTRIES_PER_OSD) / TARGET_PGS;
        long min = config.conf().get(Options.OSD_MIN_PG_LOG_ENTRIES);
        long max = Math.max(min, config.conf().get(Options.OSD_MAX_PG_LOG_ENTRIES));
        long kept = Math.max(min, Math.min(shared, max));
        return (int) Math.max(kept, config.conf().get(Options.OSD_PG_LOG_DUPS_TRACKED));
    }

    static boolean isRotating(OsdConfig config) {
        return config.place().deviceClass().equals("hdd");
    }

    static OpLimits opLimits(OsdConfig config) {
        return new OpLimits(
                config.conf().get(Options.OSD_MAX_OBJECT_SIZE),
                config.conf().getInt(Options.OSD_MAX_OBJECT_NAME_LEN),
                config.conf().getInt(Options.OSD_MAX_OBJECT_NAMESPACE_LEN),
                config.conf().getInt(Options.OSD_MAX_ATTR_NAME_LEN),
                config.conf().get(Options.OSD_MAX_ATTR_SIZE),
                config.conf().get(Options.OSD_MAX_WRITE_SIZE),
                config.conf().getInt(Options.OSD_MAX_OMAP_ENTRIES_PER_REQUEST),
                config.conf().get(Options.OSD_MAX_OMAP_BYTES_PER_REQUEST),
                OpLimits.DEFAULT.osdMaxPgls());
    }

    static PgOptions pgOptions(OsdConfig config) {
        return new PgOptions(
                config.conf()
                        .get(Options.OSD_HEARTBEAT_GRACE)
                        .multipliedBy(READ_LEASE_PERCENT)
                        .dividedBy(100),
                PgOptions.DEFAULT.retry(),
                PgOptions.DEFAULT.strayNotify(),
                logEntries(config),
                config.conf().get(Options.OSD_RECOVERY_MAX_CHUNK).intValue(),
                PgOptions.DEFAULT.chunkObjects(),
                config.conf().getInt(Options.OSD_RECOVERY_MAX_SINGLE_START),
                config.conf().getInt(Options.OSD_ASYNC_RECOVERY_MIN_COST),
                recoverySleep(config));
    }
}
