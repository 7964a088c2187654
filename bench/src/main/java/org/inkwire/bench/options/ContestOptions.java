// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Of a benchmark in which several take turns. */
public final class ContestOptions {
    private static final int ROUNDS = 3;
    private static final int MAX_ROUNDS = 1000;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    CommandSpec command;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Turns of each with each load. Default: " + ROUNDS + "; quick: 1.")
    @Nullable
    Integer rounds;

    @Option(names = "--seed", paramLabel = "N", description = "Of the order of turns. Default: ${DEFAULT-VALUE}.")
    long seed = 1;

    public int rounds(boolean quick) {
        return Bounds.within(command, 1, MAX_ROUNDS, rounds == null ? (quick ? 1 : ROUNDS) : rounds, "--rounds");
    }

    public long seed() {
        return seed;
    }
}
