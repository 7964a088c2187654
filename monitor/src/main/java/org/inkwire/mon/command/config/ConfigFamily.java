// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.config;

import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.service.ConfigDatabase;
import org.inkwire.mon.service.KeyValues;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.service.MonmapMonitor;

/** {@code ceph config …} and {@code ceph config-key …}. */
public final class ConfigFamily {
    private ConfigFamily() {}

    public static void addTo(
            CommandTable table, ConfigDatabase config, KeyValues keyValues, MonmapMonitor mons, MgrMonitor mgrs) {
        new ConfigCommands(config, mons).addTo(table);
        new ConfigHistoryCommands(config).addTo(table);
        new ConfigShowCommands(config, mons, mgrs).addTo(table);
        new ConfigKeyCommands(keyValues).addTo(table);
    }
}
