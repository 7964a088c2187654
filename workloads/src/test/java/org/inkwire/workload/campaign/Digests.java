// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.state.StateCoverage;

/** Prints the digest of runs, for {@link EveryJvmTest}. */
final class Digests {
    private Digests() {}

    /** @param args workloads, each as {@code name:steps:seed} */
    public static void main(String[] args) {
        for (String arg : args) {
            String[] words = arg.split(":");
            SeededRun run = Workloads.named(words[0])
                    .with(FaultProfile.many(), Integer.parseInt(words[1]), new StateCoverage());
            System.out.println(arg + " "
                    + Long.toHexString(run.run(Long.parseLong(words[2])).digest()));
        }
    }
}
