// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.crush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.inkwire.cli.Inkwire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code inkwire bench crush} beside Debian's crushtool. */
@Tag("interop")
class CrushCommandIT {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"host", "rack"})
    void placementsAreCrushtoolsAndItsTimeStandsBesideOurs(String domain) {
        StringWriter out = new StringWriter();
        CommandLine inkwire = Inkwire.commandLine();
        inkwire.setOut(new PrintWriter(out, true));

        int status = inkwire.execute(
                "bench", "crush", "--domain", domain, "--inputs", "2000", "--rounds", "1", "-o", dir.toString());

        assertThat(status).as("%s", out).isZero();
        assertThat(out.toString())
                .contains("The same placement for 10000 of 10000 inputs")
                .contains("| crushtool --test |");
    }
}
