// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.message.reference.PgStat;
import org.jspecify.annotations.Nullable;

/**
 * OSDs' reports about their PGs and space. Kept in memory only: a restarted monitor receives them again within seconds.
 * Confined to the monitor's center. Replaces Ceph's {@code PGMap}, which the manager keeps.
 */
public final class PgStatsMap {
    /** Space of one OSD's store, or of several, KiB. */
    public record Space(long kb, long kbUsed, long kbAvail) {
        public static final Space NONE = new Space(0, 0, 0);

        /** 0 if unknown. */
        public double usedRatio() {
            return kb == 0 ? 0 : (double) kbUsed / kb;
        }

        public double usedPercent() {
            return kb == 0 ? 0 : 100.0 * kbUsed / kb;
        }

        public Space plus(Space other) {
            return new Space(kb + other.kb, kbUsed + other.kbUsed, kbAvail + other.kbAvail);
        }
    }

    /** Sums over PGs; {@code copies} is the number of object copies there should be. */
    public record Totals(
            int pgs,
            long objects,
            long bytes,
            long logSize,
            long degraded,
            long copies,
            long misplaced,
            long unfound) {}

    /**
     * A PG's last report.
     *
     * @param osd its primary
     * @param reports number of reports so far
     * @param reported time of the last one
     * @param since when the state became what it is
     */
    record Reported(int osd, PgStat stat, long reports, Instant reported, Instant since) {}

    private final LongSupplier nanoTime;
    private final NavigableMap<Long, IoRates> io = new TreeMap<>();

    private final NavigableMap<PgId, Reported> pgs = new TreeMap<>();
    private final NavigableMap<Integer, Space> osds = new TreeMap<>();
    private final NavigableMap<Long, Integer> sizes = new TreeMap<>();
    private final NavigableMap<Long, Integer> pgNums = new TreeMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private long version;
    private final InstantSource wallClock;

    /** @param nanoTime monotonic */
    public PgStatsMap(InstantSource wallClock, LongSupplier nanoTime) {
        this.wallClock = wallClock;
        this.nanoTime = nanoTime;
    }

    /** Applies a report, which lists all PGs that the OSD leads and no others. */
    void apply(MOSDPGStatsReport report) {
        version++;
        Instant now = wallClock.instant();
        osds.put(report.osd(), new Space(report.kb(), report.kbUsed(), report.kbAvail()));
        Set<PgId> reported = new HashSet<>();
        for (PgStat stat : report.pgs()) {
            PgId pgid = stat.pgid();
            if (!exists(pgid)) {
                continue;
            }
            reported.add(pgid);
            Reported old = pgs.get(pgid);
            if (old == null || old.osd == report.osd() || old.stat.epoch() <= stat.epoch()) {
                Instant since = old != null && old.stat.state().equals(stat.state()) ? old.since : now;
                long reports = old == null ? 1 : old.reports + 1;
                pgs.put(pgid, new Reported(report.osd(), stat, reports, now, since));
                addIo(report.osd(), stat, old);
            }
        }
        pgs.entrySet().removeIf(e -> e.getValue().osd == report.osd() && !reported.contains(e.getKey()));
        listeners.forEach(Runnable::run);
    }

    private void addIo(int osd, PgStat stat, @Nullable Reported old) {
        PgStat.Io before =
                old != null && old.osd == osd && stat.io().continues(old.stat.io()) ? old.stat.io() : PgStat.Io.NONE;
        PgStat.Io delta = stat.io().minus(before);
        if (!delta.equals(PgStat.Io.NONE)) {
            io.computeIfAbsent(stat.pgid().pool(), pool -> new IoRates()).add(delta, nanoTime.getAsLong());
        }
    }

    /**
     * What was done, since the monitor started.
     *
     * @param pool null for all
     */
    public PgStat.Io ioSums(@Nullable Long pool) {
        return sumIo(pool, IoRates::sums);
    }

    /**
     * What is done per second.
     *
     * @param pool null for all
     */
    public PgStat.Io ioRates(@Nullable Long pool) {
        long now = nanoTime.getAsLong();
        return sumIo(pool, rates -> rates.rates(now));
    }

    private PgStat.Io sumIo(@Nullable Long pool, Function<IoRates, PgStat.Io> what) {
        PgStat.Io sum = PgStat.Io.NONE;
        for (Map.Entry<Long, IoRates> e : io.entrySet()) {
            if (pool == null || e.getKey().equals(pool)) {
                sum = sum.plus(what.apply(e.getValue()));
            }
        }
        return sum;
    }

    /** Runs {@code listener} after each report. */
    void onReport(Runnable listener) {
        listeners.add(listener);
    }

    /** A report may be older than the map that removed a PG. */
    private boolean exists(PgId pgid) {
        return pgid.seed() < pgNums.getOrDefault(pgid.pool(), 0);
    }

    /** Removes the PGs that are gone, and records the number of copies for the others. */
    public void onOsdMap(OSDMap map) {
        sizes.clear();
        map.pools().forEach((id, pool) -> sizes.put(id, pool.size()));
        pgNums.clear();
        map.pools().forEach((id, pool) -> pgNums.put(id, pool.pgNum()));
        pgs.keySet().removeIf(pgid -> !exists(pgid));
        io.keySet().retainAll(sizes.keySet());
    }

    public void removeOsd(int osd) {
        osds.remove(osd);
    }

    /** Number of reports applied. */
    public long version() {
        return version;
    }

    /** Null if no primary has reported it yet. */
    @Nullable
    PgStat stat(PgId pgid) {
        Reported r = pgs.get(pgid);
        return r == null ? null : r.stat;
    }

    /** Null if no primary has reported it yet. */
    @Nullable
    Reported reported(PgId pgid) {
        return pgs.get(pgid);
    }

    public Space space(int osd) {
        return osds.getOrDefault(osd, Space.NONE);
    }

    /** Total space of all OSDs that are in. */
    public Space space(OSDMap map) {
        Space all = Space.NONE;
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.isIn(osd)) {
                all = all.plus(space(osd));
            }
        }
        return all;
    }

    /** Number of OSDs that have reported. */
    public int reportingOsds() {
        return osds.size();
    }

    /** @param pool null for all */
    public Totals totals(@Nullable Long pool) {
        int n = 0;
        long objects = 0;
        long bytes = 0;
        long log = 0;
        long degraded = 0;
        long copies = 0;
        long misplaced = 0;
        long unfound = 0;
        for (var e : pgs.entrySet()) {
            if (pool == null || e.getKey().pool() == pool) {
                PgStat s = e.getValue().stat;
                n++;
                objects += s.counts().objects();
                bytes += s.counts().bytes();
                log += s.counts().logSize();
                degraded += s.counts().objectCopiesDegraded();
                misplaced += s.counts().objectCopiesMisplaced();
                unfound += s.counts().objectsUnfound();
                copies += s.counts().objects() * sizes.getOrDefault(e.getKey().pool(), 1);
            }
        }
        return new Totals(n, objects, bytes, log, degraded, copies, misplaced, unfound);
    }
}
