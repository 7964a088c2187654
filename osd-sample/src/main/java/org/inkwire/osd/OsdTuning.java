// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import org.inkwire.cluster.conf.Options;
import org.inkwire.osd.op.OpLimits;
import org.inkwire.osd.pg.PgOptions;

/** What an OSD's options say of its inner sizes and limits. */
final class OsdTuning {
    private OsdTuning() {}

    static int shardCount(OsdConfig config) {
        int n = config.conf().getInt(Options.OSD_OP_NUM_SHARDS);
        boolean rotating = config.deviceClass().equals("hdd");
        return n > 0
                ? n
                : config.conf().getInt(rotating ? Options.OSD_OP_NUM_SHARDS_HDD : Options.OSD_OP_NUM_SHARDS_SSD);
    }

    static int recoveries(OsdConfig config) {
        int n = config.conf().getInt(Options.OSD_RECOVERY_MAX_ACTIVE);
        // osd_recovery_max_active_hdd and _ssd
        return n > 0 ? n : config.deviceClass().equals("hdd") ? 3 : 10;
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
        // osd_pool_default_read_lease_ratio is 0.8
        return new PgOptions(
                config.conf().get(Options.OSD_HEARTBEAT_GRACE).multipliedBy(4).dividedBy(5),
                PgOptions.DEFAULT.retry(),
                PgOptions.DEFAULT.strayNotify(),
                Math.max(1, config.conf().getInt(Options.OSD_PG_LOG_DUPS_TRACKED)),
                config.conf().get(Options.OSD_RECOVERY_MAX_CHUNK).intValue(),
                PgOptions.DEFAULT.chunkObjects());
    }
}
