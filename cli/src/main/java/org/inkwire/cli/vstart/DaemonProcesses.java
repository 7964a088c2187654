// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkwire.wire.RawPath;

/** One process per daemon, started by this one. Reports on stderr when a daemon exits, but does not restart it. */
final class DaemonProcesses implements RunningDaemons {
    private final ClusterDirectory directory;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    private DaemonProcesses(ClusterDirectory directory) {
        this.directory = directory;
    }

    static DaemonProcesses start(ClusterDirectory directory, int osds) throws IOException {
        DaemonProcesses daemons = new DaemonProcesses(directory);
        List<String> names = new ArrayList<>(List.of("mon.a"));
        for (int id = 0; id < osds; id++) {
            names.add("osd." + id);
            directory.createData("osd." + id);
        }
        for (String name : names) {
            daemons.processes.put(name, startOne(directory, name));
        }
        daemons.processes.forEach(
                (name, process) -> process.onExit().thenAccept(ended -> daemons.reportEnd(name, ended)));
        return daemons;
    }

    /** Starts a daemon whose id the cluster knows already, or may get to know. */
    static Process startOne(ClusterDirectory directory, String name) throws IOException {
        return JavaProcess.start(
                directory.log(name), List.of("daemon", name, "--new", "--dir", RawPath.text(directory.root())));
    }

    @Override
    public Optional<String> failure() {
        for (Map.Entry<String, Process> daemon : processes.entrySet()) {
            if (!daemon.getValue().isAlive()) {
                return Optional.of(daemon.getKey() + " ended with status "
                        + daemon.getValue().exitValue() + "; see " + directory.log(daemon.getKey()));
            }
        }
        return Optional.empty();
    }

    private void reportEnd(String name, Process ended) {
        System.err.println(name + " (process " + ended.pid() + ") ended with status " + ended.exitValue());
    }

    /** Also stops daemons restarted by hand, which it finds by their pid files. */
    @Override
    public void close() throws IOException {
        try {
            Processes running = new Processes(directory);
            running.stop(directory.osds());
            running.stop(List.of("mon.a"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
