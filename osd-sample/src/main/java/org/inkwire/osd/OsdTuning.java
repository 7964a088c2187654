// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import org.inkwire.cluster.conf.Options;
import org.inkwire.osd.op.OpLimits;
import org.inkwire.osd.pg.PgOptions;

/** Internal sizes and limits derived from an OSD's options. */
final class OsdTuning {
    /** {@code osd_recovery_max_active_hdd} and {@code osd_recovery_max_active_ssd}. */
    private static final int RECOVERY_MAX_ACTIVE_HDD = 3;

    private static final int RECOVERY_MAX_ACTIVE_SSD = 10;

    /** {@code osd_pool_default_read_lease_ratio}, in percent. */
    private static final int READ_LEASE_PERCENT = 80;

    private OsdTuning() {}

    static int shardCount(OsdConfig config) {
        int n = config.conf().getInt(Options.OSD_OP_NUM_SHARDS);
        return n > 0
                ? n
                : config.conf()
                        .getInt(isRotating(config) ? Options.OSD_OP_NUM_SHARDS_HDD : Options.OSD_OP_NUM_SHARDS_SSD);
    }

    /** PGs of one shard that may take over a copy at once. */
    static int syncSlotsPerShard(OsdConfig config) {
        int n = config.conf().getInt(Options.OSD_RECOVERY_MAX_ACTIVE);
        int active = n > 0 ? n : isRotating(config) ? RECOVERY_MAX_ACTIVE_HDD : RECOVERY_MAX_ACTIVE_SSD;
        return Math.max(1, active / shardCount(config));
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
                Math.max(1, config.conf().getInt(Options.OSD_PG_LOG_DUPS_TRACKED)),
                config.conf().get(Options.OSD_RECOVERY_MAX_CHUNK).intValue(),
                PgOptions.DEFAULT.chunkObjects());
    }
}
