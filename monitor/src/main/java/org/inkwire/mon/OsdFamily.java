// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.time.InstantSource;
import org.inkwire.cluster.conf.CephConf;

/** {@code ceph osd …} but for pools and CRUSH. */
public final class OsdFamily {
    private OsdFamily() {}

    public static void addTo(CommandTable table, OsdMonitor osds, OsdMapHistory history, OsdMetadata metadata, PgStatsMap pgStats, Status status, CephConf conf, InstantSource wallClock) {
        OsdCreationCommands creation = new OsdCreationCommands(conf, metadata, pgStats);
        new OsdShowCommands(history, metadata, pgStats, status).addTo(table);
        new OsdStateCommands(osds, creation).addTo(table);
        OsdPlacementCommands.addTo(table);
        OsdFlagCommands.addTo(table);
        creation.addTo(table);
        new BlocklistCommands(wallClock).addTo(table);
    }
}
