// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.state.StateCoverage;

/** Prints the digest of runs, for {@link EveryJvmTest}. */
final class Digests {
    private Digests() {}

    /** @param args a workload, its steps, and seeds */
    public static void main(String[] args) {
        SeededRun run =
                Workloads.named(args[0]).with(FaultProfile.many(), Integer.parseInt(args[1]), new StateCoverage());
        for (int i = 2; i < args.length; i++) {
            SeedReport report = run.run(Long.parseLong(args[i]));
            System.out.println(args[0] + " " + args[i] + " " + Long.toHexString(report.digest()));
        }
    }
}
