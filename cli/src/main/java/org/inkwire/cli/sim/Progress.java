// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.sim;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.inkwire.cli.Terminal;
import org.jspecify.annotations.Nullable;

/** A progress bar on stderr, if that is a terminal. Any thread. */
final class Progress implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static Progress of(long seeds) {
        return new Progress(
                Terminal.stderrIsTerminal()
                        ? new ProgressBarBuilder()
                                .setTaskName("seeds")
                                .setInitialMax(seeds)
                                .clearDisplayOnFinish()
                                .build()
                        : null);
    }

    void step() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
