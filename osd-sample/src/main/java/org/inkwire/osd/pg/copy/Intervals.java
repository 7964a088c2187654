// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.message.PastInterval;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgMapping;

/**
 * A PG's current interval and earlier ones that may still matter. Every OSD derives the same intervals from the same
 * maps. Confined to the PG. Ceph: {@code PastIntervals}.
 */
public final class Intervals {
    private PgMapping current;
    private int start;
    private int samePrimarySince;
    private List<PastInterval> past;

    private Intervals(PgMapping current, int start, int samePrimarySince, List<PastInterval> past) {
        this.current = current;
        this.start = start;
        this.samePrimarySince = samePrimarySince;
        this.past = past;
    }

    /** The PG's first map. */
    static Intervals beginAt(int epoch, PgMapping mapping) {
        return new Intervals(mapping, epoch, epoch, new ArrayList<>());
    }

    /**
     * Those of a PG this OSD has no copy of, from its first map to the newest. Before the PG was split off, the intervals
     * are those of the PG that held its objects: whoever had acknowledged writes then must be heard.
     *
     * @param history without gaps; each map has the pool
     */
    static Intervals derive(SpgId pgid, List<? extends PgMapView> history) {
        PgMapView before = history.get(0);
        Intervals intervals = beginAt(before.epoch(), mapping(before, pgid));
        for (PgMapView next : history.subList(1, history.size())) {
            intervals.advance(before, next.epoch(), mapping(next, pgid));
            before = next;
        }
        return intervals;
    }

    private static PgMapping mapping(PgMapView map, SpgId pgid) {
        SpgId holder = map.holder(pgid);
        PgMapping mapping = holder == null ? null : map.mapping(holder);
        if (mapping == null) {
            throw new IllegalArgumentException("no pool for " + pgid + " in epoch " + map.epoch());
        }
        return mapping;
    }

    /** Those of a PG split off by the interval that has just begun. */
    Intervals ofChild(PgMapping mapping) {
        return new Intervals(mapping, start, start, new ArrayList<>(past));
    }

    /** As loaded; {@code mapping} is that of the last map the PG saw. */
    static Intervals resume(PgMapping mapping, int start, int samePrimarySince, List<PastInterval> past) {
        return new Intervals(mapping, start, samePrimarySince, new ArrayList<>(past));
    }

    PgMapping current() {
        return current;
    }

    /** First epoch of the current interval, which identifies it. */
    int start() {
        return start;
    }

    /** Requests of older maps were sent to another primary, or will be sent again. */
    public int samePrimarySince() {
        return samePrimarySince;
    }

    /** Oldest first. */
    public List<PastInterval> past() {
        return List.copyOf(past);
    }

    /**
     * @param before the map seen last
     * @param epoch of the next one
     * @param next its mapping
     * @return whether a new interval began
     */
    boolean advance(PgMapView before, int epoch, PgMapping next) {
        if (next.equals(current)) {
            return false;
        }
        past.add(close(before));
        // After a split or a merge, clients send to the same primary again, too.
        if (next.actingPrimary() != current.actingPrimary()
                || primaryUpFrom(next) != primaryUpFrom(current)
                || next.hashBits() != current.hashBits()) {
            samePrimarySince = epoch;
        }
        current = next;
        start = epoch;
        return true;
    }

    /**
     * The current interval, as the past one it becomes. It can only have gone active if its primary got its up_thru
     * recorded while the interval lasted; a primary that learns of its up_thru from a map that ends the interval peers
     * again instead.
     */
    private PastInterval close(PgMapView last) {
        int primary = current.actingPrimary();
        boolean maybe = primary >= 0 && current.acting().size() >= current.minSize() && last.upThru(primary) >= start;
        return new PastInterval(
                start, last.epoch(), current.up(), current.acting(), primary, primaryUpFrom(current), maybe);
    }

    private static int primaryUpFrom(PgMapping mapping) {
        int at = mapping.acting().indexOf(mapping.actingPrimary());
        return at < 0 ? 0 : mapping.actingUpFrom().get(at);
    }

    int primaryUpFrom() {
        return primaryUpFrom(current);
    }

    /** Adds intervals before our first one that a peer knows. */
    void learn(List<PastInterval> known) {
        int ours = past.isEmpty() ? start : past.get(0).first();
        for (PastInterval interval : known) {
            if (interval.last() < ours) {
                past.add(interval);
            }
        }
        past.sort(Comparator.comparingInt(PastInterval::first));
    }

    /** Forgets intervals that ended before {@code historyLastEpochStarted}. */
    void trim(int historyLastEpochStarted) {
        past.removeIf(interval -> interval.last() < historyLastEpochStarted);
    }
}
