// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.crush;

import org.inkwire.mon.command.CommandTable;

/** {@code ceph osd crush …}. */
public final class CrushFamily {
    private CrushFamily() {}

    public static void addTo(CommandTable table) {
        CrushShowCommands.addTo(table);
        CrushCommands.addTo(table);
        CrushRuleCommands.addTo(table);
        CrushTuneCommands.addTo(table);
    }
}
