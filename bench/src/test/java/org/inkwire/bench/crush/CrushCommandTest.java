// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.crush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inkwire.cli.Inkwire;
import org.inkwire.cluster.crush.CrushMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code inkwire bench crush}, for a moment. */
class CrushCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... more) {
        CommandLine inkwire = Inkwire.commandLine();
        inkwire.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] arguments = new String[9 + more.length];
        String[] always = {
            "bench", "crush", "--osds", "100", "--inputs", "200", "--rounds", "1", "--output=" + dir.resolve("results")
        };
        System.arraycopy(always, 0, arguments, 0, always.length);
        System.arraycopy(more, 0, arguments, always.length, more.length);
        return inkwire.execute(arguments);
    }

    @Test
    void withoutCrushtoolItSaysSoAndMeasuresOurs() throws Exception {
        assertThat(run("--crushtool", dir.resolve("none").toString()))
                .as("%s", err)
                .isZero();
        assertThat(out.toString())
                .contains("NO COMPARISON")
                .contains("IS NOT INSTALLED")
                .contains("| CRUSH alone |")
                .contains("| OSDMap, later look-ups |");
        CrushMap map = CrushMap.decode(Files.readAllBytes(dir.resolve("results/map.crush")));
        assertThat(map.maxDevices()).isEqualTo(100);
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(run("--domain", "planet")).isEqualTo(1);
        assertThat(err.toString()).contains("--domain must be host or rack");
    }
}
