// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Hosts and the paths between them. One thread. */
public final class TcpNetwork {
    private static final int BYTE = 256;

    /** A blackholed connection falls silent within this time. */
    private static final long SILENT_WITHIN_NANOS = 20_000_000_000L;

    private final Timeline timeline;
    private final Trace trace;
    private final RandomGenerator random;
    private final FaultCounts counts = new FaultCounts();
    private final List<TcpHost> hosts = new ArrayList<>();
    private final Map<InetAddress, TcpHost> byIp = new LinkedHashMap<>();
    private final Map<String, Path> paths = new LinkedHashMap<>();
    private final List<Isolation> isolations = new ArrayList<>();
    /** Clients of connections that have fallen silent or will soon. */
    private final List<TcpEnd> silent = new ArrayList<>();

    private NetworkFaults faults = NetworkFaults.none();
    private long numbers;

    /** @param random source of every delay and fault */
    public TcpNetwork(Timeline timeline, Trace trace, RandomGenerator random) {
        this.timeline = timeline;
        this.trace = trace;
        this.random = random;
    }

    /** Adds a host, with addresses 10.0.x.y and fd00::x:y. */
    public TcpHost addHost(String name) {
        int n = hosts.size() + 1;
        byte hi = (byte) (n / BYTE);
        byte lo = (byte) (n % BYTE);
        byte[] v6 = new byte[16];
        v6[0] = (byte) 0xfd;
        v6[14] = hi;
        v6[15] = lo;
        TcpHost host = new TcpHost(this, name, ip(new byte[] {10, 0, hi, lo}), ip(v6));
        hosts.add(host);
        byIp.put(host.ipv4(), host);
        byIp.put(host.ipv6(), host);
        isolations.forEach(isolation -> isolation.shutOut(host));
        return host;
    }

    private static InetAddress ip(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    public List<TcpHost> hosts() {
        return List.copyOf(hosts);
    }

    public NetworkFaults faults() {
        return faults;
    }

    /** Takes effect from now on; what is in flight keeps its drawn fate. */
    public void faults(NetworkFaults newFaults) {
        faults = newFaults;
    }

    public FaultCounts counts() {
        return counts;
    }

    /** Nothing from {@code from} arrives at {@code to} until every hold has been released. Nothing is lost. */
    public void hold(TcpHost from, TcpHost to) {
        path(from, to).hold();
    }

    public void release(TcpHost from, TcpHost to) {
        path(from, to).release();
    }

    /** Holds both directions between each of {@code some} and all other hosts, including later ones, until ended. */
    public Isolation isolate(List<TcpHost> some) {
        Isolation isolation = new Isolation(this, some);
        isolations.add(isolation);
        hosts.forEach(isolation::shutOut);
        return isolation;
    }

    /** Whether a connection has fallen silent, or will soon, and at least one of its ends does not know. */
    public boolean anySilent() {
        return silent.stream().anyMatch(TcpEnd::isOpenAtEitherEnd);
    }

    /**
     * Breaks the connections that have fallen silent, or would soon, at both ends: a firewall that has forgotten them answers
     * again, with resets. Until then, only time tells their ends.
     */
    public void breakSilent() {
        List<TcpEnd> all = List.copyOf(silent);
        silent.clear();
        all.forEach(TcpEnd::breakBothEnds);
    }

    // ---- for this package

    void ended(Isolation isolation) {
        isolations.remove(isolation);
    }

    Timeline timeline() {
        return timeline;
    }

    Trace trace() {
        return trace;
    }

    RandomGenerator random() {
        return random;
    }

    /** Draws only if the chance is above zero, so that a disabled fault consumes no randomness. */
    boolean happens(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    long nextNumber() {
        return ++numbers;
    }

    @Nullable
    TcpHost hostAt(InetAddress ip) {
        return byIp.get(ip);
    }

    Path path(TcpHost from, TcpHost to) {
        return paths.computeIfAbsent(from.name() + ">" + to.name(), key -> new Path(this, from, to));
    }

    /** A connection was established. It may be one that will fall silent. */
    void connected(TcpEnd client) {
        if (happens(faults.losses().blackhole())) {
            counts.blackholes++;
            int way = random.nextInt(3);
            silent.add(client);
            timeline.after(random.nextLong(SILENT_WITHIN_NANOS), () -> {
                if (silent.contains(client)) {
                    client.blackhole(way != 1, way != 0);
                }
            });
        }
    }
}
