// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A progress bar on stderr, if that is a terminal. Any thread. */
public final class Progress implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** @param steps of so many {@code things} */
    public static Progress of(String things, long steps) {
        return new Progress(
                Terminal.stderrIsTerminal()
                        ? new ProgressBarBuilder()
                                .setTaskName(things)
                                .setInitialMax(steps)
                                .clearDisplayOnFinish()
                                .build()
                        : null);
    }

    /** Shows what is being done; false if there is no bar. */
    public boolean show(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        }
        return bar != null;
    }

    public void step() {
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
