// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.ceph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Ceph cluster on loopback, run by {@code interop/real-ceph}. A missing prerequisite fails the test. */
public final class RealCeph {
    /** For the {@code options} of {@link #start}: one in 500 reads and writes of every daemon breaks its connection. */
    public static final String SOCKET_FAILURES = "ms inject socket failures = 500";

    private static final int START_TIMEOUT_S = 180;

    private final Path script;
    private final Path dir;

    private RealCeph(Path script, Path dir) {
        this.script = script;
        this.dir = dir;
    }

    /** @param options lines for the {@code [global]} section of its ceph.conf */
    public static RealCeph start(int osds, String... options) throws IOException, InterruptedException {
        Path script = findScript();
        Path dir = Files.createTempDirectory("inkwire-ceph");
        RealCeph ceph = new RealCeph(script, dir);
        List<String> words = new ArrayList<>(List.of("start", dir.toString(), "--osds", String.valueOf(osds)));
        for (String option : options) {
            words.addAll(List.of("--option", option));
        }
        ceph.call(words.toArray(String[]::new));
        return ceph;
    }

    private static Path findScript() {
        Path start = Path.of(System.getProperty("user.dir"));
        for (Path at = start; at != null; at = at.getParent()) {
            Path script = at.resolve("interop/real-ceph");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new AssertionError("interop/real-ceph not found, searching upwards from " + start);
    }

    /** Its ceph.conf, {@code options} included. */
    public Path confFile() {
        return dir.resolve("ceph.conf");
    }

    /** How many connections its daemons broke because of {@link #SOCKET_FAILURES}, by their logs. */
    public long injectedFailures() throws IOException {
        long count = 0;
        try (Stream<Path> logs = Files.list(dir.resolve("log"))) {
            for (Path daemon : logs.filter(f -> f.toString().endsWith(".log")).toList()) {
                try (Stream<String> lines = Files.lines(daemon, StandardCharsets.ISO_8859_1)) {
                    count += lines.filter(line -> line.contains("injecting socket failure"))
                            .count();
                }
            }
        }
        return count;
    }

    /** Names of daemons that ended on their own, such as {@code osd.0}. */
    public List<String> fallen() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("run"))) {
            List<String> fallen = new ArrayList<>();
            for (Path pidFile : files.filter(f -> f.toString().endsWith(".pid")).toList()) {
                Path commandLine = Path.of("/proc", Files.readString(pidFile).trim(), "cmdline");
                // Empty once it has ended, even if it has not been waited for.
                if (!Files.exists(commandLine) || Files.readString(commandLine).isEmpty()) {
                    fallen.add(pidFile.getFileName().toString().replace(".pid", ""));
                }
            }
            return fallen;
        }
    }

    /** kill -9, as on a power failure. */
    public void kill(int osd) throws IOException, InterruptedException {
        String pid = Files.readString(dir.resolve("run/osd." + osd + ".pid")).trim();
        new ProcessBuilder("kill", "-9", pid).inheritIO().start().waitFor();
    }

    public void stop() throws IOException, InterruptedException {
        call("stop", dir.toString());
    }

    private void call(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        Path log = Files.createTempFile("real-ceph", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(START_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroy();
            throw new AssertionError(command + " failed: " + Files.readString(log));
        }
        Files.delete(log);
    }
}
