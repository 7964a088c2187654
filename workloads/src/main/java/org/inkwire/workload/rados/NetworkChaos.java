// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.sim.SimHost;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.sim.net.TcpHost;

/**
 * Cuts hosts off for a while, one way or both; clogs several paths one after the other and opens them in another order.
 * Nothing that was held is lost by it. One thread.
 */
final class NetworkChaos {
    private static final long PAUSE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long HOLD_NANOS = Duration.ofSeconds(40).toNanos();

    private final Simulation sim;
    private final RandomGenerator random;
    private final List<SimHost> hosts = new ArrayList<>();
    private final List<Runnable> undo = new ArrayList<>();
    private boolean running;

    NetworkChaos(Simulation sim, RandomGenerator random) {
        this.sim = sim;
        this.random = random;
    }

    void add(SimHost host) {
        if (!hosts.contains(host)) {
            hosts.add(host);
        }
    }

    void remove(SimHost host) {
        hosts.remove(host);
    }

    void start() {
        running = true;
        arm();
    }

    void stop() {
        running = false;
        List<Runnable> all = new ArrayList<>(undo);
        undo.clear();
        all.forEach(Runnable::run);
    }

    private void arm() {
        sim.after(Duration.ofNanos(1 + random.nextLong(PAUSE_NANOS)), () -> {
            if (running) {
                strike();
                arm();
            }
        });
    }

    private void strike() {
        switch (random.nextInt(3)) {
            case 0 -> isolate();
            case 1 -> hold(any(), any());
            default -> {
                for (int i = 2 + random.nextInt(4); i > 0; i--) {
                    hold(any(), any());
                }
            }
        }
    }

    private TcpHost any() {
        return hosts.get(random.nextInt(hosts.size())).tcp();
    }

    private void isolate() {
        List<TcpHost> some = List.of(any());
        // Whoever joins the network later is not cut off, and must not be let go either.
        List<TcpHost> others = new ArrayList<>(sim.network().hosts());
        others.removeAll(some);
        for (TcpHost inside : some) {
            for (TcpHost outside : others) {
                sim.network().hold(inside, outside);
                sim.network().hold(outside, inside);
            }
        }
        later(() -> {
            for (TcpHost inside : some) {
                for (TcpHost outside : others) {
                    sim.network().release(inside, outside);
                    sim.network().release(outside, inside);
                }
            }
        });
    }

    private void hold(TcpHost from, TcpHost to) {
        if (!from.equals(to)) {
            sim.network().hold(from, to);
            later(() -> sim.network().release(from, to));
        }
    }

    private void later(Runnable release) {
        undo.add(release);
        sim.after(Duration.ofNanos(1 + random.nextLong(HOLD_NANOS)), () -> {
            if (undo.remove(release)) {
                release.run();
            }
        });
    }
}
