// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import java.io.PrintWriter;
import java.util.List;
import org.inkwire.cli.Progress;

/** Shows the turns of a benchmark: a progress bar on a terminal, elsewhere a line for what warms; notes at once, and kept. */
public final class NotedProgress implements Watcher, AutoCloseable {
    private final Progress progress;
    private final PrintWriter err;
    private final List<String> notes;

    private NotedProgress(Progress progress, PrintWriter err, List<String> notes) {
        this.progress = progress;
        this.err = err;
        this.notes = notes;
        notes.forEach(this::say);
    }

    /** @param notes are added to */
    public static NotedProgress of(int steps, PrintWriter err, List<String> notes) {
        return new NotedProgress(Progress.of("turns", steps), err, notes);
    }

    @Override
    public void begins(String what) {
        if (!progress.show(what) && what.startsWith("warming")) {
            say(what);
        }
    }

    @Override
    public void ended() {
        progress.step();
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
        progress.close();
    }
}
