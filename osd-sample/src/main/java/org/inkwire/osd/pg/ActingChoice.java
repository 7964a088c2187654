// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.pg.host.PgMapping;

/**
 * Which OSDs should serve a PG: those with copies that a log can bring up to date, wherever they are, so that none waits
 * for a copy of everything. First those that CRUSH wants, then those that serve now, then others, until there are enough.
 * Those that CRUSH wants and that cannot serve, or do not serve yet and are far behind, are to be backfilled. Pure. Ceph:
 * {@code PeeringState::calc_replicated_acting}, {@code choose_async_recovery_replicated}.
 *
 * @param acting primary first
 * @param backfill OSDs that should serve and have no usable copy
 */
record ActingChoice(List<Integer> acting, SortedSet<Integer> backfill) {

    /**
     * @param self the primary
     * @param best holder of the right log
     * @param infos what each OSD that has been heard has
     * @param isUp whether an OSD is up
     * @param writesBehind so many writes may one be behind that does not serve yet
     */
    static ActingChoice of(
            int self,
            PgMapping mapping,
            int best,
            Map<Integer, PgInfo> infos,
            IntPredicate isUp,
            IntToLongFunction writesBehind) {
        PgInfo right = infos.getOrDefault(best, PgInfo.ABSENT);
        IntPredicate reached = osd -> isUp.test(osd) && isReached(infos.getOrDefault(osd, PgInfo.ABSENT), right);
        long serving = mapping.acting().stream().filter(reached::test).count();
        boolean enough = serving >= Math.min(mapping.minSize(), mapping.size());
        IntPredicate usable = osd -> reached.test(osd)
                && (!enough
                        || mapping.acting().contains(osd)
                        || isNear(infos.getOrDefault(osd, PgInfo.ABSENT), right, writesBehind.applyAsLong(osd)));
        List<Integer> acting = new ArrayList<>();
        // A primary that can serve stays, lest two with equal copies take turns.
        acting.add(usable.test(mapping.upPrimary()) ? mapping.upPrimary() : usable.test(self) ? self : best);
        SortedSet<Integer> backfill = new TreeSet<>();
        for (int osd : mapping.up()) {
            if (acting.contains(osd)) {
                continue;
            }
            if (usable.test(osd)) {
                acting.add(osd);
            } else {
                backfill.add(osd);
            }
        }
        addUsable(acting, mapping.acting(), mapping.size(), usable);
        List<Integer> others = new ArrayList<>(infos.keySet());
        others.sort(Comparator.<Integer, PgInfo>comparing(
                        osd -> infos.getOrDefault(osd, PgInfo.ABSENT), Comparator.comparing(PgInfo::lastUpdate))
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
        addUsable(acting, others, mapping.size(), usable);
        return new ActingChoice(acting, backfill);
    }

    private static void addUsable(List<Integer> acting, List<Integer> more, int size, IntPredicate usable) {
        for (int osd : more) {
            if (acting.size() < size && !acting.contains(osd) && usable.test(osd)) {
                acting.add(osd);
            }
        }
    }

    /** Whether the right log reaches back to the copy. */
    private static boolean isReached(PgInfo info, PgInfo right) {
        return info.exists() && info.complete() && info.lastUpdate().compareTo(right.logTail()) >= 0;
    }

    /** Whether little is missing; an empty copy misses all. */
    private static boolean isNear(PgInfo info, PgInfo right, long writesBehind) {
        boolean empty =
                info.lastUpdate().equals(EVersion.ZERO) && !right.lastUpdate().equals(EVersion.ZERO);
        long behind = right.lastUpdate().version() - info.lastUpdate().version();
        return !empty && Math.max(0, behind) + info.numMissing() <= writesBehind;
    }

    /** What the monitor is asked for: nothing but CRUSH's own choice, if that is it. */
    List<Integer> pgTemp(PgMapping mapping) {
        return acting.equals(mapping.up()) ? List.of() : acting;
    }
}
