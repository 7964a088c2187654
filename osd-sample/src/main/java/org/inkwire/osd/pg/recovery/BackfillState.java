// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.recovery;

import java.util.EnumSet;
import java.util.Set;
import org.inkwire.osd.state.State;

/** Where the filling of a copy stands, on the OSD that is being filled. */
enum BackfillState implements State<BackfillState> {
    /** Waits for one of the OSD's backfill slots. */
    WAIT_RESERVED,
    /** Asks for the next piece of the primary's listing. */
    SCAN,
    /** Fetches the objects of that piece, or those changed since, that differ. */
    PULL,
    /** Asks for the primary's log: it names what has changed since the listing began. */
    GET_LOG,
    /** The copy is complete. */
    COMPLETE,
    /** The interval is over. */
    ENDED;

    @Override
    public Set<BackfillState> successors() {
        return switch (this) {
            case WAIT_RESERVED -> EnumSet.of(SCAN, ENDED);
            case SCAN -> EnumSet.of(PULL, GET_LOG, ENDED);
            case PULL -> EnumSet.of(SCAN, GET_LOG, ENDED);
            case GET_LOG -> EnumSet.of(SCAN, PULL, COMPLETE, ENDED);
            case COMPLETE -> EnumSet.of(ENDED);
            case ENDED -> EnumSet.noneOf(BackfillState.class);
        };
    }
}
