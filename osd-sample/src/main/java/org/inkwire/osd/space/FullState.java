// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.space;

import org.inkwire.cluster.map.OsdState;

/** How full a store is, from the least to the most. Ceph: {@code OSDService::s_names}. */
public enum FullState {
    NONE(0),
    NEARFULL(OsdState.NEARFULL),
    /** Takes no backfill. */
    BACKFILLFULL(OsdState.BACKFILLFULL),
    /** The monitor stops writes to its pools. */
    FULL(OsdState.FULL),
    /** The OSD itself refuses writes: the monitor did not stop them in time. */
    FAILSAFE(OsdState.FULL);

    private final int mapState;

    FullState(int mapState) {
        this.mapState = mapState;
    }

    /** The bit of {@link OsdState} that the map shows for it; 0 for none. */
    public int mapState() {
        return mapState;
    }

    /** The bits of {@link #mapState} of all. */
    public static final int MAP_STATES = OsdState.NEARFULL | OsdState.BACKFILLFULL | OsdState.FULL;
}
