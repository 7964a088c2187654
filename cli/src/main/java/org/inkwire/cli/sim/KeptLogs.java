// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inkwire.cli.Logging;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SeededRun;

/**
 * Keeps the whole log of seeds that break a guarantee: on real sockets such a run cannot be repeated. One seed at a
 * time, because a process has one log.
 */
final class KeptLogs implements SeededRun {
    private final SeededRun run;
    private final Path directory;

    /** @param directory created if missing */
    KeptLogs(SeededRun run, Path directory) {
        this.run = run;
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep logs in " + directory, e);
        }
    }

    @Override
    public SeedReport run(long seed) {
        Path file = directory.resolve("seed-" + seed + ".log");
        if (Files.exists(file)) {
            // The first of two runs has written its log.
            file = directory.resolve("seed-" + seed + "-again.log");
        }
        SeedReport report = Logging.capturing(file, () -> run.run(seed));
        if (report.violations().isEmpty()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + file, e);
            }
        }
        return report;
    }
}
