// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.EnumSet;
import java.util.Set;
import org.inkwire.osd.pg.recovery.Backfills;
import org.inkwire.osd.pg.recovery.Recovery;
import org.inkwire.osd.state.State;

/** Where a PG's copy stands in its interval. Ceph's state chart, without what happens while the PG serves: see {@link Recovery}
 * and {@link Backfills}. */
enum PgState implements State<PgState> {
    /** This OSD is not serving, or has seen no map yet. */
    INITIAL,
    /** Not in the acting set. */
    STRAY,
    /** In the acting set, not the primary; the interval has not begun here. */
    REPLICA,
    /** The interval has begun: accepts writes from the primary. */
    REPLICA_ACTIVE,
    /** Primary: asks the prior set what it has. */
    GET_INFO,
    /** Primary: an interval that may have acknowledged writes is known only to OSDs that are down. */
    DOWN,
    /** Primary: such an interval's members are all up or lost, and none of their stores remembers it. */
    INCOMPLETE,
    /** Primary: fewer members than min_size. */
    PEERED,
    /** Primary: has asked the monitor for another acting set. */
    WAIT_ACTING_CHANGE,
    /** Primary: takes over the right log from a peer. */
    GET_LOG,
    /** Primary: waits until acting members have its log and have said what they lack. */
    GET_MISSING,
    /** Primary: waits for a map with its up_thru. */
    WAIT_UP_THRU,
    /** Primary: waits until no earlier primary can still answer reads. */
    WAIT_LEASE,
    /** Primary: waits until every acting member has recorded the interval. */
    ACTIVATING,
    /** Primary: serves. */
    ACTIVE,
    /** Primary: about to be merged, holds its requests. */
    PREMERGE,
    /** The copy is being removed. */
    DELETED;

    private static final Set<PgState> PEERING = EnumSet.of(
            GET_INFO, DOWN, INCOMPLETE, WAIT_ACTING_CHANGE, GET_LOG, PEERED, GET_MISSING, WAIT_UP_THRU, WAIT_LEASE);

    /** What may come next. A new interval may begin in any state. */
    @Override
    public Set<PgState> successors() {
        Set<PgState> next = switch (this) {
            case INITIAL -> EnumSet.of(DELETED);
            case STRAY, REPLICA_ACTIVE -> EnumSet.of(DELETED);
            case REPLICA -> EnumSet.of(REPLICA_ACTIVE, DELETED);
            case GET_INFO,
                    DOWN,
                    INCOMPLETE,
                    WAIT_ACTING_CHANGE,
                    GET_LOG,
                    PEERED,
                    GET_MISSING,
                    WAIT_UP_THRU,
                    WAIT_LEASE -> {
                EnumSet<PgState> peering = EnumSet.copyOf(PEERING);
                peering.add(ACTIVATING);
                peering.add(DELETED);
                yield peering;
            }
            case ACTIVATING -> EnumSet.of(ACTIVE, PREMERGE, DELETED);
            case ACTIVE, PREMERGE -> EnumSet.of(DELETED);
            case DELETED -> EnumSet.noneOf(PgState.class);
        };
        if (this != DELETED) {
            next.addAll(EnumSet.of(INITIAL, STRAY, REPLICA, GET_INFO));
            next.remove(this);
        }
        return next;
    }

    boolean isPeering() {
        return PEERING.contains(this);
    }
}
