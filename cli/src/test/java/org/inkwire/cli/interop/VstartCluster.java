// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An Inkwire cluster, started as a user would: {@code inkwire vstart --detach}. */
final class VstartCluster implements AutoCloseable {
    private static final int LOG_LINES = 40;
    /** As many as vstart makes. */
    private static final int OSDS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path dir;

    private VstartCluster(Path dir) {
        this.dir = dir;
    }

    /** @param options further options of vstart */
    static VstartCluster start(Path dir, String... options) {
        return start(List.of(), dir, options);
    }

    /**
     * @param jvm options of every JVM of the cluster
     * @param options further options of vstart
     */
    static VstartCluster start(List<String> jvm, Path dir, String... options) {
        List<String> arguments = new ArrayList<>(List.of("vstart", "--dir", dir.toString(), "--detach"));
        arguments.addAll(List.of(options));
        VstartCluster cluster = new VstartCluster(dir);
        Tool.run(Tool.inkwireCommand(jvm, arguments.toArray(String[]::new))).expectOk();
        return cluster;
    }

    String conf() {
        return dir.resolve("ceph.conf").toString();
    }

    Path dir() {
        return dir;
    }

    /** Debian's ceph on this cluster. */
    Tool.Result ceph(String... arguments) {
        return run("ceph", arguments);
    }

    /** Debian's rados on this cluster. */
    Tool.Result rados(String... arguments) {
        return run("rados", arguments);
    }

    /** A tool that does not end says why in the cluster's state and log. */
    private Tool.Result run(String tool, String... arguments) {
        try {
            return Tool.run(with(tool, arguments));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + state(), e);
        }
    }

    private String state() {
        StringBuilder all = new StringBuilder();
        ask(all, "-s");
        ask(all, "pg", "ls");
        for (int osd = 0; osd < OSDS; osd++) {
            ask(all, "tell", "osd." + osd, "dump_ops_in_flight");
            ask(all, "tell", "osd." + osd, "messenger", "dump", "client");
        }
        try (Stream<Path> files = Files.list(dir.resolve("log"))) {
            for (Path file : files.toList()) {
                List<String> lines = Files.readAllLines(file).stream()
                        .filter(line -> !line.contains(" INFO "))
                        .toList();
                all.append(file.getFileName()).append(":\n");
                lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                        .forEach(line -> all.append(line).append('\n'));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    private void ask(StringBuilder all, String... question) {
        List<String> command = with("ceph", "--connect-timeout", "10");
        command.addAll(List.of(question));
        all.append(String.join(" ", question)).append(":\n");
        try {
            all.append(Tool.start(command).await(PATIENCE).text()).append('\n');
        } catch (AssertionError e) {
            // Nobody answers, which is worth knowing too.
            all.append(e.getMessage()).append('\n');
        }
    }

    Tool.Running startCeph(String... arguments) {
        return Tool.start(with("ceph", arguments));
    }

    Tool.Running startRados(String... arguments) {
        return Tool.start(with("rados", arguments));
    }

    /** The process of a daemon, if each has its own. */
    ProcessHandle process(String daemon) {
        try {
            long pid = Long.parseLong(Files.readString(dir.resolve("run").resolve(daemon + ".pid"))
                    .trim());
            return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(daemon + " is not running"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Tool.inkwire("stop", "--dir", dir.toString()).expectOk();
    }

    private List<String> with(String tool, String... arguments) {
        List<String> command = new ArrayList<>(List.of(tool, "-c", conf()));
        command.addAll(List.of(arguments));
        return command;
    }
}
