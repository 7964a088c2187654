// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.EnumSet;
import java.util.Set;
import org.inkwire.osd.state.State;

/** How far a {@link SyncTarget} is. */
enum SyncState implements State<SyncState> {
    /** Waits for one of the OSD's sync slots. */
    WAIT_RESERVED,
    /** Has asked the source for its log. */
    GET_LOG,
    /** Fetches objects and stages them. */
    GET_OBJECTS,
    /** Swapped in, or given up. */
    ENDED;

    @Override
    public Set<SyncState> successors() {
        return switch (this) {
            case WAIT_RESERVED -> EnumSet.of(GET_LOG, ENDED);
            case GET_LOG -> EnumSet.of(GET_OBJECTS, ENDED);
            case GET_OBJECTS -> EnumSet.of(ENDED);
            case ENDED -> EnumSet.noneOf(SyncState.class);
        };
    }
}
