// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.sim;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.inkwire.cli.FileLimit;
import org.inkwire.cli.Logging;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.CampaignReport;
import org.inkwire.workload.campaign.SeededRun;
import org.inkwire.workload.campaign.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inkwire stress}. Exit status 1 if any guarantee was broken. */
@Command(
        name = "stress",
        description = {
            "Run the messenger stress on real loopback sockets, one run per seed, and check its guarantees.",
            "A seed decides what is tried, but threads and the kernel make every run different."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class StressCommand implements Callable<Integer> {
    /** Of 12 servers and 24 clients: threads of 3 descriptors, and both ends of a socket for each pair that meets. */
    private static final int FILES = 3 * (12 + 24 + 25) + 12 + 2 * 12 * 24;

    @Spec
    CommandSpec spec;

    @Mixin
    CampaignOptions campaign = new CampaignOptions();

    @Option(
            names = "--driver",
            paramLabel = "NAME",
            defaultValue = "posix",
            description =
                    "As ms_type: select, epoll, kqueue or uring; posix is the best that runs here. Default: ${DEFAULT-VALUE}.")
    String driver;

    @Option(
            names = "--one-failure-in",
            paramLabel = "N",
            defaultValue = "30",
            description = "One in N reads and writes breaks its connection; 0: none. Default: ${DEFAULT-VALUE}.")
    int oneFailureIn;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Threads that serve the sockets. Default: ${DEFAULT-VALUE}.")
    int workers;

    @Override
    public Integer call() throws InterruptedException {
        FileLimit.require("the messenger stress", FILES);
        Logging.quiet();
        StateCoverage coverage = new StateCoverage();
        SeededRun run;
        try {
            EventDriver sockets = EventDriver.named(driver);
            run = Workloads.onSockets(sockets, oneFailureIn, campaign.steps, workers, coverage);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        CampaignReport report = campaign.run(run, 1, false);
        return new Findings(spec.commandLine().getOut()).print(report, coverage, this::again);
    }

    private String again(long seed) {
        return String.format(
                Locale.ROOT,
                "./inkwire stress --driver %s --one-failure-in %d --workers %d %s",
                driver,
                oneFailureIn,
                workers,
                campaign.again(seed));
    }
}
