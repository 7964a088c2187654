// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inkwire.bench.process.Machine;

/**
 * The processes of a cluster on this machine.
 *
 * @param pids by name
 */
record Daemons(Map<String, Long> pids) {
    private static final String SUFFIX = ".pid";

    /** Those that are named, or whose files are in the directory {@code run} beside ceph.conf. */
    static Daemons of(Path conf, List<Long> named) throws IOException {
        Map<String, Long> pids = new TreeMap<>();
        for (long pid : named) {
            pids.put("process " + pid, pid);
        }
        Path run = conf.toAbsolutePath().resolveSibling("run");
        if (named.isEmpty() && Files.isDirectory(run)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(run, "*" + SUFFIX)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    String pid = Files.readString(file).strip();
                    if (pid.matches("[0-9]{1,9}")) {
                        pids.put(name.substring(0, name.length() - SUFFIX.length()), Long.parseLong(pid));
                    }
                }
            }
        }
        pids.values().removeIf(pid -> ProcessHandle.of(pid).isEmpty());
        return new Daemons(pids);
    }

    Map<String, Long> cpuNanos() {
        Map<String, Long> cpu = new TreeMap<>();
        pids.forEach((name, pid) -> cpu.put(name, Machine.cpuNanosOfProcess(pid)));
        return cpu;
    }

    /** What they have used since. */
    Map<String, Long> cpuNanosSince(Map<String, Long> before) {
        Map<String, Long> used = new TreeMap<>();
        cpuNanos().forEach((name, cpu) -> used.put(name, Math.max(0, cpu - before.getOrDefault(name, cpu))));
        return used;
    }

    /** How long the one that was started last has run. */
    Optional<Duration> age() {
        return pids.values().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> process.info().startInstant().stream())
                .map(start -> Duration.between(start, Instant.now()))
                .min(Duration::compareTo);
    }
}
