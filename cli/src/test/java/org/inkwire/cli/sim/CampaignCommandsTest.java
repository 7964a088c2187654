// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.Campaign;
import org.inkwire.workload.campaign.CampaignReport;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SeededRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** {@code inkwire sim} and {@code inkwire stress}, as a user sees them. */
class CampaignCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object command, String... args) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void aCleanCampaignEndsWithZeroAndSaysWhatItDid() {
        int status = run(new SimCommand(), "--seeds", "1..2", "--steps", "50", "--twice", "--jobs", "1");
        assertThat(out.toString())
                .contains("2 seeds in ", " hours simulated ", "0 seeds with violations, 0 not the same when run again")
                .contains("steps=100", "arrows taken");
        assertThat(status).isZero();
    }

    @Test
    void theRadosWorkloadRunsByItsName() {
        int status = run(new SimCommand(), "--workload", "rados", "--seeds", "3", "--steps", "50", "--profile", "none");
        assertThat(out.toString()).contains("1 seeds in ", "acknowledged=", "arrows taken");
        assertThat(status).isZero();
    }

    @Test
    void theStressOnSocketsRunsOnTheDriverAskedFor() {
        int status = run(new StressCommand(), "--driver", "select", "--seeds", "1", "--steps", "50");
        assertThat(out.toString())
                .contains("1 seeds in ", "socket failures=", "0 seeds with violations")
                .doesNotContain("simulated");
        assertThat(status).isZero();
    }

    @Test
    void theLogOfASeedIsKeptOnlyIfItBrokeAPromise(@TempDir Path dir) {
        Path logs = dir.resolve("logs");
        Logger log = LoggerFactory.getLogger("org.inkwire.test");
        SeededRun run = new KeptLogs(
                seed -> {
                    log.debug("what happened in {}", seed);
                    List<String> violations = seed == 2 ? List.of("message 5 was lost") : List.of();
                    return new SeedReport(seed, seed, violations, Duration.ZERO, 0, 0, Map.of(), List.of());
                },
                logs);
        for (long seed = 1; seed <= 3; seed++) {
            run.run(seed);
        }
        run.run(2);
        assertThat(logs.toFile().list()).containsExactlyInAnyOrder("seed-2.log", "seed-2-again.log");
        assertThat(logs.resolve("seed-2.log")).content().contains("what happened in 2");
    }

    @Test
    void aCampaignCanKeepLogs(@TempDir Path dir) {
        assertThat(run(new SimCommand(), "--seeds", "1", "--steps", "50", "--logs", dir.toString()))
                .isZero();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aCampaignThatHadNoTimeForASeedDoesNotPass() {
        assertThat(run(new SimCommand(), "--seeds", "1", "--minutes", "0")).isEqualTo(1);
        assertThat(out.toString()).contains("no seed was run");
    }

    @Test
    void whatThereIsNotIsRefusedWithTheNamesThereAre() {
        assertThat(run(new SimCommand(), "--profile", "nice")).isEqualTo(2);
        assertThat(run(new SimCommand(), "--workload", "cephfs")).isEqualTo(2);
        assertThat(run(new StressCommand(), "--driver", "pigeon")).isEqualTo(2);
        assertThat(run(new StressCommand(), "--workers", "0")).isEqualTo(2);
        assertThat(run(new StressCommand(), "--one-failure-in", "-1")).isEqualTo(2);
        assertThat(err.toString())
                .contains("many", "[messenger, rados, splits, stalls]", "ms_type pigeon is unknown; there are [");
    }

    @Test
    void aBrokenPromiseEndsWithOneAndSaysHowToSeeItAgain() throws InterruptedException {
        CampaignReport report = Campaign.run(
                seed -> new SeedReport(
                        seed,
                        seed,
                        seed == 2 ? List.of("message 5 was lost") : List.of(),
                        Duration.ofSeconds(1),
                        0,
                        1,
                        Map.of(),
                        seed == 2 ? List.of("1.0 ms close") : List.of()),
                1,
                3,
                Duration.ofMinutes(1),
                1,
                false,
                seed -> {});
        int status = new Findings(new PrintWriter(out)).print(report, new StateCoverage(), seed -> "run " + seed);
        assertThat(out.toString())
                .startsWith(
                        "seed 2 broke 1 promises, digest 2\n    1.0 ms close\n  message 5 was lost\n  again: run 2\n")
                .contains("1 seeds with violations");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void aSeedThatDoesNotRepeatIsAFinding() throws InterruptedException {
        long[] runs = {0};
        CampaignReport report = Campaign.run(
                seed -> new SeedReport(seed, ++runs[0], List.of(), Duration.ZERO, 0, 0, Map.of(), List.of()),
                9,
                9,
                Duration.ofMinutes(1),
                1,
                true,
                seed -> {});
        int status = new Findings(new PrintWriter(out)).print(report, new StateCoverage(), seed -> "run " + seed);
        assertThat(out.toString()).contains("seed 9 was not the same when run again", "  again: run 9 --twice");
        assertThat(status).isEqualTo(1);
    }
}
