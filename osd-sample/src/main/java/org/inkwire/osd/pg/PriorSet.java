// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.inkwire.osd.message.PastInterval;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgMapping;
import org.jspecify.annotations.Nullable;

/**
 * The OSDs a new primary must hear before it may decide which copy is right. One member of every interval that may have
 * acknowledged a write must speak for it: each member's log had every acknowledged write when it was acknowledged. Immutable;
 * a pure function of what is known. Ceph: {@code PeeringState::PriorSet}.
 *
 * @param probe OSDs that are up and should be asked, not including ourselves
 * @param blockedBy OSDs that are down and whose return would let an unspoken interval be spoken for
 * @param unspoken intervals no member has spoken for so far
 */
record PriorSet(SortedSet<Integer> probe, SortedSet<Integer> blockedBy, List<PastInterval> unspoken) {

    /**
     * @param past intervals known
     * @param historyLastEpochStarted intervals that ended before it do not matter
     * @param infos answers so far, including our own
     */
    static PriorSet of(
            int whoami,
            PgMapView map,
            PgMapping mapping,
            List<PastInterval> past,
            int historyLastEpochStarted,
            Map<Integer, PeerMessage.Info> infos) {
        SortedSet<Integer> probe = new TreeSet<>();
        probe.addAll(mapping.acting());
        probe.addAll(mapping.up());
        SortedSet<Integer> blockedBy = new TreeSet<>();
        List<PastInterval> unspoken = new ArrayList<>();
        int started = Math.max(historyLastEpochStarted, activatedSince(infos));
        for (PastInterval interval : past) {
            if (!interval.maybeWentActive() || interval.last() < started) {
                continue;
            }
            SortedSet<Integer> down = new TreeSet<>();
            boolean spoken = false;
            boolean allLost = true;
            for (int osd : interval.acting()) {
                boolean lost = map.lostAt(osd) > interval.first();
                allLost &= lost;
                if (map.isUp(osd)) {
                    probe.add(osd);
                } else if (!lost) {
                    down.add(osd);
                }
                spoken |= speaksFor(interval, infos.get(osd));
            }
            if (!spoken && !allLost) {
                unspoken.add(interval);
                blockedBy.addAll(down);
            }
        }
        probe.remove(whoami);
        probe.removeIf(osd -> !map.isUp(osd));
        return new PriorSet(probe, blockedBy, unspoken);
    }

    /**
     * A store created after the interval began cannot speak for it, however empty the store is; nor can a copy that a
     * backfill began to fill later. One with missing objects can: it knows what was written, though not all of it is there.
     */
    private static boolean speaksFor(PastInterval interval, PeerMessage.@Nullable Info info) {
        return info != null
                && info.storeBornEpoch() <= interval.first()
                && info.info().fillingSince() <= interval.first();
    }

    /**
     * Intervals before the returned one are spoken for: some copy was activated in it, and then had every write they
     * acknowledged. The news that all its members were activated may have been lost with its primary.
     */
    private static int activatedSince(Map<Integer, PeerMessage.Info> infos) {
        int newest = 0;
        for (PeerMessage.Info info : infos.values()) {
            newest = Math.max(newest, info.info().lastEpochStarted());
        }
        return newest;
    }
}
