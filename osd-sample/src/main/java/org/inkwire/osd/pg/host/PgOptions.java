// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import java.time.Duration;

/**
 * Tuning of a PG. Immutable.
 *
 * @param readLease how long a primary may answer reads alone: {@code osd_heartbeat_grace} times {@code
 *     osd_pool_default_read_lease_ratio}
 * @param retry delay after which an unanswered peering, recovery or replication message is resent: it may have been lost
 *     with its session
 * @param strayNotify how often an OSD with an unneeded copy notifies the primary
 * @param logEntries writes kept in the log, for detecting duplicates and for recovering by log
 *     ({@code osd_target_pg_log_entries_per_osd}, {@code osd_min_pg_log_entries}, {@code osd_max_pg_log_entries},
 *     {@code osd_pg_log_dups_tracked})
 * @param chunkBytes most object data in one recovery message ({@code osd_recovery_max_chunk})
 * @param chunkObjects most objects in one recovery message
 * @param recoveryMaxSingleStart objects of one PG recovered at once, apart from those that requests wait for
 * @param asyncRecoveryMinCost writes that a copy may be behind to be recovered in the acting set; with more, it is filled
 *     outside of it ({@code osd_async_recovery_min_cost})
 * @param recoverySleep pause between two objects, or two pieces of a backfill ({@code osd_recovery_sleep})
 */
public record PgOptions(
        Duration readLease,
        Duration retry,
        Duration strayNotify,
        int logEntries,
        int chunkBytes,
        int chunkObjects,
        int recoveryMaxSingleStart,
        int asyncRecoveryMinCost,
        Duration recoverySleep) {
    /** Ceph's defaults, 16.2.15, where it has such an option. */
    public static final PgOptions DEFAULT = new PgOptions(
            Duration.ofSeconds(16),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            3000,
            8 << 20,
            256,
            1,
            100,
            Duration.ZERO);

    public PgOptions {
        if (logEntries < 1 || chunkBytes < 1 || chunkObjects < 1 || recoveryMaxSingleStart < 1) {
            throw new IllegalArgumentException("log entries " + logEntries + ", chunk of " + chunkBytes + " bytes, "
                    + chunkObjects + " objects, " + recoveryMaxSingleStart + " at once");
        }
    }
}
