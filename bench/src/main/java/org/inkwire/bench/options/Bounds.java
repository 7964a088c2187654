// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses values of options. */
public final class Bounds {
    private Bounds() {}

    /**
     * @return {@code value}
     * @throws ParameterException if it is less than {@code least} or more than {@code most}
     */
    public static int within(CommandSpec command, int least, int most, int value, String option) {
        require(command, value >= least && value <= most, option + " must be " + least + " to " + most);
        return value;
    }

    /** @throws ParameterException that says {@code otherwise}, unless {@code holds} */
    public static void require(CommandSpec command, boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }
}
