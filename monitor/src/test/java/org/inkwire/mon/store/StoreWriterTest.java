// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.testkit.msgr.ManualCenters;
import org.junit.jupiter.api.Test;

class StoreWriterTest {
    /** Each write completes when the test says so. */
    private static final class HeldStore implements MonitorStore {
        final List<CompletableFuture<Void>> writes = new ArrayList<>();

        @Override
        public CompletionStage<NavigableMap<String, byte[]>> load() {
            return CompletableFuture.completedFuture(new TreeMap<>());
        }

        @Override
        public CompletionStage<Void> write(List<Change> changes) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            writes.add(done);
            return done;
        }
    }

    private final ManualCenters centers = new ManualCenters();
    private final HeldStore store = new HeldStore();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final StoreWriter writer = new StoreWriter(store, centers.newCenter("mon"), failures::add);

    private void write(String name) {
        writer.write(List.of(MonitorStore.Change.put(name, new byte[1])), () -> events.add(name));
    }

    @Test
    void whatWaitsRunsOnTheCenterOnceItsChangesAreDurable() {
        write("a");
        centers.run();
        assertThat(events).isEmpty();
        store.writes.get(0).complete(null);
        assertThat(events).as("not on the store's thread").isEmpty();
        centers.run();
        assertThat(events).containsExactly("a");
        assertThat(failures).isEmpty();
    }

    @Test
    void afterAFailedWriteNothingOfItRunsAndTheMonitorHears() {
        RuntimeException broken = new RuntimeException("the disk is broken");
        List<Throwable> told = new ArrayList<>();
        write("a");
        writer.whenDurable(() -> events.add("never"), told::add);
        store.writes.get(0).completeExceptionally(broken);
        store.writes.get(1).completeExceptionally(broken);
        centers.run();
        assertThat(events).isEmpty();
        assertThat(failures).containsExactly(broken, broken);
        assertThat(told).containsExactly(broken);
    }

    @Test
    void whoWaitsWhenItIsClosedHearsWhy() {
        RuntimeException stopped = new IllegalStateException("stopped");
        List<Throwable> told = new ArrayList<>();
        write("a");
        writer.whenDurable(() -> events.add("never"), told::add);
        writer.close(stopped);
        store.writes.forEach(w -> w.complete(null));
        centers.run();
        assertThat(events).isEmpty();
        assertThat(told).containsExactly(stopped);
        assertThat(failures).isEmpty();
    }
}
