// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.inkwire.bench.process.CpuWatch;
import org.inkwire.bench.process.Watcher;
import org.inkwire.bench.rados.plan.Load;
import org.inkwire.bench.rados.plan.Plan;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.cli.Failure;
import org.inkwire.objecter.error.RadosException;

/** All clients on all clusters take turns, one at a time, in random order. Not thread-safe. */
public final class Contest implements AutoCloseable {
    private static final int KIBI = 1 << 10;
    /** What is asked of a new process. */
    private static final int FRESH_BYTES = 4 * KIBI;

    private static final int FRESH_IN_FLIGHT = 16;

    private final Plan plan;
    private final List<Bed> beds;
    private final Launcher launcher;
    private final Watcher watcher;
    private final List<Entrant> entrants = new ArrayList<>();

    /** @param beds one for each cluster */
    public Contest(Plan plan, List<Bed> beds, Launcher launcher, Watcher watcher) {
        this.plan = plan;
        this.beds = List.copyOf(beds);
        this.launcher = launcher;
        this.watcher = watcher;
    }

    /** What {@link #first}, {@link #fresh}, {@link #enter} and {@link #turns} are, together. */
    public static int steps(Plan plan, int clusters, int live, int tools, int fresh) {
        int freshRuns = plan.freshSeconds() == 0
                ? 0
                : clusters * (1 + plan.rounds() * plan.loads().size() * fresh);
        int turns = plan.rounds() * plan.shapes().size() * clusters * (live + tools);
        return freshRuns + clusters * (1 + live) + turns;
    }

    private Shape freshShape(Load load) {
        return new Shape(plan.copies().get(0), load, FRESH_BYTES, FRESH_IN_FLIGHT);
    }

    /** The first load of this command on each cluster: 4 KiB writes, 16 in flight. Call it before anything else. */
    public List<Standing> first(Kind tool) throws IOException, InterruptedException {
        List<Standing> all = new ArrayList<>();
        for (Bed bed : beds) {
            takeInto(all, new RadosTool(tool, bed, launcher), freshShape(Load.WRITE), plan.freshSeconds());
        }
        return all;
    }

    /** Writes the objects that will be read. */
    public void fill() throws InterruptedException {
        Set<Integer> sizes = new HashSet<>(plan.sizes());
        sizes.add(FRESH_BYTES);
        for (Bed bed : beds) {
            watcher.begins("warming " + bed.cluster().name() + ": objects to read");
            bed.fill(List.copyOf(sizes));
            watcher.ended();
        }
    }

    /** New processes of {@code rados bench}, 4 KiB, 16 in flight. */
    public List<Standing> fresh(List<Kind> tools) throws IOException, InterruptedException {
        List<Standing> all = new ArrayList<>();
        Random random = new Random(plan.seed());
        for (int round = 0; round < plan.rounds(); round++) {
            for (Load load : plan.loads()) {
                List<Entrant> line = new ArrayList<>();
                for (Bed bed : beds) {
                    tools.forEach(kind -> line.add(new RadosTool(kind, bed, launcher)));
                }
                Collections.shuffle(line, random);
                for (Entrant entrant : line) {
                    takeInto(all, entrant, freshShape(load), plan.freshSeconds());
                }
            }
        }
        return all;
    }

    /** Lets clients take part; those that stay alive are started and warmed. */
    public void enter(List<Kind> live, List<Kind> tools) throws IOException, InterruptedException {
        for (Bed bed : beds) {
            for (Kind kind : live) {
                watcher.begins("warming " + kind.key() + " on " + bed.cluster().name());
                LiveClient client = null;
                try {
                    client = LiveClient.start(kind, bed, launcher);
                    warm(client);
                    entrants.add(client);
                } catch (Failure | RadosException | IOException e) {
                    if (client != null) {
                        client.close();
                    }
                    requireRunning(e);
                    watcher.note("NOT MEASURED: " + kind.title() + " on "
                            + bed.cluster().name() + ": " + e.getMessage());
                }
                watcher.ended();
            }
            tools.forEach(kind -> entrants.add(new RadosTool(kind, bed, launcher)));
        }
    }

    private void warm(LiveClient client) throws InterruptedException {
        if (plan.warmSeconds() == 0) {
            return;
        }
        for (Load load : plan.loads()) {
            Shape shape = freshShape(load);
            client.take(shape, plan.warmSeconds(), plan.writtenObjects(shape));
        }
        client.bed().clearWrites(plan.copies().get(0));
    }

    /** All turns. A client that fails takes no more of them. */
    public List<Standing> turns() throws IOException, InterruptedException {
        List<Standing> all = new ArrayList<>();
        for (Plan.Slot<Entrant> slot : plan.slots(entrants)) {
            if (entrants.contains(slot.entrant())) {
                if (!takeInto(all, slot.entrant(), slot.shape(), plan.seconds())) {
                    slot.entrant().close();
                    entrants.remove(slot.entrant());
                }
            }
        }
        return all;
    }

    private boolean takeInto(List<Standing> all, Entrant entrant, Shape shape, int seconds)
            throws IOException, InterruptedException {
        String cluster = entrant.bed().cluster().name();
        watcher.begins(entrant.kind().key() + " on " + cluster + ": " + shape.title());
        try {
            Turn turn = take(entrant, shape, seconds);
            Standing standing = all.stream()
                    .filter(s -> s.cluster().equals(cluster)
                            && s.kind() == entrant.kind()
                            && s.shape().equals(shape))
                    .findFirst()
                    .orElse(null);
            if (standing == null) {
                standing = new Standing(cluster, entrant.kind(), shape);
                all.add(standing);
            }
            standing.turns().add(turn);
            return true;
        } catch (Failure | RadosException | IOException e) {
            requireRunning(e);
            watcher.note("MEASURED NO FURTHER: " + entrant.kind().title() + " on " + cluster + ", " + shape.title()
                    + ": " + e.getMessage());
            return false;
        } finally {
            watcher.ended();
        }
    }

    /** A client that has ended with this process has not failed. */
    private void requireRunning(Exception cause) {
        if (launcher.isClosed()) {
            throw new Failure("interrupted", cause);
        }
    }

    private Turn take(Entrant entrant, Shape shape, int seconds) throws IOException, InterruptedException {
        Daemons daemons = entrant.bed().cluster().daemons();
        CpuWatch watch = CpuWatch.start();
        Map<String, Long> before = daemons.cpuNanos();
        Sample sample = entrant.take(shape, seconds, plan.writtenObjects(shape));
        Map<String, Long> used = daemons.cpuNanosSince(before);
        // Without the cluster's processes, they would count as others.
        double others = used.isEmpty()
                ? Double.NaN
                : watch.others(sample.cpuNanos()
                        + used.values().stream().mapToLong(n -> n).sum());
        if (shape.load() == Load.WRITE) {
            entrant.bed().clearWrites(shape.copies());
        }
        return new Turn(sample, used, others);
    }

    @Override
    public void close() {
        entrants.forEach(Entrant::close);
    }
}
