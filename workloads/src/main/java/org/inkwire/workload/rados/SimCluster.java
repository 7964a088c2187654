// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.sim.Chaos;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.sim.SimHost;
import org.inkwire.msgr.sim.SimProcess;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.OSD;
import org.inkwire.osd.cluster.ClusterConf;
import org.inkwire.osd.cluster.MonitorDaemon;
import org.inkwire.osd.cluster.NodePlace;
import org.inkwire.osd.cluster.OsdDaemon;
import org.inkwire.store.MemoryShare;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * A monitor, OSDs and clients, each a process on its own host, in one {@link Simulation}. A crash kills the process or
 * powers off the whole host; durable data stays on the disk, unless the whole disk is to be lost. One thread.
 */
public final class SimCluster implements ClusterEnv {
    private static final UUID FSID = new UUID(0x1d4b0f5a3c7e4111L, 0x8a9bacbdcedfe0f1L);
    private static final String MON_NAME = "a";
    private static final int MON_PORT = 3300;
    private static final int WORKERS = 2;
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final long DISK_BYTES = 1L << 30;
    private static final MemoryShare MEMORY = MemoryShare.of(1L << 32, 1);
    private static final int MAX_SKEW_MILLIS = 2000;
    private static final int MAX_DRIFT = 200;

    /**
     * A connection falls silent within 20 s; what is then sent on it the kernel gives up after 924 s, and
     * {@code ms_connection_idle_timeout} gives up one on which nothing is sent after 900 s.
     */
    private static final Duration SILENCE = Duration.ofSeconds(20 + 924);

    private static final Duration WAIT_FOR_WRITES = Duration.ofMillis(2);
    private static final int WAITS_FOR_WRITES = 500;
    private static final int WAITS_FOR_MAPS = 5000;

    /** One crash in this many takes the whole host down. */
    private static final int ONE_IN_POWER = 4;

    private final Simulation sim;
    private final FaultProfile faults;
    private final RandomGenerator random;
    private final ClusterConf conf;
    private final EventCenter center;
    private final List<SimHost> osdHosts = new ArrayList<>();
    private final Map<Integer, SimDisk> disks = new TreeMap<>();
    private final Map<Integer, SimProcess> osdProcesses = new TreeMap<>();
    private final Map<Integer, OSD> runningOsds = new TreeMap<>();
    private final Map<Integer, SimProcess> clientProcesses = new TreeMap<>();
    private final SimHost monHost;
    private final SimMonitorStore monDisk;
    private @Nullable SimProcess monProcess;
    private @Nullable MonitorDaemon monitor;
    private @Nullable Chaos chaos;
    private @Nullable Islands islands;
    private long troubles;
    private long writesLost;

    private SimCluster(
            Simulation sim, int osds, FaultProfile faults, Map<String, String> options, StateCoverage coverage) {
        this.sim = sim;
        this.faults = faults;
        sim.transitions(coverage);
        this.random = sim.newRandom();
        this.conf = new ClusterConf(FSID, osds);
        new TreeMap<>(options).forEach(conf::set);
        this.center = sim.host("workload").start("workload", 1).stack().newCenter("workload");
        this.monHost = host("mon");
        this.monDisk = new SimMonitorStore(new CommitQueue(sim, sim.newRandom(), !isCalm()));
        conf.monHost(sim.await(runMonitor(), START_LIMIT).addrs());
        for (int id = 0; id < osds; id++) {
            osdHosts.add(host("osd" + id));
        }
    }

