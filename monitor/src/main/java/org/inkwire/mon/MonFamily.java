// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

/**
 * Commands to the monitor about itself and the cluster as a whole: {@code ceph status}, {@code health}, {@code log}, {@code
 * mon …}.
 */
public final class MonFamily {
    private MonFamily() {}

    public static void addTo(CommandTable table, MonmapMonitor mons, ClusterLog log, Sessions sessions, OsdMetadata osdMetadata, PgStatsMap pgStats, Health health, Status status) {
        new StatusCommands(status, health, mons, log, sessions, osdMetadata, pgStats).addTo(table);
        new MonmapCommands(mons).addTo(table);
    }
}
