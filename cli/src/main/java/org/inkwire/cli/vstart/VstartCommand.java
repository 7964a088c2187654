// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.inkwire.cli.Failure;
import org.inkwire.cli.FileLimit;
import org.inkwire.cli.Logging;
import org.inkwire.cli.Shell;
import org.inkwire.cli.Terminal;
import org.inkwire.wire.RawPath;
import org.inkwire.wire.RawString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code inkwire vstart}: a cluster on this machine, for users and for Ceph's tools. All daemons run in this process,
 * or each in its own.
 */
@Command(
        name = "vstart",
        description = "Start a cluster on this machine; its ceph.conf also works with Ceph's tools.",
        mixinStandardHelpOptions = true)
public final class VstartCommand implements Callable<Integer> {
    /** Time limit for all OSDs to come up. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** The supervisor reports its own time limit before this one. */
    private static final Duration DETACH_TIMEOUT = Duration.ofSeconds(90);

    private static final int LOG_LINES_SHOWN = 10;
    private static final int POLL_MILLIS = 20;

    private static final Logger log = LoggerFactory.getLogger(VstartCommand.class);

    @Spec
    CommandSpec spec;

    @Option(names = "--osds", paramLabel = "N", description = "Number of OSDs. Default: ${DEFAULT-VALUE}.")
    int osds = 3;

    @Option(names = "--processes", description = "Run each daemon in its own process. Default: all in one.")
    boolean processes;

    @Option(
            names = "--driver",
            paramLabel = "NAME",
            description = "epoll, kqueue, uring or select sockets (ms_type async+NAME). Default: the best available.")
    @Nullable
    String driver;

    @Option(
            names = "--dir",
            paramLabel = "D",
            description = "Directory for ceph.conf, logs and process ids. Default: ${DEFAULT-VALUE}.")
    Path dir = Path.of("inkwire-cluster");

    @Option(
            names = "--mon-port",
            paramLabel = "PORT",
            description = "The monitor's port; 0, the default, picks a free one.")
    int monPort;

    @Option(
            names = "--bind",
            paramLabel = "IP",
            description = "Address on which all daemons listen, such as ::1. Default: ${DEFAULT-VALUE}.")
    String bind = "127.0.0.1";

    @Option(
            names = {"-o", "--option"},
            paramLabel = "'NAME = VALUE'",
            description = "A line for the [global] section of ceph.conf; may be repeated.")
    List<String> options = new ArrayList<>();

