// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;

/**
 * How much a {@link RadosModel} does, and what it breaks. Immutable.
 *
 * @param clients at once
 * @param depth operations each has in flight
 * @param operations at least, before the last look at every object
 * @param leastCrashes clients go on until so many OSDs and so many monitors have crashed, if more operations are needed for it
 * @param hotObjects so many of the objects get half of the operations, so that operations on one object overlap
 * @param think longest pause before a client asks again; half of the time there is none
 * @param deadlineShare share of operations that are given up after {@code deadline}
 * @param watch a client looks at hot objects all the time, and waits so long for each; zero: it does not
 * @param pause longest pause between faults of the model's own making; zero: none are made
 * @param downtime longest time an OSD stays down
 * @param storeLossShare share of OSD crashes in which the store is lost
 * @param monPause longest pause between crashes of the monitor; zero: it never crashes
 * @param monDowntime longest time it stays down
 * @param clientCrashes clients crash too
 * @param settle within which everything must be answered and clean once faults have ended
 */
public record ModelSettings(
        int clients,
        int depth,
        int objects,
        int hotObjects,
        int operations,
        int leastCrashes,
        Duration think,
        double deadlineShare,
        Duration deadline,
        Duration watch,
        Duration pause,
        Duration downtime,
        double storeLossShare,
        Duration monPause,
        Duration monDowntime,
        boolean clientCrashes,
        Duration settle) {
    /**
     * A connection that fell silent is found by its idle timeout (900 s), and what is sent on it by the kernel giving up
     * (924 s).
     */
    private static final Duration SETTLE_AFTER_SILENCE = Duration.ofMinutes(25);

    public ModelSettings {
        if (!watch.isZero() && think.isZero()) {
            throw new IllegalArgumentException("a client that watches must think");
        }
        if (leastCrashes > 0 && (pause.isZero() || monPause.isZero())) {
            throw new IllegalArgumentException(leastCrashes + " crashes are wanted, but none are made");
        }
        if (clients < 1 || depth < 1 || hotObjects < 1 || objects < hotObjects || operations < 1) {
            throw new IllegalArgumentException(
                    clients + " clients of depth " + depth + ", " + hotObjects + " of " + objects + " objects hot");
        }
    }

    /** Nothing is broken, nothing given up. */
    public static ModelSettings calm(int operations) {
        return new ModelSettings(
                4,
                6,
                60,
                8,
                operations,
                0,
                Duration.ZERO,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                Duration.ZERO,
                Duration.ZERO,
                false,
                Duration.ofMinutes(2));
    }

    /** Everything is broken, often. */
    public static ModelSettings many(int operations) {
        return new ModelSettings(
                4,
                6,
                200,
                20,
                operations,
                0,
                Duration.ofSeconds(4),
                0.2,
                Duration.ofSeconds(12),
                Duration.ofSeconds(3),
                Duration.ofSeconds(25),
                Duration.ofSeconds(60),
                0.4,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                true,
                SETTLE_AFTER_SILENCE);
    }
}
