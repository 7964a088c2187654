// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.sim.net.Isolation;
import org.inkwire.msgr.sim.net.TcpHost;
import org.jspecify.annotations.Nullable;

/**
 * Isolates one or two OSDs together with a few clients, for long enough that other OSDs take over. This leaves a
 * primary that has been replaced without noticing, and clients that have not noticed either. Writes that it
 * acknowledges alone are lost, and reads from its memory are stale. One thread.
 */
final class Islands {
    private static final Duration PAUSE_MAX = Duration.ofSeconds(20);
    private static final Duration LASTS_MAX = Duration.ofSeconds(60);
    private static final int OSDS_MAX = 2;

    private final Simulation sim;
    private final RandomGenerator random;
    private final Supplier<List<TcpHost>> osds;
    private final Supplier<List<TcpHost>> clients;
    private @Nullable Isolation island;
    private boolean stopped;
    private long made;

    /** @param clients those currently connected */
    Islands(Simulation sim, RandomGenerator random, Supplier<List<TcpHost>> osds, Supplier<List<TcpHost>> clients) {
        this.sim = sim;
        this.random = random;
        this.osds = osds;
        this.clients = clients;
    }

    long made() {
        return made;
    }

    void start() {
        after(PAUSE_MAX, this::make);
    }

    /** Ends the isolation. */
    void stop() {
        stopped = true;
        unmake();
    }

    private void after(Duration most, Runnable task) {
        sim.after(Duration.ofNanos(1 + random.nextLong(most.toNanos())), () -> {
            if (!stopped) {
                task.run();
            }
        });
    }

    private void make() {
        List<TcpHost> chosen = new ArrayList<>(some(osds.get(), OSDS_MAX));
        List<TcpHost> all = clients.get();
        chosen.addAll(some(all, Math.max(1, all.size() / 2)));
        made++;
        island = sim.network().isolate(chosen);
        after(LASTS_MAX, () -> {
            unmake();
            start();
        });
    }

    private void unmake() {
        if (island != null) {
            island.end();
            island = null;
        }
    }

    private List<TcpHost> some(List<TcpHost> all, int most) {
        List<TcpHost> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        return shuffled.subList(0, Math.min(all.size(), 1 + random.nextInt(most)));
    }
}