    /**
     * Starts a cluster and waits, in virtual time, until all of it is up.
     *
     * @param faults network and clock faults while faults are on; the workload decides when OSDs crash
     * @param options for all daemons and clients, by Ceph's names
     * @param coverage records every state change of the daemons' and clients' connections
     */
    public static SimCluster start(
            Simulation sim, int osds, FaultProfile faults, Map<String, String> options, StateCoverage coverage) {
        SimCluster cluster = new SimCluster(sim, osds, faults, options, coverage);
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int id = 0; id < osds; id++) {
            int number = id;
            starts.add(cluster.registerOsd(id)
                    .thenCompose(done -> cluster.startOsd(number))
                    .toCompletableFuture());
        }
        starts.forEach(start -> sim.await(start, START_LIMIT));
        return cluster;
    }

    private SimHost host(String name) {
        SimHost host = sim.host(name);
        host.clock(
                Duration.ofMillis(random.nextInt(2 * MAX_SKEW_MILLIS) - MAX_SKEW_MILLIS),
                random.nextInt(2 * MAX_DRIFT) - MAX_DRIFT);
        return host;
    }

    private NodePlace place(SimProcess process) {
        return new NodePlace(
                process.stack(),
                process.host().ip(),
                process.host().name(),
                MEMORY,
                process.allocator(),
                process.wallClock(),
                process.random());
    }

    private CompletionStage<MonitorDaemon> runMonitor() {
        SimProcess process = monHost.start("mon", WORKERS);
        monProcess = process;
        return MonitorDaemon.start(
                        MON_NAME, FSID, conf.forEntity(EntityType.MON, MON_NAME), monDisk, MON_PORT, place(process))
                .thenApply(started -> {
                    if (process.equals(monProcess)) {
                        monitor = started;
                    }
                    return started;
                });
    }

    public Simulation simulation() {
        return sim;
    }

    @Override
    public EventCenter center() {
        return center;
    }

    @Override
    public CompletionStage<RadosClient> newClient(int number) {
        SimHost host = host("client" + number);
        SimProcess process = host.start("client" + number, WORKERS);
        clientProcesses.put(number, process);
        return RadosClient.builder(conf.forEntity(EntityType.CLIENT, "admin"))
                .stack(process.stack())
                .allocator(process.allocator())
                .wallClock(process.wallClock())
                .random(process.random())
                .completions(center)
                .connectAsync();
    }

    @Override
    public void dropClient(int number) {
        SimProcess process = clientProcesses.remove(number);
        if (process != null) {
            sim.after(Duration.ZERO, process::kill);
        }
    }

    @Override
    public List<Integer> osds() {
        return IntStream.range(0, osdHosts.size()).boxed().toList();
    }

    @Override
    public CompletionStage<Void> crashOsd(int id, boolean loseStore) {
        CompletableFuture<Void> crashed = new CompletableFuture<>();
        boolean forMaps = random.nextBoolean();
        crashOsd(id, loseStore, forMaps, random.nextInt(forMaps ? WAITS_FOR_MAPS : WAITS_FOR_WRITES), crashed);
        return crashed;
    }

    /** Waits a while for the most critical moment: when the disk has writes that are not durable. */
    private void crashOsd(int id, boolean loseStore, boolean forMaps, int patience, CompletableFuture<Void> crashed) {
        sim.after(WAIT_FOR_WRITES, () -> {
            if (patience > 0 && !disk(id).isBusy(forMaps)) {
                crashOsd(id, loseStore, forMaps, patience - 1, crashed);
                return;
            }
            boolean power = random.nextInt(ONE_IN_POWER) == 0 && !isCalm();
            SimProcess process = osdProcesses.remove(id);
            runningOsds.remove(id);
            if (power) {
                osdHosts.get(id).powerOff();
            } else if (process != null) {
                process.kill();
            }
            if (loseStore) {
                disk(id).discard();
                disks.remove(id);
            } else {
                writesLost += disk(id).crash(power);
            }
            crashed.complete(null);
        });
    }

    /**
     * Ends an OSD through its own API, not by a simulated crash; its process then shuts down cleanly.
     *
     * @param goodbye whether it has the monitor mark it down first
     */
    CompletionStage<Void> endOsd(int id, boolean goodbye) {
        SimProcess process = osdProcesses.remove(id);
        OSD osd = runningOsds.remove(id);
        if (process == null || osd == null) {
            throw new IllegalStateException("osd." + id + " is not running");
        }
        return (goodbye ? osd.stop() : osd.kill()).thenCompose(ended -> process.stop());
    }

    @Override
    public CompletionStage<Void> startOsd(int id) {
        CompletableFuture<Void> up = new CompletableFuture<>();
        sim.after(Duration.ZERO, () -> {
            SimHost host = osdHosts.get(id);
            host.powerOn();
            SimProcess process = host.start("osd." + id, WORKERS);
            osdProcesses.put(id, process);
            OSD osd = OsdDaemon.create(
                    id, FSID, conf.forEntity(EntityType.OSD, Integer.toString(id)), disk(id), place(process));
            runningOsds.put(id, osd);
            osd.start().whenComplete((done, failure) -> {
                if (failure != null) {
                    up.completeExceptionally(failure);
                } else {
                    up.complete(null);
                }
            });
        });
        return up;
    }

    @Override
    public void fillStore(int id, double used) {
        disk(id).fill(used);
    }

    /** Hosts and disks do as they should; OSDs may still be killed. */
    private boolean isCalm() {
        return faults.equals(FaultProfile.none());
    }

    private SimDisk disk(int id) {
        return disks.computeIfAbsent(id, none -> new SimDisk(sim, sim.newRandom(), DISK_BYTES, !isCalm()));
    }

    /** Call once: the monitor keeps the registration. */
    private CompletionStage<String> registerOsd(int id) {
        return command(OsdDaemon.registration(FSID, id));
    }

    @Override
    public CompletionStage<Void> crashMonitor() {
        CompletableFuture<Void> crashed = new CompletableFuture<>();
        boolean power = random.nextInt(ONE_IN_POWER) == 0;
        sim.after(Duration.ZERO, () -> {
            SimProcess process = monProcess;
            monProcess = null;
            monitor = null;
            if (power) {
                monHost.powerOff();
            } else if (process != null) {
                process.kill();
            }
            monDisk.crash();
            crashed.complete(null);
        });
        return crashed;
    }

    @Override
    public CompletionStage<Void> startMonitor() {
        CompletableFuture<Void> serves = new CompletableFuture<>();
        sim.after(Duration.ZERO, () -> {
            monHost.powerOn();
            runMonitor().whenComplete((started, failure) -> {
                if (failure != null) {
                    serves.completeExceptionally(failure);
                } else {
                    serves.complete(null);
                }
            });
        });
        return serves;
    }

    @Override
    public long newestEpoch() {
        return runningOsds.values().stream().mapToLong(OSD::mapEpoch).max().orElse(0);
    }

    @Override
    public CompletionStage<String> command(String json) {
        MonitorDaemon running = monitor;
        if (running == null) {
            return CompletableFuture.failedStage(new IllegalStateException("the monitor does not run"));
        }
        return running.monitor().command(json).thenApply(result -> new String(result.data(), StandardCharsets.UTF_8));
    }

    /** Network and clock faults injected so far, while faults were on. */
    public long troubles() {
        return troubles;
    }

    /** Transactions that OSDs had applied and their crashes lost. */
    public long writesLost() {
        return writesLost;
    }

    /**
     * The longest time until a healthy network serves again, by the options in force: the session with a monitor that
     * died is given up; a peer tries again, as seldom as back-off allows; and a peer that does not answer is reported,
     * within which time its read lease ends too.
     */
    private Duration repaired() {
        CephConf options = conf.forEntity(EntityType.OSD, "0");
        return WAIT_FOR_WRITES
                .multipliedBy(WAITS_FOR_MAPS)
                .plus(options.get(Options.MON_CLIENT_PING_INTERVAL))
                .plus(options.get(Options.MON_CLIENT_PING_TIMEOUT))
                .plus(options.get(Options.MS_MAX_BACKOFF))
                .plus(options.get(Options.OSD_HEARTBEAT_GRACE));
    }

    @Override
    public void startFaults() {
        chaos = Chaos.begin(sim, faults, nobody -> {});
        RandomGenerator islandRandom = sim.newRandom();
        // Only in two of three runs: with islands, PGs are seldom clean, and a store may be lost only while they are.
        if (!faults.trouble().isZero() && islandRandom.nextInt(3) > 0) {
            Islands begun = new Islands(
                    sim,
                    islandRandom,
                    () -> osdHosts.stream().map(SimHost::tcp).toList(),
                    () -> clientProcesses.values().stream()
                            .map(client -> client.host().tcp())
                            .toList());
            islands = begun;
            begun.start();
        }
    }

    @Override
    public Duration stopFaults() {
        Islands lasting = islands;
        if (lasting != null) {
            islands = null;
            troubles += lasting.made();
            lasting.stop();
        }
        Chaos running = chaos;
        if (running != null) {
            chaos = null;
            troubles += running.troubles();
            running.stop();
        }
        // In every other run they stay silent: whoever waits for an answer on one has to find that out.
        if (random.nextBoolean()) {
            sim.network().breakSilent();
        }
        return sim.network().anySilent() ? repaired().plus(SILENCE) : repaired();
    }
}
