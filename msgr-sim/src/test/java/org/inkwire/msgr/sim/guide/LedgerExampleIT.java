// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.ledger.LedgerExample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code examples/ledger} as its {@code run} script does. */
class LedgerExampleIT {
    @TempDir
    Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theLedgerLosesNothingThroughCutConnectionsAndKilledProcesses() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile="
                                + Path.of("../examples/ledger/src/main/resources/logback.xml")
                                        .toAbsolutePath()
                                        .normalize(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerExample.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("each once and in order");
    }
}
