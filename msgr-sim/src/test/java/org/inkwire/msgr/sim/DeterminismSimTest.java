// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/** The same seed gives the same history. */
class DeterminismSimTest {
    private static final int SEEDS = 50;
    private static final int PEERS = 3;
    private static final int EACH = 30;

    private record History(
            long digest, long turns, Duration took, List<List<String>> texts, List<StateCoverage.Arrow> arrows) {}

    private static History run(long seed) {
        try (SimMessengers sims = new SimMessengers(seed)) {
            Simulation sim = sims.sim();
            List<Messenger> all = new ArrayList<>();
            List<RecordingDispatcher> seen = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                RecordingDispatcher d = RecordingDispatcher.queued((c, m) -> {});
                seen.add(d);
                all.add(sims.server(EntityName.osd(i), Policy.losslessPeer(), d));
            }
            sim.network().faults(NetworkFaults.many());
            sim.preemption(0.05, Duration.ofMillis(5));
            for (int n = 0; n < EACH; n++) {
                for (Messenger from : all) {
                    for (Messenger to : all) {
                        if (from != to) {
                            from.connectTo(EntityType.OSD, to.addrs())
                                    .sendMessage(new TextMessage(from.logicalName() + ":" + n));
                        }
                    }
                }
                sims.pass(Duration.ofMillis(20));
            }
            for (Messenger m : all) {
                sims.processOf(m).loseConnections(0.5);
            }
            sims.eventually(
                    () -> seen.stream().allMatch(d -> d.texts.size() >= (PEERS - 1) * EACH), "everything everywhere");
            return new History(
                    sim.digest(),
                    sim.turns(),
                    sim.elapsed(),
                    seen.stream().map(d -> List.copyOf(d.texts)).toList(),
                    sims.coverage().taken());
        }
    }

    @Test
    void fiftySeedsRunTwiceGiveTheSameFiftyHistories() {
        Set<Long> digests = new HashSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            History first = run(seed);
            assertThat(run(seed)).as("seed %d", seed).isEqualTo(first);
            digests.add(first.digest());
        }
        assertThat(digests).as("different seeds give different histories").hasSize(SEEDS);
    }
}
