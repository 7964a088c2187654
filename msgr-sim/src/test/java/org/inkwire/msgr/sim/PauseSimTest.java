// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.event.EventCenter;
import org.junit.jupiter.api.Test;

class PauseSimTest {
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Simulation sim = Simulation.of(1);
    private final SimProcess process = sim.host("a").start("p", 2);
    private final EventCenter paused = center(0);
    private final List<String> done = new ArrayList<>();
    private final List<Runnable> resume = new ArrayList<>();

    private EventCenter center(int worker) {
        return process.stack().workers().get(worker).center();
    }

    private void pause() {
        paused.submit(() -> resume.add(sim.pauseRunning(LIMIT)));
        sim.run(MOMENT);
        paused.submit(() -> done.add("paused"));
        center(1).submit(() -> done.add("other"));
        sim.run(MOMENT);
    }

    @Test
    void aPausedCenterStandsStillWhileOthersRunUntilItIsLetGo() {
        pause();
        assertThat(done).containsExactly("other");
        resume.get(0).run();
        resume.get(0).run();
        sim.run(MOMENT);
        assertThat(done).containsExactly("other", "paused");
    }

    @Test
    void aPausedCenterGoesOnByItselfInTheEnd() {
        pause();
        sim.run(LIMIT);
        assertThat(done).containsExactly("other", "paused");
    }
}
