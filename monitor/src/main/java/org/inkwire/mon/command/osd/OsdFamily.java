// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import java.time.InstantSource;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.map.OsdMapHistory;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.OsdMonitor;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.show.Status;

/** {@code ceph osd …} except pools and CRUSH. */
public final class OsdFamily {
    private OsdFamily() {}

    public static void addTo(
            CommandTable table,
            OsdMonitor osds,
            OsdMapHistory history,
            OsdMetadata metadata,
            PgStatsMap pgStats,
            Status status,
            CephConf conf,
            InstantSource wallClock) {
        OsdCreationCommands creation = new OsdCreationCommands(conf, metadata, pgStats);
        new OsdShowCommands(history, metadata, pgStats, status).addTo(table);
        new OsdReportCommands(metadata, pgStats).addTo(table);
        new OsdSafetyCommands(pgStats).addTo(table);
        new OsdStateCommands(osds, creation).addTo(table);
        OsdPlacementCommands.addTo(table);
        OsdFlagCommands.addTo(table);
        creation.addTo(table);
        new BlocklistCommands(wallClock).addTo(table);
    }
}
