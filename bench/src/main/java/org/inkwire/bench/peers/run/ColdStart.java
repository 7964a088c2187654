// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.bench.process.Watcher;
import org.inkwire.cli.Failure;

/** How fast contestants are in the first seconds of their life: what a test, a command or a restarted service feels. */
public final class ColdStart {
    private static final int SECOND_MILLIS = 1_000;

    private ColdStart() {}

    /**
     * @param rates messages per second in each second of load from the start
     */
    public record Warming(Contestant contestant, List<Double> rates) {
        public double in(int second) {
            return rates.get(second - 1);
        }
    }

    /** Starts each contestant alone, one after the other, and loads it for so many seconds at once. */
    public static List<Warming> run(
            List<Contestant> contestants, Shape shape, int seconds, Programs programs, Watcher watcher)
            throws IOException, InterruptedException {
        List<Warming> all = new ArrayList<>();
        for (Contestant contestant : contestants) {
            watcher.begins("warming " + contestant.name());
            try {
                String obstacle = programs.prepare(contestant);
                if (obstacle != null) {
                    watcher.note("NOT MEASURED: " + contestant.title() + ": " + obstacle);
                } else {
                    all.add(warming(contestant, shape, seconds, programs));
                }
            } catch (Failure | IOException e) {
                watcher.note("NOT MEASURED: " + contestant.title() + ": " + e.getMessage());
            }
            watcher.ended();
        }
        return all;
    }

    private static Warming warming(Contestant contestant, Shape shape, int seconds, Programs programs)
            throws IOException, InterruptedException {
        try (Pair pair = Pair.start(contestant, programs)) {
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < seconds; i++) {
                rates.add(pair.run(shape.during(SECOND_MILLIS)).rate());
            }
            return new Warming(contestant, rates);
        }
    }
}
