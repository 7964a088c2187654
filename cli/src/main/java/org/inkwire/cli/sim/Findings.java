// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.sim;

import java.io.PrintWriter;
import java.util.function.LongFunction;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.CampaignReport;
import org.inkwire.workload.campaign.SeedReport;

/** Prints what a campaign found. One thread. */
final class Findings {
    private final PrintWriter out;

    Findings(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param again returns the command that runs a seed again
     * @return the exit status: 1 if any guarantee was broken or a seed did not repeat
     */
    int print(CampaignReport report, StateCoverage coverage, LongFunction<String> again) {
        for (SeedReport failed : report.failed()) {
            out.println(failed);
            out.println("  again: " + again.apply(failed.seed()));
        }
        for (long seed : report.undetermined()) {
            out.println("seed " + seed + " was not the same when run again");
            out.println("  again: " + again.apply(seed) + " --twice");
        }
        if (report.seeds() == 0) {
            out.println("no seed was run");
        }
        out.println(report);
        if (!coverage.taken().isEmpty()) {
            out.print(coverage.report());
        }
        out.flush();
        return report.isClean() ? 0 : 1;
    }
}
