// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A seed repeats in another JVM too. What differs there: the order in which {@code Set.of}, {@code Map.copyOf} and their
 * like iterate, and the hash codes of objects and enum constants.
 */
class EveryJvmTest {
    private static Process start(String workload, String steps) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The order of immutable sets is otherwise that of the class-data archive.
        command.addAll(List.of("-Xshare:off", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Digests.class.getName()));
        command.addAll(List.of(workload, steps, "2", "3"));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> digests(Process process, String workload) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().filter(line -> line.startsWith(workload + " ")).toList();
    }

    @ParameterizedTest
    @CsvSource({"messenger, 1000", "rados, 150", "splits, 150", "stalls, 100"})
    void aSeedHasOneDigestInEveryJvm(String workload, String steps) throws Exception {
        Process one = start(workload, steps);
        Process another = start(workload, steps);
        List<String> first = digests(one, workload);
        assertThat(first).hasSize(2);
        assertThat(digests(another, workload)).isEqualTo(first);
    }
}
