// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Linux tells about CPUs and memory; little of it on other systems. */
public final class Machine {
    private static final Path PROC = Path.of("/proc");
    private static final long KILO = 1024;
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private Machine() {}

    public static boolean isLinux() {
        return Files.isReadable(PROC.resolve("stat"));
    }

    /** The CPUs this process may use, in order; empty if unknown. */
    public static List<Integer> cpus() {
        String allowed = statusOf("Cpus_allowed_list");
        List<Integer> cpus = new ArrayList<>();
        if (allowed != null) {
            for (String range : allowed.split(",", -1)) {
                String[] ends = range.split("-", -1);
                for (int c = Integer.parseInt(ends[0]); c <= Integer.parseInt(ends[ends.length - 1]); c++) {
                    cpus.add(c);
                }
            }
        }
        return cpus;
    }

    private static @Nullable String statusOf(String name) {
        return valueIn(PROC.resolve("self/status"), name);
    }

    private static @Nullable String valueIn(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                int colon = line.indexOf(':');
                if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                    return line.substring(colon + 1).strip();
                }
            }
        } catch (IOException notLinux) {
            return null;
        }
        return null;
    }

    /** Bytes of memory that could be used now; {@link Long#MAX_VALUE} if unknown. */
    public static long availableBytes() {
        String kilobytes = valueIn(PROC.resolve("meminfo"), "MemAvailable");
        return kilobytes == null
                ? Long.MAX_VALUE
                : KILO * Long.parseLong(kilobytes.split(" ", -1)[0]);
    }

    /** CPU time that all threads of a process have used, in nanoseconds; 0 if unknown. */
    public static long cpuNanosOf(long pid) throws IOException {
        Path threads = PROC.resolve(Long.toString(pid)).resolve("task");
        if (!Files.isDirectory(threads)) {
            return 0;
        }
        long sum = 0;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                try {
                    sum += Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
                } catch (IOException ended) {
                    // between listing and reading
                }
            }
        }
        return sum;
    }

    /** CPU time that a process has used, threads that have ended included, in nanoseconds, to 10 ms; 0 if unknown. */
    public static long cpuNanosOfProcess(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            // The name before may contain anything.
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(words[USER_TICKS]) + Long.parseLong(words[SYSTEM_TICKS])) * NANOS_PER_TICK;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** CPU time that all processes have used or were denied by the hypervisor, in nanoseconds; 0 if unknown. */
    public static long busyNanos() throws IOException {
        if (!isLinux()) {
            return 0;
        }
        // cpu user nice system idle iowait irq softirq steal; what interrupts use, our own packets cause.
        String[] words = Files.readAllLines(PROC.resolve("stat")).get(0).trim().split(" +", -1);
        long ticks = 0;
        for (int i : new int[] {1, 2, 3, 8}) {
            ticks += Long.parseLong(words[i]);
        }
        return ticks * NANOS_PER_TICK;
    }

    /** One line for the report. */
    public static String description() {
        String model = valueIn(PROC.resolve("cpuinfo"), "model name");
        return String.format(
                Locale.ROOT,
                "%s, %d CPUs (%s), JDK %s",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                model == null ? System.getProperty("os.arch") : model,
                System.getProperty("java.vm.version"));
    }
}
