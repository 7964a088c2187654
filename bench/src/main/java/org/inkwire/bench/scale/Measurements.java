// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.inkwire.bench.micro.Clusters;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgId;
import org.inkwire.wire.UTime;

/**
 * The three groups of curves. Each prints what it has found as it goes. Not thread-safe.
 *
 * @param work for logs
 * @param log takes lines
 * @param serverWorkers of the server
 * @param trips round trips of a turn with messages of 64 B
 * @param idleSeconds how long nothing is sent to see what that costs; 0: not measured
 */
record Measurements(Path work, Consumer<String> log, int serverWorkers, int trips, int idleSeconds) {
    private static final int SMALL = 64;
    private static final int IN_FLIGHT = 64;
    private static final int SLOW_BYTES = 64 << 10;
    /** The compiler ends what it has begun. */
    private static final long SETTLE_SECONDS = 3;

    private static final int MOST_IN_FLIGHT_BYTES = 64 << 20;
    private static final int FEWEST_TRIPS = 20;
    private static final int MAP_ROUNDS = 5;
    private static final UTime NOW = new UTime(1_700_000_001L, 0);

    /** @param counts ascending */
    List<Curve> connections(List<Integer> counts) throws IOException, InterruptedException {
        Curve connect = new Curve("connecting", "connections", "µs each");
        Curve memory = new Curve("idle memory, heap and direct", "connections", "bytes per end");
        Curve idle = new Curve("idle CPU", "connections", "% of one CPU, both processes");
        Curve cpu = new Curve("CPU, 64 in flight over all connections", "connections", "µs per round trip");
        Curve slow = new Curve("time beside a slow reader ÷ without", "connections", "ratio");
        try (Traffic traffic = new Traffic(work, serverWorkers, SLOW_BYTES)) {
            traffic.connect(1);
            traffic.roundTrips(trips, IN_FLIGHT, SMALL);
            long empty = traffic.memory();
            int before = 1;
            for (int count : counts) {
                if (count > before) {
                    connect.add(count, micros(traffic.connect(count)) / (count - before));
                    memory.add(count, (traffic.memory() - empty) / (2.0 * (count - 1)));
                    before = count;
                }
                if (idleSeconds > 0) {
                    idle.add(count, idlePercent(traffic));
                }
                long began = traffic.cpuNanos();
                long alone = traffic.roundTrips(trips, IN_FLIGHT, SMALL);
                cpu.add(count, micros(traffic.cpuNanos() - began) / trips);
                long beside = traffic.besideASlowReader(SLOW_BYTES, () -> traffic.roundTrips(trips, IN_FLIGHT, SMALL));
                slow.add(count, (double) beside / alone);
                log.accept(count + " connections done");
            }
        }
        return List.of(connect, memory, idle, cpu, slow);
    }

    private double idlePercent(Traffic traffic) throws InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long cpu = traffic.cpuNanos();
        TimeUnit.SECONDS.sleep(idleSeconds);
        return 100.0 * (traffic.cpuNanos() - cpu) / TimeUnit.SECONDS.toNanos(idleSeconds);
    }

    /** @param sizes ascending, in bytes */
    List<Curve> sizes(List<Integer> sizes) throws IOException, InterruptedException {
        Curve time = new Curve("a round trip, one in flight", "bytes", "µs");
        Curve cpu = new Curve("CPU of a round trip, one in flight", "bytes", "µs");
        try (Traffic traffic = new Traffic(work, serverWorkers, sizes.get(sizes.size() - 1))) {
            traffic.connect(1);
            traffic.roundTrips(trips, IN_FLIGHT, sizes.get(0));
            for (int size : sizes) {
                int count = Math.max(FEWEST_TRIPS, Math.min(trips / 4, 16 * (MOST_IN_FLIGHT_BYTES / size)));
                traffic.roundTrips(Math.max(FEWEST_TRIPS / 4, count / 4), 1, size);
                long began = traffic.cpuNanos();
                time.add(size, micros(traffic.roundTrips(count, 1, size)) / count);
                cpu.add(size, micros(traffic.cpuNanos() - began) / count);
                log.accept(String.format(Locale.ROOT, "%,d bytes done", size));
            }
        }
        return List.of(time, cpu);
    }

    /** @param counts of OSDs, ascending; 6.5536 placement groups each */
    List<Curve> maps(List<Integer> counts) {
        Curve bytes = new Curve("an OSDMap, encoded", "OSDs", "bytes");
        Curve decode = new Curve("decoding it", "OSDs", "µs");
        Curve apply = new Curve("applying an incremental", "OSDs", "µs");
        Curve mapAll = new Curve("mapping 65,536 groups", "OSDs", "µs");
        for (int osds : counts) {
            OSDMap built = Clusters.osdMap(osds, "host", 1 << 16);
            byte[] full = built.encode();
            OSDMapIncremental next = new OSDMapIncremental.Builder(built)
                    .flipState(osds / 2, OsdState.UP)
                    .buildOn(built, NOW)
                    .incremental();
            bytes.add(osds, full.length);
            double decoding = best(() -> OSDMap.decode(full));
            decode.add(osds, decoding);
            OSDMap map = OSDMap.decode(full);
            apply.add(osds, best(() -> map.apply(next)));
            mapAll.add(osds, best(() -> mapAll(OSDMap.decode(full))) - decoding);
            log.accept(osds + " OSDs done");
        }
        return List.of(bytes, decode, apply, mapAll);
    }

    private static long mapAll(OSDMap map) {
        long sum = 0;
        for (int seed = 0; seed < 1 << 16; seed++) {
            sum += map.pgToUpActing(new PgId(Clusters.POOL, seed)).upPrimary();
        }
        return sum;
    }

    /** Microseconds, of the fastest round: what others take of the machine only adds. */
    private static double best(Runnable task) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < MAP_ROUNDS; round++) {
            long began = System.nanoTime();
            task.run();
            best = Math.min(best, micros(System.nanoTime() - began));
        }
        return best;
    }

    private static double micros(long nanos) {
        return nanos / 1e3;
    }
}
