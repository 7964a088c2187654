// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.rados.plan.Load;
import org.inkwire.bench.rados.plan.Shape;

/** {@code rados bench}, Debian's or ours: a new process for each turn. */
record RadosTool(Kind kind, Bed bed, Launcher launcher) implements Entrant {
    private static final long SLACK_SECONDS = 90;

    @Override
    public Sample take(Shape shape, int seconds, long objects) throws IOException, InterruptedException {
        boolean write = shape.load() == Load.WRITE;
        List<String> words = new ArrayList<>(List.of(
                "-p",
                bed.pool(shape.copies()),
                "-N",
                write ? bed.writeNamespace() : bed.readNamespace(),
                "bench",
                Integer.toString(seconds),
                shape.load().verb(),
                "-t",
                Integer.toString(shape.inFlight()),
                "--run-name",
                Bed.runName(shape.bytes())));
        if (write) {
            words.addAll(List.of("-b", Integer.toString(shape.bytes()), "--no-cleanup"));
            words.addAll(List.of("--max-objects", Long.toString(objects)));
        } else {
            words.add("--no-verify");
        }
        try (Child process = launcher.tool(kind, bed.cluster(), seconds, words)) {
            return ToolOutput.parse(kind.title(), process.output(seconds + SLACK_SECONDS));
        }
    }

    @Override
    public void close() {
        // nothing runs between turns
    }
}
