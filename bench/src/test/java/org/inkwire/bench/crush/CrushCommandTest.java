// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.crush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Map<String, String> options = new LinkedHashMap<>(Map.of("--osds", "100", "--inputs", "200", "--rounds", "1"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        List<String> words = new ArrayList<>(List.of("bench", "crush", "--output=" + dir.resolve("results")));
        options.forEach((name, value) -> words.addAll(List.of(name, value)));
        return inkwire.execute(words.toArray(String[]::new));
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
        assertThat(run("--osds", "20")).isEqualTo(1);
        assertThat(run("--osds", "200", "--domain", "rack")).isEqualTo(1);
        assertThat(run("--osds", "25601")).isEqualTo(1);
        assertThat(run("--inputs", "99")).isEqualTo(1);
        assertThat(run("--inputs", "10000001")).isEqualTo(1);
        assertThat(run("--rounds", "0")).isEqualTo(1);
        assertThat(err.toString())
                .contains("--domain must be host or rack")
                .contains("--osds by host must be 21 to 25600")
                .contains("--osds by rack must be 201 to 25600")
                .contains("--inputs must be 100 to 10000000")
                .contains("--rounds must be 1 to 1000");
    }

    private String program(String script) throws IOException {
        Path program = Files.writeString(dir.resolve("tool"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }

    @Test
    void otherPlacementsAreAFailure() throws Exception {
        assertThat(run("--crushtool", program("echo 'CRUSH rule 0 x 0 [1,1,1]'")))
                .isEqualTo(1);
        assertThat(out.toString()).contains("The same placement for 0 of 10000 inputs");
        assertThat(err.toString()).isEqualTo("our placement is not crushtool's: nothing is measured\n");
    }

    @Test
    void aToolThatFailsIsQuoted() throws Exception {
        assertThat(run("--crushtool", program("echo odd >&2; exit 3"))).isEqualTo(1);
        assertThat(err.toString()).startsWith("crushtool ended: odd (see ").hasLineCount(1);
    }
}
