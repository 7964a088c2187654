// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The processes of a cluster directory, seen from outside. Any thread, but not in a process that holds a pid file. */
final class Processes {
    /** How long a process may take to stop before it is killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long POLL_MILLIS = 20;

    private Processes() {}

    /**
     * Asks all of them to stop, waits, and kills those that do not. Removes their pid files.
     *
     * @param names processes; those not running are skipped
     * @return how many were running
     */
    static int stop(ClusterDirectory directory, List<String> names) throws IOException, InterruptedException {
        int running = 0;
        for (String name : names) {
            OptionalLong pid = PidFile.holder(directory.pidFile(name));
            if (pid.isPresent()) {
                signal(pid.getAsLong(), false);
                running++;
            }
        }
        for (String name : names) {
            awaitEnd(directory.pidFile(name));
            Files.deleteIfExists(directory.pidFile(name));
        }
        return running;
    }

    private static void awaitEnd(Path pidFile) throws IOException, InterruptedException {
        // Checks the lock, not the process: a zombie whose parent has not reaped it would look alive.
        OptionalLong pid = PidFile.holder(pidFile);
        for (long waited = 0; pid.isPresent(); waited += POLL_MILLIS) {
            if (waited >= PATIENCE.toMillis()) {
                signal(pid.getAsLong(), true);
            }
            Thread.sleep(POLL_MILLIS);
            pid = PidFile.holder(pidFile);
        }
    }

    private static void signal(long pid, boolean kill) {
        if (pid > 0) {
            ProcessHandle.of(pid).ifPresent(kill ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
        }
    }
}
