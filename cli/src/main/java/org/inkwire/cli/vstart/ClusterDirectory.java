// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.inkwire.cli.Failure;
import org.inkwire.cli.Shell;
import org.inkwire.wire.RawPath;
import org.inkwire.wire.RawString;

/**
 * The directory of one cluster on this machine: {@code ceph.conf}, {@code run/NAME.pid} for each process,
 * {@code log/NAME.log}. Immutable; any thread.
 */
final class ClusterDirectory {
    /** The process that supervises the others, or runs all daemons itself. */
    static final String SUPERVISOR = "vstart";

    /** First line of our ceph.conf; files without it are not overwritten. */
    private static final String MARK = "# written by inkwire vstart; overwritten by the next start";

    private static final String PID_SUFFIX = ".pid";

    private final Path root;

    ClusterDirectory(Path root) {
        this.root = RawPath.of(RawPath.text(root.toAbsolutePath().normalize()));
        if (!isUtf8(RawPath.text(this.root))) {
            throw new Failure("the name of a cluster's directory must be UTF-8, for ceph.conf contains it");
        }
    }

    private static boolean isUtf8(String name) {
        return name.equals(new String(RawString.bytes(name), StandardCharsets.UTF_8));
    }

    Path root() {
        return root;
    }

    Path conf() {
        return root.resolve("ceph.conf");
    }

    Path pidFile(String process) {
        return root.resolve("run").resolve(process + PID_SUFFIX);
    }

    Path log(String process) {
        return root.resolve("log").resolve(process + ".log");
    }

    /** Exists while the cluster is up and its daemons answer. */
    Path readyFile() {
        return root.resolve("run").resolve("ready");
    }

    /** Creates the directories. */
    void create() throws IOException {
        Files.createDirectories(root.resolve("run"));
        Files.createDirectories(root.resolve("log"));
        if (Files.exists(conf()) && !RawString.of(Files.readAllBytes(conf())).startsWith(MARK)) {
            throw new Failure(RawPath.text(conf()) + " was not written by inkwire vstart; name another directory");
        }
    }

    /** Creates an OSD's data directory, without which it does not start. */
    void createData(String osd) throws IOException {
        Files.createDirectories(root.resolve(osd));
    }

    /**
     * Claims the role of {@code process} in this directory for the current process.
     *
     * @throws Failure if another process has it
     */
    PidFile claim(String process) throws IOException, InterruptedException {
        try {
            return PidFile.claim(pidFile(process));
        } catch (PidFile.AlreadyRunning running) {
            throw new Failure(
                    process.equals(SUPERVISOR)
                            ? "a cluster is already running in " + RawPath.text(root) + " (process " + running.pid()
                                    + "); stop it with: inkwire stop --dir " + Shell.quoted(root)
                            : process + " is already running in " + root + " (process " + running.pid() + ")");
        }
    }

    /** Removes the state of one run of the cluster: the ready file and the monitor's data. */
    void clear() throws IOException {
        Files.deleteIfExists(readyFile());
        Path store = root.resolve("mon.a");
        if (Files.isDirectory(store)) {
            try (Stream<Path> files = Files.walk(store)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    void writeConf(String text) throws IOException {
        // By renaming, so that a tool that starts at this moment reads either the old file or the complete new one.
        Path part = root.resolve("ceph.conf.new");
        Files.write(part, RawString.bytes(MARK + "\n" + text));
        Files.move(part, conf(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Names of the processes that have a pid file, dead or alive, the supervisor first. */
    List<String> processes() throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(root.resolve("run"))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve("run"), "*" + PID_SUFFIX)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    names.add(name.substring(0, name.length() - PID_SUFFIX.length()));
                }
            }
        }
        Collections.sort(names);
        if (names.remove(SUPERVISOR)) {
            names.add(0, SUPERVISOR);
        }
        return names;
    }

    /** Names of the OSDs that have a pid file. */
    List<String> osds() throws IOException {
        return processes().stream().filter(name -> name.startsWith("osd.")).toList();
    }
}
