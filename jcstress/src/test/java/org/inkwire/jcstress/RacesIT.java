// SPDX-License-Identifier: Apache-2.0
package org.inkwire.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every race is run for a moment; {@code java -jar jcstress/target/jcstress.jar} runs them for hours. */
class RacesIT {
    private static final long MINUTES = 5;

    @TempDir
    Path results;

    @Test
    void noOutcomeIsForbidden() throws IOException, InterruptedException {
        File output = results.resolve("output").toFile();
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.openjdk.jcstress.Main",
                        "-m",
                        "sanity",
                        "-time",
                        "100",
                        // One choice of JVM, compilers and CPUs instead of all.
                        "-jvmArgs",
                        "-XX:+UseSerialGC",
                        "-sc",
                        "false",
                        "-af",
                        "NONE",
                        "-r",
                        results.toString())
                .directory(results.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(run.waitFor(MINUTES, TimeUnit.MINUTES)).as("ended").isTrue();
        } finally {
            run.destroyForcibly();
        }
        String text = Files.readString(output.toPath());
        assertThat(run.exitValue()).as(text).isZero();
        assertThat(text).contains("16 passed").doesNotContain("FORBIDDEN");
    }
}
