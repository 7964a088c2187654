// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.sim.net.Isolation;
import org.inkwire.msgr.sim.net.TcpHost;
import org.inkwire.msgr.sim.net.Timeline;
import org.jspecify.annotations.Nullable;

/** A machine: addresses, a possibly wrong clock, and processes that die with it. One thread. */
public final class SimHost {
    /** Initial wall-clock time of every simulation. */
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final int MILLION = 1_000_000;

    private final Simulation simulation;
    private final TcpHost tcp;
    private final List<SimProcess> processes = new ArrayList<>();
    private Duration skew = Duration.ZERO;
    private long driftPerMillion;
    /** Non-null while powered off. */
    private @Nullable Isolation off;

    SimHost(Simulation simulation, TcpHost tcp) {
        this.simulation = simulation;
        this.tcp = tcp;
    }

    public String name() {
        return tcp.name();
    }

    public InetAddress ip() {
        return tcp.ipv4();
    }

    public InetAddress ipv6() {
        return tcp.ipv6();
    }

    /** Its node in the network, for injecting faults. */
    public TcpHost tcp() {
        return tcp;
    }

    /** From now on the wall clock shows the true time plus {@code newSkew}, and drifts by {@code perMillion}. */
    public void clock(Duration newSkew, long perMillion) {
        skew = newSkew;
        driftPerMillion = perMillion;
    }

    public InstantSource wallClock() {
        return () -> {
            long elapsed = simulation.nanoTime() - Timeline.START_NANOS;
            return EPOCH.plusNanos(elapsed + elapsed / MILLION * driftPerMillion)
                    .plus(skew);
        };
    }

    /** Starts a process with {@code workers} messenger workers. */
    public SimProcess start(String name, int workers) {
        if (isOff()) {
            throw new IllegalStateException(this + " is off");
        }
        SimProcess process = new SimProcess(simulation, this, name, workers);
        processes.add(process);
        simulation.trace().add("start", process, workers);
        return process;
    }

    public List<SimProcess> processes() {
        return List.copyOf(processes);
    }

    void forget(SimProcess process) {
        processes.remove(process);
    }

    public boolean isOff() {
        return off != null;
    }

    /** Every process dies without notice: peers keep half-open connections. */
    public void powerOff() {
        if (isOff()) {
            return;
        }
        processes().forEach(p -> p.kill(true));
        off = simulation.network().isolate(List.of(tcp));
    }

    /** The kernel answers again: segments that still arrive for an old connection are reset. Starts no process. */
    public void powerOn() {
        if (off != null) {
            off.end();
            off = null;
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
