// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pg;

import java.util.List;
import java.util.Set;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.map.RefusedException;

/** The words of PGs' states, as {@code pg ls} takes them. Immutable. Ceph: {@code pg_string_state}. */
final class PgStates {
    /** Those that Ceph's refusal lists, in its order. */
    private static final List<String> LISTED = List.of(
            "stale",
            "creating",
            "active",
            "activating",
            "clean",
            "recovery_wait",
            "recovery_toofull",
            "recovering",
            "forced_recovery",
            "down",
            "recovery_unfound",
            "backfill_unfound",
            "undersized",
            "degraded",
            "remapped",
            "premerge",
            "scrubbing",
            "deep",
            "inconsistent",
            "peering",
            "repair",
            "backfill_wait",
            "backfilling",
            "forced_backfill",
            "backfill_toofull",
            "incomplete",
            "peered",
            "snaptrim",
            "snaptrim_wait",
            "snaptrim_error");

    private static final Set<String> OTHERS = Set.of("failed_repair", "laggy", "wait", "unknown");
    private static final String ALL = "all";

    private final List<String> wanted;

    private PgStates(List<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * @param words none: every PG
     * @throws RefusedException EINVAL if one is no state
     */
    static PgStates of(List<String> words) {
        for (String word : words) {
            if (!word.equals(ALL) && !LISTED.contains(word) && !OTHERS.contains(word)) {
                throw new RefusedException(
                        Errno.EINVAL,
                        "'" + word + "' is not a valid pg state, available choices: " + String.join("+", LISTED));
            }
        }
        return new PgStates(List.copyOf(words));
    }

    /** @param state of a PG, its words joined by {@code +} */
    boolean match(String state) {
        return wanted.isEmpty()
                || wanted.contains(ALL)
                || List.of(state.split("\\+", -1)).stream().anyMatch(wanted::contains);
    }
}
