// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pool;

import org.inkwire.cluster.conf.CephConf;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.Pools;

/** {@code ceph osd pool …}. */
public final class PoolFamily {
    private PoolFamily() {}

    public static void addTo(CommandTable table, Pools pools, PgStatsMap pgStats, CephConf conf) {
        new PoolShowCommands(pgStats).addTo(table);
        new AutoscaleCommands(pgStats).addTo(table);
        new PoolCommands(pools).addTo(table);
        new PoolSetCommands(pools, conf).addTo(table);
        PoolApplicationCommands.addTo(table);
    }
}
