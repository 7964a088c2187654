// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cli.Inkwire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code inkwire bench scale}, for a moment. */
class ScaleCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine inkwire = Inkwire.commandLine();
        inkwire.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("bench", "scale", "--output=" + dir));
        all.addAll(List.of(words));
        return inkwire.execute(all.toArray(new String[0]));
    }

    @Test
    void everyCurveIsInTheTableAndOnAPlot() throws Exception {
        assertThat(run("--connections=1,3", "--sizes=64,4096", "--osds=10,20", "--trips=200", "--idle=0"))
                .as("%s", err)
                .isZero();
        List<String> table = Files.readAllLines(dir.resolve("scale.md"));
        assertThat(table.stream().filter(row -> row.startsWith("| "))).hasSize(12);
        assertThat(out.toString()).contains("| idle memory, heap and direct, bytes per end | connections | 3: ");
        try (var plots = Files.list(dir.resolve("plots"))) {
            assertThat(plots).hasSize(22);
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(run("--connections=10,1")).isEqualTo(1);
        assertThat(err.toString()).contains("--connections must ascend from 1 or more");
    }
}
