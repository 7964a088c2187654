// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;

/**
 * How much a {@link RadosModel} does, and what it breaks. Immutable.
 *
 * @param leastCrashes clients go on until so many OSDs and so many monitors have crashed, if more operations are needed for it
 * @param settle within which everything must be answered and clean once faults have ended
 */
public record ModelSettings(
        Clients clients,
        Objects objects,
        Deadlines deadlines,
        OsdCrashes osdCrashes,
        MonCrashes monCrashes,
        int leastCrashes,
        Duration settle) {
    /**
     * A connection that fell silent is found by its idle timeout (900 s), and what is sent on it by the kernel giving up
     * (924 s).
     */
    private static final Duration SETTLE_AFTER_SILENCE = Duration.ofMinutes(25);

    /**
     * What clients do.
     *
     * @param count at once
     * @param depth operations each has in flight
     * @param operations of all together, at least, before the last look at every object
     * @param think longest pause before a client asks again; half of the time there is none
     * @param watch a client looks at hot objects all the time, and waits so long for each; zero: it does not
     * @param crash clients crash too
     */
    public record Clients(int count, int depth, int operations, Duration think, Duration watch, boolean crash) {
        public Clients {
            if (!watch.isZero() && think.isZero()) {
                throw new IllegalArgumentException("a client that watches must think");
            }
            if (count < 1 || depth < 1 || operations < 1) {
                throw new IllegalArgumentException(
                        count + " clients of depth " + depth + ", " + operations + " operations");
            }
        }
    }

    /** @param hot so many of them get half of the operations, so that operations on one object overlap */
    public record Objects(int count, int hot) {
        public Objects {
            if (hot < 1 || count < hot) {
                throw new IllegalArgumentException(hot + " of " + count + " objects hot");
            }
        }
    }

    /** @param share of operations that are given up {@code after} this time */
    public record Deadlines(double share, Duration after) {
        public static final Deadlines NONE = new Deadlines(0, Duration.ZERO);
    }

    /**
     * Crashes of OSDs, and the other faults of the model's own making.
     *
     * @param pause longest one between them; zero: none are made
     * @param downtime longest time an OSD stays down
     * @param storeLossShare share of OSD crashes in which the store is lost
     */
    public record OsdCrashes(Duration pause, Duration downtime, double storeLossShare) {
        public static final OsdCrashes NONE = new OsdCrashes(Duration.ZERO, Duration.ZERO, 0);
    }

    /**
     * Crashes of the monitor.
     *
     * @param pause longest one between them; zero: it never crashes
     * @param downtime longest time it stays down
     */
    public record MonCrashes(Duration pause, Duration downtime) {
        public static final MonCrashes NONE = new MonCrashes(Duration.ZERO, Duration.ZERO);
    }

    public ModelSettings {
        if (leastCrashes > 0 && (osdCrashes.pause.isZero() || monCrashes.pause.isZero())) {
            throw new IllegalArgumentException(leastCrashes + " crashes are wanted, but none are made");
        }
    }

    /** Nothing is broken, nothing given up. */
    public static ModelSettings calm(int operations) {
        return new ModelSettings(
                new Clients(4, 6, operations, Duration.ZERO, Duration.ZERO, false),
                new Objects(60, 8),
                Deadlines.NONE,
                OsdCrashes.NONE,
                MonCrashes.NONE,
                0,
                Duration.ofMinutes(2));
    }

    /** Everything is broken, often. */
    public static ModelSettings many(int operations) {
        return new ModelSettings(
                new Clients(4, 6, operations, Duration.ofSeconds(4), Duration.ofSeconds(3), true),
                new Objects(200, 20),
                new Deadlines(0.2, Duration.ofSeconds(12)),
                new OsdCrashes(Duration.ofSeconds(25), Duration.ofSeconds(60), 0.4),
                new MonCrashes(Duration.ofSeconds(60), Duration.ofSeconds(20)),
                0,
                SETTLE_AFTER_SILENCE);
    }
}
