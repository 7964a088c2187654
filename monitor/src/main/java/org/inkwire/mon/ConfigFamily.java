// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

/** {@code ceph config …} and {@code ceph config-key …}. */
public final class ConfigFamily {
    private ConfigFamily() {}

    public static void addTo(CommandTable table, ConfigDatabase config, KeyValues keyValues, MonmapMonitor mons) {
        new ConfigCommands(config, mons).addTo(table);
        new ConfigKeyCommands(keyValues).addTo(table);
    }
}
