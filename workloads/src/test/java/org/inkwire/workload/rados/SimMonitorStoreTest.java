// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.inkwire.mon.store.MonitorStore.Change;
import org.inkwire.msgr.sim.Simulation;
import org.junit.jupiter.api.Test;

class SimMonitorStoreTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Simulation sim = Simulation.of(1);

    private SimMonitorStore store() {
        return new SimMonitorStore(new CommitQueue(sim, sim.newRandom(), true));
    }

    private static Change put(String key) {
        return Change.put(key, new byte[] {1});
    }

    private static List<String> keys(SimMonitorStore store) {
        return new ArrayList<>(store.load().toCompletableFuture().join().keySet());
    }

    @Test
    void writeTakesAWhileAndThenSurvivesACrash() {
        SimMonitorStore store = store();
        CompletionStage<Void> written = store.write(List.of(put("a"), put("b")));
        assertThat(keys(store)).isEmpty();
        sim.await(written, LONG);
        store.crash();
        assertThat(keys(store)).containsExactly("a", "b");
    }

    @Test
    void ofWhatWasNotDurableTheFirstChangesSurviveACrashAndNobodyIsTold() {
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            SimMonitorStore store = store();
            CompletionStage<Void> written = store.write(List.of(put("a"), put("b")));
            store.crash();
            sim.run(LONG);
            assertThat(written.toCompletableFuture()).isNotDone();
            seen.add(keys(store));
        }
        assertThat(seen).containsExactlyInAnyOrder(List.of(), List.of("a"), List.of("a", "b"));
    }

    @Test
    void emptyWriteIsDoneWhenAllBeforeItIs() {
        SimMonitorStore store = store();
        store.write(List.of(put("a")));
        sim.await(store.write(List.of()), LONG);
        assertThat(keys(store)).containsExactly("a");
    }
}
