// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.time.Duration;

/**
 * What a PG is tuned by. Immutable.
 *
 * @param readLease how long a primary may answer reads alone: {@code osd_heartbeat_grace} times {@code
 *     osd_pool_default_read_lease_ratio}
 * @param retry after which an unanswered peering, sync or replication message is sent again: the session may have been
 *     lost with it
 * @param strayNotify how often an OSD with a copy nobody needs tells the primary
 * @param logEntries writes kept in the log, for telling duplicates and for syncing by difference ({@code
 *     osd_pg_log_dups_tracked})
 * @param chunkBytes most object data in one sync message ({@code osd_recovery_max_chunk})
 * @param chunkObjects most objects in one sync message
 */
public record PgOptions(
        Duration readLease, Duration retry, Duration strayNotify, int logEntries, int chunkBytes, int chunkObjects) {
    /** Ceph's defaults, 16.2.15, where it has such an option. */
    public static final PgOptions DEFAULT =
            new PgOptions(Duration.ofSeconds(16), Duration.ofSeconds(2), Duration.ofSeconds(30), 3000, 8 << 20, 256);

    public PgOptions {
        if (logEntries < 1 || chunkBytes < 1 || chunkObjects < 1) {
            throw new IllegalArgumentException(
                    "log entries " + logEntries + ", chunk of " + chunkBytes + " bytes, " + chunkObjects + " objects");
        }
    }
}
