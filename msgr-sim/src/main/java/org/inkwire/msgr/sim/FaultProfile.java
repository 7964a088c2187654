// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import java.time.Duration;
import java.util.List;
import org.inkwire.msgr.sim.net.NetworkFaults;

/**
 * The faults of a run, by name. Immutable.
 *
 * @param network faults of single connections
 * @param trouble mean time between two larger faults, such as clogs, partitions, slow readers, wrong clocks; zero: none
 * @param troubleMax longest duration of one of them
 * @param crash mean time between two crashes of a process or host, where the workload allows them; zero: none
 * @param preemption chance that a thread is preempted
 * @param preemptionMax longest preemption
 */
public record FaultProfile(
        String name,
        NetworkFaults network,
        Duration trouble,
        Duration troubleMax,
        Duration crash,
        double preemption,
        Duration preemptionMax) {

    /** No faults. */
    public static FaultProfile none() {
        return new FaultProfile(
                "none", NetworkFaults.none(), Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
    }

    /** Connections are lost, fragmented and slow; hosts and paths are healthy. */
    public static FaultProfile connections() {
        return new FaultProfile(
                "connections",
                NetworkFaults.many(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0.001,
                Duration.ofMillis(20));
    }

    /** Paths are held in one direction or both, and released in a different order. */
    public static FaultProfile partitions() {
        return new FaultProfile(
                "partitions",
                NetworkFaults.none(),
                Duration.ofMillis(500),
                Duration.ofSeconds(8),
                Duration.ZERO,
                0.001,
                Duration.ofMillis(20));
    }

    /** Everything at once, with crashes. */
    public static FaultProfile many() {
        return new FaultProfile(
                "many",
                NetworkFaults.many(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(8),
                Duration.ofSeconds(10),
                0.002,
                Duration.ofMillis(50));
    }

    public static List<FaultProfile> all() {
        return List.of(none(), connections(), partitions(), many());
    }

    /** @throws IllegalArgumentException if there is no such profile; the message lists the available ones */
    public static FaultProfile named(String name) {
        for (FaultProfile p : all()) {
            if (p.name.equals(name)) {
                return p;
            }
        }
        throw new IllegalArgumentException("no fault profile " + name + "; there are "
                + all().stream().map(FaultProfile::name).toList());
    }
}
