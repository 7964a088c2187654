// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;

/**
 * How much work a {@link RadosModel} does, and which faults it injects. Immutable.
 *
 * @param pgNumPause longest pause between changes of the pool's number of PGs; zero: there are none
 * @param moves longest pause between changes of the PGs' placement; zero: there are none
 * @param leastCrashes minimum number of OSD crashes and, if it crashes at all, of monitor crashes; clients issue further
 *     operations until both are reached
 * @param longestWait how long any operation may take; zero: as long as it likes, while there are faults
 * @param settle time within which all operations must be answered and all PGs clean after faults have ended, and then
 *     again all objects read
 */
public record ModelSettings(
        Clients clients,
        Objects objects,
        Deadlines deadlines,
        OsdCrashes osdCrashes,
        MonCrashes monCrashes,
        Duration pgNumPause,
        Duration moves,
        int leastCrashes,
        Duration longestWait,
        Duration settle) {
    /** The idle timeout (900 s) detects a silent connection, and the kernel gives up on data sent on it after 924 s. */
    private static final Duration SETTLE_AFTER_SILENCE = Duration.ofMinutes(25);

    /** From the crash of an OSD until the next acting set serves, with network and store delays. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /**
     * What clients do.
     *
     * @param count clients at a time
     * @param depth operations each has in flight
     * @param operations minimum total number of operations before the final read of every object
     * @param think longest pause between a client's operations; half of the time there is none
     * @param watch if not zero, each client also reads hot objects all the time, with this timeout for each read
     * @param crash whether clients crash too
     */
    public record Clients(int count, int depth, int operations, Duration think, Duration watch, boolean crash) {
        public Clients {
            if (!watch.isZero() && think.isZero()) {
                throw new IllegalArgumentException("watching clients need a think time");
            }
            if (count < 1 || depth < 1 || operations < 1) {
                throw new IllegalArgumentException(
                        count + " clients of depth " + depth + ", " + operations + " operations");
            }
        }
    }

    /**
     * @param hot the number of objects that receive half of the operations, so that operations on one object overlap
     */
    public record Objects(int count, int hot) {
        public Objects {
            if (hot < 1 || count < hot) {
                throw new IllegalArgumentException(hot + " of " + count + " objects hot");
            }
        }
    }

    /** @param share fraction of the operations that are abandoned {@code after} this time */
    public record Deadlines(double share, Duration after) {
        public static final Deadlines NONE = new Deadlines(0, Duration.ZERO);
    }

    /**
     * Crashes of OSDs, and the other faults that the model injects.
     *
     * @param pause longest pause between them; zero: there are none
     * @param downtime longest time an OSD stays down
     * @param storeLossShare fraction of the OSD crashes in which the store is lost
     * @param downMax how many may be down at once with their stores kept; 1: each only crashes while all PGs are clean
     */
    public record OsdCrashes(Duration pause, Duration downtime, double storeLossShare, int downMax) {
        public static final OsdCrashes NONE = new OsdCrashes(Duration.ZERO, Duration.ZERO, 0, 1);
    }

    /**
     * Crashes of the monitor.
     *
     * @param pause longest pause between them; zero: it never crashes
     * @param downtime longest time it stays down
     */
    public record MonCrashes(Duration pause, Duration downtime) {
        public static final MonCrashes NONE = new MonCrashes(Duration.ZERO, Duration.ZERO);
    }

    public ModelSettings {
        if (leastCrashes > 0 && osdCrashes.pause.isZero()) {
            throw new IllegalArgumentException(leastCrashes + " crashes required, but crashes are disabled");
        }
    }

    /** No faults and no timeouts. */
    public static ModelSettings calm(int operations) {
        return new ModelSettings(
                new Clients(4, 6, operations, Duration.ZERO, Duration.ZERO, false),
                new Objects(60, 8),
                Deadlines.NONE,
                OsdCrashes.NONE,
                MonCrashes.NONE,
                Duration.ZERO,
                Duration.ZERO,
                0,
                Duration.ZERO,
                Duration.ofMinutes(2));
    }

    /**
     * One fault at a time, of a kind that leaves copies enough: no operation may wait long.
     *
     * @param crashes OSD crashes at least
     */
    public static ModelSettings steady(int operations, int crashes) {
        return new ModelSettings(
                new Clients(3, 3, operations, Duration.ofSeconds(1), Duration.ZERO, false),
                new Objects(200, 60),
                Deadlines.NONE,
                new OsdCrashes(Duration.ofSeconds(6), Duration.ofSeconds(5), 0.6, 1),
                MonCrashes.NONE,
                Duration.ofSeconds(25),
                Duration.ofSeconds(6),
                crashes,
                LONGEST_WAIT,
                Duration.ofMinutes(2));
    }

    /**
     * PGs split and merge all the time while connections break and OSDs are killed: requests are sent again around the
     * change, copies are still being filled when others go.
     */
    public static ModelSettings splits(int operations) {
        return new ModelSettings(
                new Clients(4, 6, operations, Duration.ofSeconds(2), Duration.ZERO, false),
                new Objects(150, 30),
                Deadlines.NONE,
                new OsdCrashes(Duration.ofSeconds(12), Duration.ofSeconds(10), 0.3, 2),
                MonCrashes.NONE,
                Duration.ofSeconds(6),
                Duration.ofSeconds(20),
                0,
                Duration.ZERO,
                SETTLE_AFTER_SILENCE);
    }

    /** Frequent faults of every kind. */
    public static ModelSettings many(int operations) {
        return new ModelSettings(
                new Clients(4, 6, operations, Duration.ofSeconds(4), Duration.ofSeconds(3), true),
                new Objects(200, 20),
                new Deadlines(0.2, Duration.ofSeconds(12)),
                new OsdCrashes(Duration.ofSeconds(25), Duration.ofSeconds(60), 0.4, 2),
                new MonCrashes(Duration.ofSeconds(60), Duration.ofSeconds(20)),
                Duration.ofSeconds(40),
                Duration.ofSeconds(40),
                0,
                Duration.ZERO,
                SETTLE_AFTER_SILENCE);
    }
}
