// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.heartbeat;

import java.util.EnumSet;
import java.util.Set;
import org.inkwire.osd.state.State;

/** What we think of an OSD we ping. */
enum PeerState implements State<PeerState> {
    /** Answers, or has not had time to answer. */
    ALIVE,
    /** Has not answered within the grace period: reported. */
    SILENT,
    /** Its address refused a connection: reported, and dead until the map shows it at another one. */
    REFUSED;

    @Override
    public Set<PeerState> successors() {
        return switch (this) {
            case ALIVE -> EnumSet.of(SILENT, REFUSED);
            case SILENT -> EnumSet.of(ALIVE, REFUSED);
            case REFUSED -> EnumSet.noneOf(PeerState.class);
        };
    }
}
