// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inkwire.testkit.ceph.RunTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's {@code rados} on our cluster while one in 500 socket reads and writes breaks the connection: in the tool, in
 * our monitor and in our OSDs, including connections between our daemons.
 */
@Tag("interop")
class RadosToolFaultsIT {
    private static final String FAILURES = "500";
    private static final Duration SLICE = Duration.ofSeconds(12);
    private static final int WRITE_SECONDS = 6;
    private static final int READ_SECONDS = 4;
    private static final int[] FILE_SIZES = {0, 1, 4096, 1_000_003, 16 << 20};

    @TempDir
    Path tmp;

    private VstartCluster cluster;
    private Path toolLog;

    @Test
    void benchAndFilesComeThroughWithoutAnErrorThoughBothSidesBreakConnections() throws Exception {
        toolLog = tmp.resolve("rados.log");
        long written = 0;
        long readInOrder = 0;
        long readAtRandom = 0;
        int files = 0;
        try (VstartCluster started =
                VstartCluster.start(tmp.resolve("cluster"), "--option", "ms_inject_socket_failures = " + FAILURES)) {
            cluster = started;
            cluster.ceph("osd", "pool", "create", "data", "8").expectOk();
            RunTime runTime = RunTime.begin(SLICE);
            do {
                for (int size : FILE_SIZES) {
                    putAndGet("file-" + files++, size);
                }
                written += total(bench(WRITE_SECONDS, "write", "-b", "16384", "--no-cleanup"), "writes");
                // Both compare the data read with the data written.
                readInOrder += total(bench(READ_SECONDS, "seq"), "reads");
                readAtRandom += total(bench(READ_SECONDS, "rand"), "reads");
                rados("cleanup").expectOk();
            } while (runTime.goesOn(() -> injectedByTheTool() > 0 && oursInjected() > 0));

            System.out.printf(
                    "rados on our cluster, %s: %d files, bench: %d writes, %d sequential reads, %d random;"
                            + " injected by rados: %d, by our daemons: %d%n",
                    runTime, files, written, readInOrder, readAtRandom, injectedByTheTool(), oursInjected());
            assertThat(written).isPositive();
            assertThat(readInOrder).isPositive();
            assertThat(readAtRandom).isPositive();
        }
    }

    private void putAndGet(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path file = Files.write(tmp.resolve(name), content);
        Path back = tmp.resolve(name + ".back");
        rados("put", name, file.toString()).expectOk();
        rados("get", name, back.toString()).expectOk();
        assertThat(Files.mismatch(file, back))
                .as("first byte of %s that differs", name)
                .isEqualTo(-1);
        rados("rm", name).expectOk();
        Files.delete(file);
        Files.delete(back);
    }

    private Tool.Result bench(int seconds, String kind, String... options) {
        Tool.Result result = rados(
                Stream.concat(Stream.of("bench", Integer.toString(seconds), kind, "-t", "16"), Arrays.stream(options))
                        .toArray(String[]::new));
        assertThat(result.expectOk().stderr()).isEmpty();
        return result;
    }

    private Tool.Result rados(String... arguments) {
        List<String> always =
                List.of("-p", "data", "--ms-inject-socket-failures", FAILURES, "--log-file", toolLog.toString());
        return cluster.rados(
                Stream.concat(always.stream(), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private static long total(Tool.Result bench, String what) {
        Matcher line = Pattern.compile("Total " + what + " made: +(\\d+)").matcher(bench.text());
        assertThat(line.find()).as("totals in %s", bench.text()).isTrue();
        return Long.parseLong(line.group(1));
    }

    private long injectedByTheTool() throws IOException {
        return lines(toolLog, "injecting socket failure");
    }

    private long oursInjected() throws IOException {
        long count = 0;
        try (Stream<Path> logs = Files.list(cluster.dir().resolve("log"))) {
            for (Path log : logs.toList()) {
                count += lines(log, "injected fault at");
            }
        }
        return count;
    }

    private static long lines(Path log, String text) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }
}
