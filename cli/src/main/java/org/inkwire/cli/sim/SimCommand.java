// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.sim;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.inkwire.cli.Logging;
import org.inkwire.msgr.async.StateCoverage;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.workload.campaign.Campaign;
import org.inkwire.workload.campaign.CampaignReport;
import org.inkwire.workload.campaign.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inkwire sim}. Exit status 1 if any promise was broken or a seed did not repeat. */
@Command(
        name = "sim",
        description = {
            "Run workloads in a deterministic simulation with faults, one run per seed, and check what was promised.",
            "A seed that fails prints its last events and the command that runs it again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SimCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            defaultValue = "1..20",
            converter = SeedRange.Converter.class,
            description = "Seeds to run, both ends included. Default: ${DEFAULT-VALUE}.")
    SeedRange seeds;

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            defaultValue = "messenger",
            description = "messenger: many messengers under every policy; rados: clients, OSDs and a monitor."
                    + " Default: ${DEFAULT-VALUE}.")
    String workload;

    @Option(
            names = "--profile",
            paramLabel = "P",
            defaultValue = "many",
            description = "What goes wrong: none, connections, partitions or many. Default: ${DEFAULT-VALUE}.")
    String profile;

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
            description = "Begin no further seed after this time. Default: ${DEFAULT-VALUE}.")
    double minutes;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seeds at a time. Default: one per core.")
    int jobs;

    @Option(names = "--twice", description = "Run each seed twice; both runs must be the same.")
    boolean twice;

    @Override
    public Integer call() throws InterruptedException {
        Logging.quiet();
        FaultProfile faults;
        Workloads.Kind kind;
        try {
            faults = FaultProfile.named(profile);
            kind = Workloads.named(workload);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        StateCoverage coverage = new StateCoverage();
        CampaignReport report;
        try (Progress progress = Progress.of(seeds.last() - seeds.first() + 1)) {
            report = Campaign.run(
                    kind.with(faults, steps, coverage),
                    seeds.first(),
                    seeds.last(),
                    Duration.ofMillis((long) (minutes * 60_000)),
                    jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors(),
                    twice,
                    seed -> progress.step());
        }
        return new Findings(spec.commandLine().getOut()).print(report, coverage, this::again);
    }

    private String again(long seed) {
        return String.format(
                Locale.ROOT,
                "./inkwire sim --workload %s --profile %s --seeds %d%s",
                workload,
                profile,
                seed,
                steps > 0 ? " --steps " + steps : "");
    }
}