    @Option(names = "--detach", description = "Return once the cluster is up; inkwire stop ends it.")
    boolean detach;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClusterSettings settings = new ClusterSettings(
                osds,
                Optional.ofNullable(driver),
                monPort,
                ClusterSettings.parseIp(bind),
                ClusterSettings.parse(options));
        if (processes) {
            // They get the limit of this process.
            FileLimit.require("an OSD", DaemonFiles.ofDaemon(settings.daemonConf()));
            FileLimit.require("the parent of " + osds + " OSDs", DaemonFiles.ofParent(osds));
        } else {
            FileLimit.require(
                    "a cluster of " + osds + (osds == 1 ? " OSD" : " OSDs"),
                    DaemonFiles.ofCluster(settings.daemonConf(), osds));
        }
        ClusterDirectory directory = new ClusterDirectory(dir);
        directory.create();
        return detach ? detached(directory) : foreground(directory, settings);
    }

    private int foreground(ClusterDirectory directory, ClusterSettings settings)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        // Closed in reverse order: daemons, then the lock; then the process may exit.
        try (Shutdown shutdown = new Shutdown();
                PidFile held = directory.claim(ClusterDirectory.SUPERVISOR)) {
            log.debug("holds {}", held);
            // Daemons left by a killed supervisor would answer in place of the new ones.
            new Processes(directory).stop(daemonsOf(directory));
            directory.clear();
            try (RunningDaemons daemons = start(directory, settings)) {
                log.debug("running {}", daemons);
                Files.createFile(directory.readyFile());
                String howLong = "up in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + " ms";
                explain(directory, howLong + "; Ctrl-C stops it.");
                shutdown.await();
            } finally {
                directory.clear();
            }
        }
        return 0;
    }

    private RunningDaemons start(ClusterDirectory directory, ClusterSettings settings)
            throws IOException, InterruptedException {
        if (processes) {
            directory.writeConf(settings.confForProcesses(directory.root()));
            DaemonProcesses daemons = DaemonProcesses.start(directory, osds);
            try {
                ClusterProbe.awaitUp(directory.conf(), osds, START_TIMEOUT, daemons::failure);
                return daemons;
            } catch (InterruptedException | RuntimeException e) {
                daemons.close();
                throw e;
            }
        }
        if (!Terminal.stderrIsTerminal()) {
            Logging.daemon();
        }
        InProcess daemons = InProcess.start(settings);
        directory.writeConf(daemons.confText());
        return daemons;
    }

    private static List<String> daemonsOf(ClusterDirectory directory) throws IOException {
        return directory.processes().stream()
                .filter(name -> !name.equals(ClusterDirectory.SUPERVISOR))
                .toList();
    }

    private int detached(ClusterDirectory directory) throws IOException, InterruptedException {
        OptionalLong running = PidFile.holder(directory.pidFile(ClusterDirectory.SUPERVISOR));
        if (running.isPresent()) {
            // Fails with the message of the claim.
            directory.claim(ClusterDirectory.SUPERVISOR).close();
        }
        Files.deleteIfExists(directory.readyFile());
        Path logFile = directory.log(ClusterDirectory.SUPERVISOR);
        long begun = System.nanoTime();
        Process supervisor = JavaProcess.start(logFile, attachedArguments(directory));
        while (!Files.exists(directory.readyFile())) {
            if (supervisor.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                List<String> lines =
                        RawString.of(Files.readAllBytes(logFile)).lines().toList();
                throw new Failure(String.join(
                                "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()))
                        + "\nthe cluster did not start; see "
                        + RawPath.text(directory.root().resolve("log")));
            }
            if (System.nanoTime() - begun > DETACH_TIMEOUT.toNanos()) {
                supervisor.destroy();
                throw new Failure("the cluster is not up after " + DETACH_TIMEOUT.toSeconds() + " s; see "
                        + RawPath.text(directory.root().resolve("log")));
            }
        }
        explain(
                directory,
                "up in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)
                        + " ms; stop it with: inkwire stop --dir " + Shell.quoted(directory.root()));
        return 0;
    }

    /** The arguments of this command without --detach. */
    private List<String> attachedArguments(ClusterDirectory directory) {
        List<String> arguments = new ArrayList<>(List.of(
                "vstart",
                "--dir",
                RawPath.text(directory.root()),
                "--osds",
                Integer.toString(osds),
                "--mon-port",
                Integer.toString(monPort),
                "--bind",
                bind));
        if (processes) {
            arguments.add("--processes");
        }
        if (driver != null) {
            arguments.addAll(List.of("--driver", driver));
        }
        for (String option : options) {
            arguments.addAll(List.of("--option", option));
        }
        return arguments;
    }

    private void explain(ClusterDirectory directory, String state) {
        PrintWriter out = spec.commandLine().getOut();
        String conf = Shell.quoted(directory.conf());
        out.println("1 monitor, " + osds + (osds == 1 ? " OSD, " : " OSDs, ") + state);
        out.println("  ceph -c " + conf + " -s");
        out.println("  rados -c " + conf + " lspools");
        out.println("  inkwire rados --conf " + conf + " mkpool data");
        if (processes) {
            out.println("Restart a lost daemon: inkwire daemon osd.N --dir " + Shell.quoted(directory.root())
                    + " --detach");
        }
        out.flush();
    }
}
