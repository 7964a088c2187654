// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkwire.cluster.map.OSDMap;

/**
 * What the new maps of one message mean for the operations in flight: found out map by map, done once at the end. All in
 * the order in which the operations were submitted. Guarded by the Objecter's {@link Gate}.
 */
final class MapChange implements MapKeeper.EachMap {
    /** Must be sent again, if it is not done by then. */
    final Set<Op<?>> resend = new TreeSet<>(OpTable.BY_TID);

    /** Had no pool in one of the maps. */
    final Set<Op<?>> missing = new TreeSet<>(OpTable.BY_TID);

    /** Could not be placed, and why. */
    final Map<Op<?>, Throwable> broken = new TreeMap<>(OpTable.BY_TID);

    private final OSDSessions sessions;

    MapChange(OSDSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Every epoch counts: an interval that began and ended between two messages made OSDs drop the requests they held.
     * One may have done so in the epochs that were skipped, too.
     */
    @Override
    public void accept(OSDMap newer, boolean skipped) {
        for (Collection<Op<?>> some : sessions.tables()) {
            for (Op<?> op : some) {
                try {
                    accept(op, op.target.calc(newer), skipped);
                } catch (Throwable e) {
                    broken.put(op, e);
                }
            }
        }
    }

    private void accept(Op<?> op, OpTarget.Change change, boolean skipped) {
        if (change == OpTarget.Change.POOL_MISSING) {
            missing.add(op);
        } else if (change == OpTarget.Change.RESEND || skipped) {
            resend.add(op);
        }
    }
}
