// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.StringJoiner;
import org.inkwire.osd.pg.host.PgMapping;

/** A PG's state in Ceph's words, in Ceph's order. Pure. Ceph: {@code pg_state_string}, {@code src/osd/osd_types.cc}. */
final class PgStateText {
    private PgStateText() {}

    static String of(PgState state, PgMapping mapping, PgProgress progress) {
        boolean serves = state == PgState.ACTIVE;
        boolean undersized = mapping.acting().size() < mapping.size();
        boolean remapped = !mapping.acting().equals(mapping.up());
        boolean premerge = state == PgState.PREMERGE;
        boolean knowsCopies = serves
                || premerge
                || state == PgState.PEERED
                || state == PgState.ACTIVATING
                || state == PgState.WAIT_LEASE;
        boolean lacking = progress.missing() > 0;
        StringJoiner text = new StringJoiner("+");
        add(text, serves, "active");
        add(text, state == PgState.ACTIVATING, "activating");
        add(text, (serves || premerge) && !undersized && progress.isDone(), "clean");
        add(text, serves && lacking && !progress.recovering() && progress.unfound() == 0, "recovery_wait");
        add(text, serves && lacking && progress.recovering(), "recovering");
        add(text, state == PgState.DOWN, "down");
        add(text, serves && progress.unfound() > 0 && !progress.recovering(), "recovery_unfound");
        add(text, knowsCopies && undersized, "undersized");
        add(text, knowsCopies && (undersized || lacking), "degraded");
        add(text, remapped && (knowsCopies || isPeering(state)), "remapped");
        add(text, isPeering(state), "peering");
        add(text, progress.backfills() > 0 && !progress.backfilling() && knowsCopies, "backfill_wait");
        add(text, progress.backfilling() && knowsCopies, "backfilling");
        add(text, state == PgState.INCOMPLETE, "incomplete");
        add(text, premerge, "premerge");
        add(text, state == PgState.PEERED || state == PgState.WAIT_LEASE || premerge, "peered");
        add(text, state == PgState.WAIT_LEASE, "wait");
        return text.length() == 0 ? other(state) : text.toString();
    }

    private static void add(StringJoiner text, boolean holds, String word) {
        if (holds) {
            text.add(word);
        }
    }

    private static boolean isPeering(PgState state) {
        return switch (state) {
            case GET_INFO, WAIT_ACTING_CHANGE, GET_LOG, GET_MISSING, WAIT_UP_THRU -> true;
            case INITIAL,
                    STRAY,
                    REPLICA,
                    REPLICA_ACTIVE,
                    DOWN,
                    INCOMPLETE,
                    PEERED,
                    WAIT_LEASE,
                    ACTIVATING,
                    ACTIVE,
                    PREMERGE,
                    DELETED -> false;
        };
    }

    /** Of a copy that does not lead. */
    private static String other(PgState state) {
        return switch (state) {
            case STRAY -> "stray";
            case REPLICA, REPLICA_ACTIVE -> "replica";
            case DELETED -> "deleting";
            default -> "unknown";
        };
    }
}
