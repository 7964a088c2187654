// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import org.inkwire.cluster.map.OSDMap;
import org.inkwire.objecter.mon.MonClient;

/** Says what an operation waits for, for the text of its timeout. On the Objecter's center, with its {@link Gate}. */
final class Whereabouts {
    private final MonClient monClient;
    private final OpThrottle throttle;
    private final MapKeeper maps;

    Whereabouts(MonClient monClient, OpThrottle throttle, MapKeeper maps) {
        this.monClient = monClient;
        this.throttle = throttle;
        this.maps = maps;
    }

    String of(Op<?> op) {
        if (op.tid == 0) {
            return "it waits behind " + throttle.inflightOps() + " operations with " + throttle.inflightBytes()
                    + " bytes in flight";
        }
        OSDMap map = maps.map();
        if (map == null) {
            return "there is no OSDMap yet; " + monClient.whereabouts();
        }
        OSDSession session = op.session;
        if (session == null) {
            return op.target.osd() == OpTarget.NO_OSD
                    ? "no OSD serves " + op.target.where() + " in map " + map.epoch()
                    : "osd." + op.target.osd() + " cannot be reached in map " + map.epoch();
        }
        if (op.target.isPaused()) {
            return op.target.heldBecause(map) + " in map " + map.epoch();
        }
        if (session.holds(op)) {
            return session + " told us to hold back";
        }
        Throwable fault = session.lastFault;
        return "sent to " + session + ", attempt " + op.attempts
                + (fault == null ? "" : ", which last failed with: " + fault.getMessage());
    }
}
