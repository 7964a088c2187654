// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.sim.Seeds;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends an OSD while all its threads are busy; a failing thread ends the simulation. */
class OsdEndSimTest {
    private static final int OSDS = 3;
    private static final int WRITES = 200;
    private static final int WRITE_BYTES = 4096;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Map<String, String> OPTIONS =
            Map.of("osd_pool_default_pg_num", "8", "osd_heartbeat_interval", "1", "osd_heartbeat_grace", "5");

    static LongStream seeds() {
        return Seeds.range(1, 5);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void othersAnswerWhatItDidNotAndItEndsWithoutATrace(long seed) {
        Simulation sim = Simulation.of(seed);
        sim.preemption(0.3, Duration.ofMillis(5));
        SimCluster cluster = SimCluster.start(sim, OSDS, FaultProfile.none(), OPTIONS, new StateCoverage());
        RadosClient client = sim.await(cluster.newClient(1), LIMIT);
        sim.await(client.createPoolAsync("p"), LIMIT);
        AsyncIoCtx io = sim.await(client.ioCtxAsync("p"), LIMIT).async();
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            writes.add(io.writeFull("object-" + i, ByteBuffer.allocate(WRITE_BYTES))
                    .toCompletableFuture());
        }
        int some = sim.newRandom().nextInt(WRITES / 2);
        assertThat(sim.runUntil(() -> done(writes) >= some, LIMIT)).isTrue();
        sim.await(cluster.endOsd(0, seed % 2 == 0), LIMIT);
        sim.await(CompletableFuture.allOf(writes.toArray(new CompletableFuture<?>[0])), LIMIT);
        sim.await(cluster.startOsd(0), LIMIT);
        assertThat(sim.runUntil(() -> isClean(sim, cluster), LIMIT)).isTrue();
    }

    private static long done(List<CompletableFuture<?>> writes) {
        return writes.stream().filter(CompletableFuture::isDone).count();
    }

    private static boolean isClean(Simulation sim, SimCluster cluster) {
        return sim.await(cluster.isClean(), LIMIT);
    }
}
