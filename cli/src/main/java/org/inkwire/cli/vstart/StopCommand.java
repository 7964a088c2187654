// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.inkwire.cli.Failure;
import org.inkwire.wire.RawPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inkwire stop}: stops the cluster that runs in a directory, wherever it was started. */
@Command(name = "stop", description = "Stop the cluster that runs in a directory.", mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "D",
            required = true,
            description = "The directory the cluster was started in.")
    Path dir;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClusterDirectory cluster = new ClusterDirectory(dir);
        if (!Files.isDirectory(cluster.root())) {
            throw new Failure(RawPath.text(cluster.root()) + " does not exist");
        }
        // The supervisor stops its daemons; daemons still alive after that have lost their supervisor. The monitor
        // stops last.
        Processes processes = new Processes(cluster);
        int stopped = processes.stop(List.of(ClusterDirectory.SUPERVISOR));
        stopped += processes.stop(cluster.osds());
        stopped += processes.stop(cluster.processes());
        cluster.clear();
        if (stopped == 0) {
            throw new Failure("no cluster is running in " + RawPath.text(cluster.root()));
        }
        spec.commandLine().getOut().println("Stopped the cluster in " + RawPath.text(cluster.root()));
        return 0;
    }
}
