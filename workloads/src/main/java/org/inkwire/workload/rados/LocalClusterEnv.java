// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.OSD;
import org.inkwire.osd.cluster.LocalCluster;

/** A {@link LocalCluster} with real sockets in real time. Its network has no faults. Confined to its center. */
public final class LocalClusterEnv implements ClusterEnv {
    private final LocalCluster cluster;
    private final int osds;
    private final EventCenter center;
    private final Clients clients;
    private CompletionStage<Void> monitorStarts = CompletableFuture.completedStage(null);

    /** @param cluster with OSDs 0 to {@code osds - 1}; stays the caller's */
    public LocalClusterEnv(LocalCluster cluster, int osds) {
        this.cluster = cluster;
        this.osds = osds;
        this.center = cluster.stack().newCenter("workload");
        this.clients = new Clients(cluster.conf(), cluster.stack(), center);
    }

    @Override
    public EventCenter center() {
        return center;
    }

    @Override
    public CompletionStage<RadosClient> newClient(int number) {
        return clients.connect(number);
    }

    @Override
    public void dropClient(int number) {
        clients.drop(number);
    }

    @Override
    public List<Integer> osds() {
        return IntStream.range(0, osds).boxed().toList();
    }

    @Override
    public CompletionStage<Void> crashOsd(int id, boolean loseStore) {
        return loseStore ? cluster.killOsd(id) : cluster.crashOsd(id);
    }

    @Override
    public CompletionStage<Void> startOsd(int id) {
        return cluster.startOsd(id);
    }

    @Override
    public CompletionStage<Void> crashMonitor() {
        // A monitor that is starting can be ended only after it has started.
        return monitorStarts.thenCompose(started -> cluster.crashMonitor());
    }

    @Override
    public CompletionStage<Void> startMonitor() {
        monitorStarts = cluster.startMonitor();
        return monitorStarts;
    }

    @Override
    public long newestEpoch() {
        return cluster.runningOsds().stream().mapToLong(OSD::mapEpoch).max().orElse(0);
    }

    @Override
    public CompletionStage<String> command(String json) {
        if (!cluster.isMonitorRunning()) {
            return CompletableFuture.failedStage(new IllegalStateException("the monitor does not run"));
        }
        return cluster.monitor().command(json).thenApply(result -> new String(result.data(), StandardCharsets.UTF_8));
    }

    @Override
    public void startFaults() {}

    @Override
    public Duration stopFaults() {
        return Duration.ofMinutes(2);
    }
}
