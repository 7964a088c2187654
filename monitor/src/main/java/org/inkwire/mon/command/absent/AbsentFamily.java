// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.absent;

import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.service.MonmapMonitor;

/** All commands of absent parts. */
public final class AbsentFamily {
    private AbsentFamily() {}

    public static void addTo(CommandTable table, MonmapMonitor mons) {
        RefusedCommands.addTo(table);
        MgrCommands.addTo(table, mons);
        FsCommands.addTo(table);
        TierCommands.addTo(table);
    }
}
