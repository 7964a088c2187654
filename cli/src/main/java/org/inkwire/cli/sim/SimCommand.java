// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.sim;

import java.util.concurrent.Callable;
import org.inkwire.cli.Logging;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.CampaignReport;
import org.inkwire.workload.campaign.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inkwire sim}. Exit status 1 if any guarantee was broken or a seed did not repeat. */
@Command(
        name = "sim",
        description = {
            "Run workloads in a deterministic simulation with faults, one run per seed, and check their guarantees.",
            "A seed that fails prints its last events and the command that runs it again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SimCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    CampaignOptions campaign = new CampaignOptions();

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            defaultValue = "messenger",
            description =
                    "messenger: many messengers under every policy; rados: clients, OSDs and a monitor; stalls: the"
                            + " same, and nobody may wait long; splits: the same, and pg_num never rests."
                            + " Default: ${DEFAULT-VALUE}.")
    String workload;

    @Option(
            names = "--profile",
            paramLabel = "P",
            defaultValue = "many",
            description = "What goes wrong: none, connections, partitions or many. Default: ${DEFAULT-VALUE}.")
    String profile;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seeds run in parallel. Default: one per core.")
    int jobs;

    @Option(names = "--twice", description = "Run each seed twice; both runs must be identical.")
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
        int atOnce = jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors();
        CampaignReport report = campaign.run(kind.with(faults, campaign.steps, coverage), atOnce, twice);
        return new Findings(spec.commandLine().getOut()).print(report, coverage, this::again);
    }

    private String again(long seed) {
        return "./inkwire sim --workload " + workload + " --profile " + profile + " " + campaign.again(seed);
    }
}
