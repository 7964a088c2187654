// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import java.util.EnumSet;
import java.util.Set;
import org.inkwire.osd.state.State;

/** Ceph's states of an OSD. */
public enum OsdState implements State<OsdState> {
    /** No session with a monitor yet. */
    INITIAL,
    /** Asks which maps the monitor has, and waits until it has the newest. */
    PREBOOT,
    /** Has asked to be marked up. */
    BOOTING,
    /** The map shows it up, as this process. */
    ACTIVE,
    /** Marked down: binds new addresses, then boots again. */
    REBINDING,
    STOPPING;

    @Override
    public Set<OsdState> successors() {
        return switch (this) {
            case INITIAL -> EnumSet.of(PREBOOT, STOPPING);
            // Requests are repeated, so an earlier one may be granted in any of these states.
            case PREBOOT -> EnumSet.of(BOOTING, ACTIVE, STOPPING);
            case BOOTING -> EnumSet.of(PREBOOT, ACTIVE, STOPPING);
            case REBINDING -> EnumSet.of(PREBOOT, ACTIVE, STOPPING);
            case ACTIVE -> EnumSet.of(REBINDING, STOPPING);
            case STOPPING -> EnumSet.noneOf(OsdState.class);
        };
    }
}
