// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.absent;

import org.inkwire.mon.command.CommandTable;

/** All commands of absent parts. */
public final class AbsentFamily {
    private AbsentFamily() {}

    public static void addTo(CommandTable table) {
        RefusedCommands.addTo(table);
        FsCommands.addTo(table);
        TierCommands.addTo(table);
    }
}
