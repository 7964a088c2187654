// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.inkwire.cli.Clients;
import org.inkwire.cli.Failure;
import org.inkwire.cli.Logging;
import org.inkwire.cli.Shell;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.wire.RawPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inkwire daemon}: one daemon of a cluster whose directory and ceph.conf exist. */
@Command(
        name = "daemon",
        description = "Run one daemon of a cluster started with vstart --processes.",
        mixinStandardHelpOptions = true)
public final class DaemonCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(DaemonCommand.class);

    private static final Pattern NAME = Pattern.compile("mon\\.a|osd\\.\\d{1,4}");
    private static final int POLL_MILLIS = 20;

    @Parameters(paramLabel = "NAME", description = "mon.a or osd.N.")
    String name;

    @Option(names = "--dir", paramLabel = "D", required = true, description = "The cluster's directory.")
    Path dir;

    @Option(names = "--detach", description = "Return once the daemon is running.")
    boolean detach;

    @Option(names = "--new", description = "Add the OSD to the cluster if it has none of this number.")
    boolean isNew;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!NAME.matcher(name).matches()) {
            throw new Failure(name + " is neither mon.a nor osd.N");
        }
        ClusterDirectory directory = new ClusterDirectory(dir);
        if (!Files.exists(directory.conf())) {
            throw new Failure("there is no cluster in " + RawPath.text(directory.root()));
        }
        if (isNew && !name.equals("mon.a")) {
            directory.createData(name);
        } else {
            requireKnown(directory);
        }
        if (detach) {
            return detached(directory);
        }
        Logging.daemon();
        // Closed in reverse order: the daemon, then the lock; then the process may exit.
        try (Shutdown shutdown = new Shutdown();
                PidFile held = directory.claim(name);
                DaemonProcess daemon = DaemonProcess.start(name, directory.conf())) {
            log.info("{} is running and holds {}", daemon, held);
            daemon.onEnd(shutdown::ask);
            shutdown.await();
            Optional<String> failure = daemon.failure();
            if (failure.isPresent()) {
                throw new Failure(failure.get());
            }
        }
        return 0;
    }

    /** A mistyped number would otherwise become one more OSD. */
    private void requireKnown(ClusterDirectory directory) {
        if (!name.startsWith("osd.")) {
            return;
        }
        List<String> ids;
        try (RadosClient client = Clients.connect(directory.conf())) {
            ids = client.monCommand("{\"prefix\": \"osd ls\"}")
                    .orThrow()
                    .text()
                    .lines()
                    .toList();
        }
        if (!ids.contains(name.substring("osd.".length()))) {
            throw new Failure("the cluster has no " + name + " (it has " + String.join(", ", ids)
                    + "); to add it: inkwire daemon " + name + " --new --dir " + Shell.quoted(directory.root()));
        }
    }

    private int detached(ClusterDirectory directory) throws IOException, InterruptedException {
        OptionalLong running = PidFile.holder(directory.pidFile(name));
        if (running.isPresent()) {
            throw new Failure(name + " is already running (process " + running.getAsLong() + ")");
        }
        Process daemon = DaemonProcesses.startOne(directory, name);
        // The lock on its pid file shows that it has started.
        while (PidFile.holder(directory.pidFile(name)).isEmpty()) {
            if (daemon.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new Failure(name + " ended with status " + daemon.exitValue() + "; see " + directory.log(name));
            }
        }
        return 0;
    }
}
