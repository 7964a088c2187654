// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.inkwire.cli.Progress;
import org.inkwire.workload.campaign.Campaign;
import org.inkwire.workload.campaign.CampaignReport;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SeededRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every campaign: which seeds, how many steps of each, for how long. */
final class CampaignOptions {
    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            defaultValue = "1..20",
            converter = SeedRange.Converter.class,
            description = "Seeds to run, both ends included. Default: ${DEFAULT-VALUE}.")
    SeedRange seeds;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "0",
            description = "Steps or operations per seed. Default: the workload's own.")
    int steps;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "10",
            description = "Start no further seed after this time. Default: ${DEFAULT-VALUE}.")
    double minutes;

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            description = "Keep the whole log of each failing seed in DIR. Seeds then run one at a time.")
    @Nullable
    Path logs;

    /** Blocks until done, with a progress bar on a terminal. */
    CampaignReport run(SeededRun workload, int jobs, boolean twice) throws InterruptedException {
        try (Progress progress = Progress.of("seeds", seeds.last() - seeds.first() + 1)) {
            Consumer<SeedReport> onSeed = seed -> progress.step();
            Duration limit = Duration.ofMillis((long) (minutes * 60_000));
            SeededRun run = logs == null ? workload : new KeptLogs(workload, logs);
            int atOnce = logs == null ? jobs : 1;
            return Campaign.run(run, seeds.first(), seeds.last(), limit, atOnce, twice, onSeed);
        }
    }

    /** These options for one seed, as typed. */
    String again(long seed) {
        return "--seeds " + seed + (steps > 0 ? " --steps " + steps : "");
    }
}
