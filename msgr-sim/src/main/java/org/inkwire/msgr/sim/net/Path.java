// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.util.ArrayList;
import java.util.List;

/** The network path from one host to another. While it is held, nothing arrives and nothing is lost. One thread. */
final class Path {
    /** Latency within a host. */
    private static final long LOOPBACK_NANOS = 15_000;

    private final TcpNetwork network;
    private final boolean loopback;
    private final String name;
    private int holds;
    private List<Runnable> waiting = new ArrayList<>();

    Path(TcpNetwork network, TcpHost from, TcpHost to) {
        this.network = network;
        this.loopback = from == to;
        this.name = from.name() + "->" + to.name();
    }

    /** Draws the latency of the next transmission. */
    long latencyNanos() {
        if (loopback) {
            return LOOPBACK_NANOS;
        }
        NetworkFaults f = network.faults();
        long min = f.latency().min().toNanos();
        long span = f.latency().max().toNanos() - min;
        long latency = min + (span > 0 ? network.random().nextLong(span) : 0);
        if (network.happens(f.latency().spike())) {
            network.counts().spikes++;
            latency +=
                    network.random().nextLong(Math.max(1, f.latency().spikeMax().toNanos()));
        }
        return latency;
    }

    /**
     * Runs {@code arrival} at the other end after the path's latency.
     *
     * @return when it arrives, unless the path is held then
     */
    long send(Runnable arrival) {
        long at = network.timeline().now() + latencyNanos();
        network.timeline().at(at, () -> arrive(arrival));
        return at;
    }

    /** Runs {@code arrival} now, or when the path is released. */
    void arrive(Runnable arrival) {
        if (isHeld()) {
            waiting.add(arrival);
        } else {
            arrival.run();
        }
    }

    boolean isHeld() {
        return holds > 0;
    }

    void hold() {
        if (loopback) {
            return;
        }
        if (holds++ == 0) {
            network.counts().holds++;
            network.trace().add("hold", this, 0);
        }
    }

    void release() {
        if (loopback || holds == 0 || --holds > 0) {
            return;
        }
        network.trace().add("release", this, waiting.size());
        List<Runnable> all = waiting;
        waiting = new ArrayList<>();
        for (Runnable arrival : all) {
            network.timeline().after(0, () -> arrive(arrival));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
