// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.mon;

import java.time.InstantSource;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.service.ClusterLog;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.session.Sessions;
import org.inkwire.mon.show.Health;
import org.inkwire.mon.show.Status;

/**
 * Commands to the monitor about itself and the cluster as a whole: {@code ceph status}, {@code health}, {@code log},
 * {@code mon …}.
 */
public final class MonFamily {
    private MonFamily() {}

    public static void addTo(
            CommandTable table,
            MonmapMonitor mons,
            MgrMonitor mgrs,
            ClusterLog log,
            Sessions sessions,
            OsdMetadata osdMetadata,
            PgStatsMap pgStats,
            Health health,
            Status status,
            InstantSource wallClock) {
        new StatusCommands(status, health, mons, mgrs, log, sessions, osdMetadata, pgStats).addTo(table);
        new ReportCommand(mons, osdMetadata, pgStats, health, wallClock).addTo(table);
        new MonmapCommands(mons).addTo(table);
        new MonQuorumCommands(mons).addTo(table);
    }
}
