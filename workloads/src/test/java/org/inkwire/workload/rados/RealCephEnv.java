// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.objecter.rados.RadosClient;

/**
 * A real Ceph cluster. Its ceph.conf determines its faults, for the whole run; its daemons are not touched. Confined to
 * its center.
 */
final class RealCephEnv implements ClusterEnv {
    private static final Pattern OSD_STAT = Pattern.compile("(\\d+) osds: (\\d+) up .*?, (\\d+) in ", Pattern.DOTALL);

    private final EventCenter center;
    private final RadosClient operator;
    private final int osds;
    private final Clients clients;

    /**
     * @param stack of all clients; stays the caller's
     * @param conf of all clients
     * @param operator for commands; stays the caller's
     */
    RealCephEnv(NetworkStack stack, CephConf conf, RadosClient operator, int osds) {
        this.center = stack.newCenter("workload");
        this.clients = new Clients(conf, stack, center);
        this.operator = operator;
        this.osds = osds;
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
        throw new IllegalStateException("osd." + id + " is external: settings must not request crashes");
    }

    @Override
    public CompletionStage<Void> startOsd(int id) {
        throw new IllegalStateException("osd." + id + " was never stopped");
    }

    @Override
    public CompletionStage<Void> crashMonitor() {
        throw new IllegalStateException("the monitor is external: settings must not request crashes");
    }

    @Override
    public CompletionStage<Void> startMonitor() {
        throw new IllegalStateException("the monitor was never stopped");
    }

    @Override
    public long newestEpoch() {
        throw new IllegalStateException("only monitor crashes need the OSDs' epoch");
    }

    @Override
    public CompletionStage<String> command(String json) {
        return operator.monCommandAsync(json, new byte[0])
                .thenApply(result -> result.orThrow().text());
    }

    /** There is no manager to count PGs: with every OSD up and in, they have nothing to wait for. */
    @Override
    public CompletionStage<Boolean> isClean() {
        return command("{\"prefix\":\"osd stat\"}").thenApply(stat -> {
            Matcher counts = OSD_STAT.matcher(stat);
            return counts.find()
                    && Integer.parseInt(counts.group(1)) == osds
                    && counts.group(1).equals(counts.group(2))
                    && counts.group(1).equals(counts.group(3));
        });
    }

    @Override
    public void startFaults() {}

    @Override
    public Duration stopFaults() {
        return Duration.ofMinutes(2);
    }
}
