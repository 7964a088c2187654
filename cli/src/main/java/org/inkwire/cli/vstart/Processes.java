// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inkwire.cli.Failure;

/** The processes of a cluster directory, seen from outside. Any thread, but not in a process that holds a pid file. */
final class Processes {
    /** How long a process may take to stop before it is killed, and a killed one to disappear. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long POLL_MILLIS = 20;

    private final ClusterDirectory directory;
    private final Path proc;
    private final Signals signals;
    private final Duration patience;

    Processes(ClusterDirectory directory) {
        this(directory, ProcessIdentity.PROC, Processes::toProcess, PATIENCE);
    }

    /** @param proc where {@code /proc} is */
    Processes(ClusterDirectory directory, Path proc, Signals signals, Duration patience) {
        this.directory = directory;
        this.proc = proc;
        this.signals = signals;
        this.patience = patience;
    }

    /** How processes are told to end. */
    interface Signals {
        /**
         * @param kill whether the process may not say no
         * @return false if it is not there, or not ours to stop
         */
        boolean send(long pid, boolean kill);
    }

    private static boolean toProcess(long pid, boolean kill) {
        return ProcessHandle.of(pid)
                .map(kill ? ProcessHandle::destroyForcibly : ProcessHandle::destroy)
                .orElse(false);
    }

    /**
     * Asks all of them to stop, waits, and kills those that do not. Removes their pid files.
     *
     * @param names processes; those not running are skipped
     * @return how many were running
     * @throws Failure if one cannot be reached from here, or does not end; then none has been signalled, or that one
     */
    int stop(List<String> names) throws IOException, InterruptedException {
        List<String> running = new ArrayList<>();
        for (String name : names) {
            if (PidFile.holder(directory.pidFile(name)).isPresent()) {
                identity(name).requireReachable(name, proc);
                running.add(name);
            }
        }
        for (String name : running) {
            signal(name, false);
        }
        for (String name : running) {
            if (!awaitEnd(directory.pidFile(name))) {
                signal(name, true);
                if (!awaitEnd(directory.pidFile(name))) {
                    throw new Failure(
                            name + " (process " + identity(name).pid() + ") does not end, not even when killed");
                }
            }
        }
        for (String name : names) {
            PidFile.remove(directory.pidFile(name));
        }
        return running.size();
    }

    private boolean awaitEnd(Path pidFile) throws IOException, InterruptedException {
        // Checks the lock, not the process: a zombie whose parent has not reaped it would look alive.
        for (long waited = 0; waited < patience.toMillis(); waited += POLL_MILLIS) {
            OptionalLong holder = PidFile.holder(pidFile);
            if (holder.isEmpty()) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    private void signal(String name, boolean kill) throws IOException {
        if (PidFile.holder(directory.pidFile(name)).isEmpty()) {
            return;
        }
        ProcessIdentity process = identity(name);
        process.requireReachable(name, proc);
        if (!signals.send(process.pid(), kill)
                && PidFile.holder(directory.pidFile(name)).isPresent()) {
            throw new Failure(
                    "not permitted to stop " + name + " (process " + process.pid() + "); it belongs to another user");
        }
    }

    /** A process writes its identity when it has the lock, so it may be a moment late. */
    private ProcessIdentity identity(String name) throws IOException {
        Path file = directory.pidFile(name);
        for (long waited = 0; waited < patience.toMillis() / 10; waited += POLL_MILLIS) {
            try {
                return PidFile.identity(file);
            } catch (NoSuchFileException late) {
                if (PidFile.holder(file).isEmpty()) {
                    break;
                }
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (!Files.exists(file)) {
            throw new Failure(name + " has just ended; try again");
        }
        throw new Failure(file + " is in use by a process that says nothing about itself");
    }
}
