// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers;

import java.io.PrintWriter;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.inkwire.bench.peers.run.Contest;
import org.inkwire.cli.Terminal;
import org.jspecify.annotations.Nullable;

/** A progress bar on a terminal, elsewhere a line for each contestant that is warm; notes at once, and kept. */
final class Progress implements Contest.Watcher, AutoCloseable {
    private final @Nullable ProgressBar bar;
    private final PrintWriter err;
    private final List<String> notes;

    private Progress(@Nullable ProgressBar bar, PrintWriter err, List<String> notes) {
        this.bar = bar;
        this.err = err;
        this.notes = notes;
        notes.forEach(this::say);
    }

    /** @param notes are added to */
    static Progress of(int steps, PrintWriter err, List<String> notes) {
        ProgressBar bar = Terminal.stderrIsTerminal()
                ? new ProgressBarBuilder()
                        .setTaskName("turns")
                        .setInitialMax(steps)
                        .clearDisplayOnFinish()
                        .build()
                : null;
        return new Progress(bar, err, notes);
    }

    @Override
    public void begins(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        } else if (what.startsWith("warming")) {
            say(what);
        }
    }

    @Override
    public void ended() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void note(String text) {
        notes.add(text);
        say(text);
    }

    private void say(String text) {
        err.println(text);
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
