// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.inkwire.cli.Inkwire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code inkwire bench peers}, every contestant, for a moment. */
class PeersIT {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine inkwire = Inkwire.commandLine();
        inkwire.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return inkwire.execute(arguments);
    }

    @Test
    void contestantsAreProcessesThatTakeTurns() throws IOException {
        assertThat(run(
                        "bench",
                        "peers",
                        "--only",
                        "inkwire,netty-crc,c,c-crc",
                        "--loads",
                        "64-64,one-way-64k,rate-64",
                        "--rounds",
                        "1",
                        "--turn",
                        "100",
                        "--warm",
                        "100",
                        "--rate",
                        "500",
                        "-o",
                        dir.toString()))
                .as(err.toString())
                .isZero();
        JsonNode figures = new ObjectMapper().readTree(dir.resolve("peers.json").toFile());
        assertThat(figures.get("standings")).hasSizeGreaterThanOrEqualTo(6).allSatisfy(s -> {
            assertThat(s.get("unanswered").asLong()).as(s.toString()).isZero();
            assertThat(s.get("messages_per_second").asDouble()).as(s.toString()).isPositive();
            assertThat(s.get("turns")).hasSize(1);
        });
        String table = Files.readString(dir.resolve("peers.md"));
        assertThat(out.toString()).startsWith(table);
        assertThat(table)
                .contains("| **Inkwire**, on the loop", "## 64 B, 64 in flight", "## 64 KiB one way")
                .containsPattern("\\| C, epoll|NOT MEASURED: C, epoll: ");
    }

    @Test
    void resultsAreLeftInADirectory() throws IOException {
        assertThat(run(
                        "bench",
                        "peers",
                        "--only",
                        "inkwire,netty-crc",
                        "--loads",
                        "64-64,rate-64",
                        "--rounds",
                        "2",
                        "--turn",
                        "100",
                        "--warm",
                        "100",
                        "-o",
                        dir.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("| Netty, aggregated, crc32c (N) | 1.00 (")
                .contains("## 64 B at 5000/s");
        assertThat(dir.resolve("histograms/inkwire.64-64.hgrm")).content().contains("Percentile", "#[Mean");
        assertThat(dir.resolve("histograms/netty-crc.rate-64.hlog")).content().contains("StartTimestamp");
        assertThat(ImageIO.read(dir.resolve("plots/rate-64-64.png").toFile()).getWidth())
                .isEqualTo(2000);
        assertThat(dir.resolve("plots/latency-rate-64.svg")).content().contains("<svg", "Netty, aggregated");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(run("bench", "peers", "--only", "nety")).isOne();
        assertThat(run("bench", "peers", "--loads", "64-63")).isOne();
        assertThat(run("bench", "peers", "--rounds", "0")).isOne();
        assertThat(run("bench", "peers", "--cpus", "9999")).isOne();
        assertThat(run("bench")).isOne();
        assertThat(err.toString())
                .contains("no contestant nety; there are inkwire, inkwire-lossless")
                .contains("no load 64-63; there are 64-1, 64-64")
                .contains("--rounds must be 1 to 1000")
                .contains("--cpus: this process may use [")
                .contains("a benchmark is required");
    }
}
