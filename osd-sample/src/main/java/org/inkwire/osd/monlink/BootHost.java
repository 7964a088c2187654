// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import java.util.List;
import java.util.Map;
import org.inkwire.osd.map.Superblock;

/** What booting needs from the OSD. Called on its center. */
public interface BootHost {
    /** The current addresses; {@link #rebind} changes them. */
    OsdAddrs addrs();

    /** For {@code ceph osd metadata}, in key order. */
    Map<String, String> metadata();

    /** Commands that put the OSD where it belongs in the CRUSH map, as JSON. */
    List<String> placementCommands();

    Superblock superblock();

    /** The map shows us up. */
    void activated();

    /**
     * The map shows us down, or another process in our place: moves to new cluster and heartbeat addresses.
     *
     * @param then runs on the center once we listen there
     */
    void rebind(Runnable then);
}
