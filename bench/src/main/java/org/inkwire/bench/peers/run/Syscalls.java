// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.inkwire.bench.process.Result;
import org.inkwire.bench.process.Watcher;

/** Counts system calls with Linux's perf, which hardly slows what it counts. */
final class Syscalls {
    private static final String EVENT = "raw_syscalls:sys_enter";
    /** perf attaches before, and detaches after. */
    private static final int MARGIN_MILLIS = 200;

    private static final long PATIENCE_SECONDS = 60;

    private final boolean works;

    private Syscalls(boolean works) {
        this.works = works;
    }

    static Syscalls counter(Watcher watcher) {
        boolean works = false;
        try {
            Process perf = new ProcessBuilder("perf", "stat", "-e", EVENT, "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            works = perf.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && perf.exitValue() == 0;
        } catch (IOException none) {
            // not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!works) {
            watcher.note("NOT COUNTED: system calls: perf (Debian: linux-perf) is missing, or may not count " + EVENT);
        }
        return new Syscalls(works);
    }

    boolean works() {
        return works;
    }

    /** Of both sides, in a turn of its own. */
    double perMessage(Pair pair, Shape shape, int millis) throws IOException, InterruptedException {
        pair.resume();
        // Counts for as long as the load runs, and a little more, in which nothing is called.
        Process perf = new ProcessBuilder(List.of(
                        "perf",
                        "stat",
                        "-x,",
                        "-e",
                        EVENT,
                        "-p",
                        pair.clientPid() + "," + pair.serverPid(),
                        "sleep",
                        String.format(Locale.ROOT, "%.1f", (millis + 2 * MARGIN_MILLIS) / 1000.0)))
                .redirectErrorStream(true)
                .start();
        TimeUnit.MILLISECONDS.sleep(MARGIN_MILLIS);
        Result result = pair.run(shape.during(millis));
        String output = new String(perf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        perf.waitFor();
        pair.stop();
        for (String line : output.split("\n", -1)) {
            if (line.contains(EVENT)) {
                String count = line.substring(0, line.indexOf(','));
                return count.chars().allMatch(Character::isDigit)
                        ? Double.parseDouble(count) / Math.max(1, result.messages())
                        : Double.NaN;
            }
        }
        return Double.NaN;
    }
}
