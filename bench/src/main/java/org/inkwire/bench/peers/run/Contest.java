// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.inkwire.bench.process.CpuWatch;
import org.inkwire.bench.process.Machine;
import org.inkwire.bench.process.Watcher;
import org.inkwire.cli.Failure;

/**
 * All contestants are started, and each is warmed with each kind of load until that makes it no faster. Then they take turns,
 * one at a time, in random order, the others stopped: so what changes on the machine over minutes changes for all. A turn that
 * other processes disturbed is repeated.
 */
public final class Contest implements AutoCloseable {
    /**
     * @param rounds turns of each contestant with each shape
     * @param warmMillis length of a stretch of load, before the first turn
     * @param mostWarm stretches for each contestant and shape, at most: fewer if the next one is hardly faster
     * @param seed of the order of turns
     */
    public record Plan(int rounds, int turnMillis, int warmMillis, int mostWarm, long seed) {}

    /** A contestant that is so much faster than in its fastest stretch of load before is not warm yet. */
    private static final double NEEDS_MORE = 1.05;

    private static final int MOST_REPEATS = 3;
    private static final int SYSCALL_MILLIS = 500;
    private static final long BYTES_PER_PAIR = 420L << 20;
    private static final double MIB = 1 << 20;

    private final Plan plan;
    private final Watcher watcher;
    private final List<Shape> shapes;
    private final List<Contestant> entered = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final Map<String, Standing> standings = new TreeMap<>();
    private final Syscalls syscalls;

    private Contest(Plan plan, List<Shape> shapes, Watcher watcher) {
        this.plan = plan;
        this.shapes = shapes;
        this.watcher = watcher;
        this.syscalls = Syscalls.counter(watcher);
    }

    /** Starts and warms all. */
    public static Contest start(
            Plan plan, List<Contestant> contestants, List<Shape> shapes, Programs programs, Watcher watcher)
            throws IOException, InterruptedException {
        requireMemory(contestants.size());
        Contest contest = new Contest(plan, shapes, watcher);
        try {
            for (Contestant contestant : contestants) {
                contest.enter(contestant, programs);
            }
            return contest;
        } catch (IOException | InterruptedException | RuntimeException e) {
            contest.close();
            throw e;
        }
    }

    private static void requireMemory(int contestants) {
        long needed = contestants * BYTES_PER_PAIR;
        long available = Machine.availableBytes();
        if (available < needed) {
            throw new Failure(String.format(
                    Locale.ROOT,
                    "%d contestants need about %.0f MiB of memory, %.0f are available: name fewer with --only",
                    contestants,
                    needed / MIB,
                    available / MIB));
        }
    }

    private void enter(Contestant contestant, Programs programs) throws IOException, InterruptedException {
        watcher.begins("warming " + contestant.name());
        try {
            String obstacle = programs.prepare(contestant);
            if (obstacle != null) {
                watcher.note("NOT MEASURED: " + contestant.title() + ": " + obstacle);
            } else {
                warm(Pair.start(contestant, programs));
            }
        } catch (Failure | IOException e) {
            watcher.note("NOT MEASURED: " + contestant.title() + ": " + e.getMessage());
        }
        watcher.ended();
    }

    private void warm(Pair pair) throws IOException, InterruptedException {
        pairs.add(pair);
        entered.add(pair.contestant());
        try {
            for (Shape shape : shapes) {
                if (!shape.isOpenLoop()) {
                    warm(pair, shape);
                }
            }
            pair.stop();
        } catch (Failure | IOException e) {
            leave(pair);
            throw e;
        }
    }

    /** Until it is hardly faster than before: how long that takes depends on the machine, and on how much code it is. */
    private void warm(Pair pair, Shape shape) throws InterruptedException {
        double fastest = 0;
        for (int i = 0; i < plan.mostWarm(); i++) {
            double rate = pair.run(shape.during(plan.warmMillis())).rate();
            if (rate < fastest * NEEDS_MORE) {
                return;
            }
            fastest = Math.max(fastest, rate);
        }
    }

    private void leave(Pair pair) {
        pairs.remove(pair);
        pair.close();
    }

    /** Turns that {@link #run} takes, repeats not counted. */
    public static int turns(Plan plan, int contestants, int shapes) {
        return contestants * shapes * plan.rounds();
    }

    /**
     * All rounds.
     *
     * @return in the order of contestants, then shapes
     */
    public List<Standing> run() throws IOException, InterruptedException {
        Random random = new Random(plan.seed());
        for (int round = 0; round < plan.rounds(); round++) {
            List<Shape> order = new ArrayList<>(shapes);
            Collections.shuffle(order, random);
            for (Shape shape : order) {
                List<Pair> line = new ArrayList<>(pairs);
                Collections.shuffle(line, random);
                for (Pair pair : line) {
                    watcher.begins(pair.contestant().name() + " " + shape.name());
                    try {
                        take(pair, shape);
                    } catch (Failure | IOException e) {
                        watcher.note("MEASURED NO FURTHER: " + pair.contestant().title() + ": " + e.getMessage());
                        leave(pair);
                    }
                    watcher.ended();
                }
            }
        }
        if (syscalls.works()) {
            countSyscalls();
        }
        return all();
    }

    private void take(Pair pair, Shape shape) throws IOException, InterruptedException {
        Turn best = pair.turn(shape, plan.turnMillis());
        for (int i = 0; i < MOST_REPEATS && CpuWatch.isDisturbed(best.others()); i++) {
            Turn again = pair.turn(shape, plan.turnMillis());
            if (again.others() < best.others()) {
                best = again;
            }
        }
        of(pair.contestant(), shape).add(best, CpuWatch.isDisturbed(best.others()));
    }

    private void countSyscalls() throws IOException, InterruptedException {
        for (Pair pair : List.copyOf(pairs)) {
            watcher.begins("system calls of " + pair.contestant().name());
            try {
                countSyscalls(pair);
            } catch (Failure | IOException e) {
                watcher.note("NOT COUNTED: system calls of " + pair.contestant().title() + ": " + e.getMessage());
                leave(pair);
            }
            watcher.ended();
        }
    }

    private void countSyscalls(Pair pair) throws IOException, InterruptedException {
        int millis = Math.min(plan.turnMillis(), SYSCALL_MILLIS);
        for (Shape shape : shapes) {
            of(pair.contestant(), shape).syscallsPerMessage(syscalls.perMessage(pair, shape, millis));
        }
    }

    private Standing of(Contestant contestant, Shape shape) {
        return standings.computeIfAbsent(
                contestant.name() + " " + shape.name(), key -> new Standing(contestant, shape));
    }

    private List<Standing> all() {
        List<Standing> all = new ArrayList<>();
        for (Contestant contestant : entered) {
            for (Shape shape : shapes) {
                Standing standing = of(contestant, shape);
                if (!standing.turns().isEmpty()) {
                    all.add(standing);
                }
            }
        }
        return all;
    }

    @Override
    public void close() {
        pairs.forEach(Pair::close);
    }
}
