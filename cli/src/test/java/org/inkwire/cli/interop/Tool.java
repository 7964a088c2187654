// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs another program to completion. */
final class Tool {
    private static final Set<String> STARTS_DAEMONS = Set.of("vstart", "daemon");
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    /** A program's result: exit status, stdout as bytes, stderr as text. */
    record Result(List<String> command, int status, byte[] stdout, String stderr) {
        String text() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        List<String> lines() {
            return text().lines().toList();
        }

        Result expectOk() {
            assertThat(status)
                    .as("exit status of %s%nstdout: %s%nstderr: %s", command, brief(text()), brief(stderr))
                    .isZero();
            return this;
        }

        /** Asserts that it failed with this on stderr. */
        void expectFailure(String message) {
            assertThat(status).as("exit status of %s", command).isEqualTo(1);
            assertThat(stderr).contains(message);
        }

        private static String brief(String text) {
            return text.length() < 4000 ? text : text.substring(0, 4000) + "…";
        }
    }

    private Tool() {}

    static Result run(List<String> command) {
        return start(command).await(TIMEOUT);
    }

    static Result run(String... command) {
        return run(List.of(command));
    }

    /** The inkwire command in a separate JVM, with this test's class path. */
    static Result inkwire(String... arguments) {
        return run(inkwireCommand(arguments));
    }

    static List<String> inkwireCommand(String... arguments) {
        return inkwireCommand(List.of(), arguments);
    }

    /** @param jvm further options of the JVM */
    static List<String> inkwireCommand(List<String> jvm, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                // As in the launcher: most commands end before the second compiler pays off.
                "-XX:TieredStopAtLevel=" + (STARTS_DAEMONS.contains(arguments[0]) ? 4 : 1),
                "-cp",
                System.getProperty("java.class.path"),
                "org.inkwire.cli.Inkwire"));
        command.addAll(1, jvm);
        command.addAll(List.of(arguments));
        return command;
    }

    static Running start(List<String> command) {
        require(command.get(0));
        try {
            Path out = Files.createTempFile("inkwire-it", ".out");
            Path err = Files.createTempFile("inkwire-it", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new Running(command, process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(String program) {
        boolean found = program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
        if (!found) {
            throw new AssertionError(program + " is not installed; the interop tests need Debian's packages ceph-mon, "
                    + "ceph-osd, ceph-base, ceph-common and python3-rados (see .ci/run)");
        }
    }

    /** A program that was started. */
    record Running(List<String> command, Process process, Path out, Path err) {
        /** Waits for its end; kills it and fails after the timeout. */
        Result await(Duration timeout) {
            try {
                boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                }
                byte[] stdout = Files.readAllBytes(out);
                String stderr = Files.readString(err);
                Files.delete(out);
                Files.delete(err);
                Result result = new Result(command, ended ? process.exitValue() : -1, stdout, stderr);
                assertThat(ended)
                        .as("%s ended within %s%nstdout: %s%nstderr: %s", command, timeout, result.text(), stderr)
                        .isTrue();
                return result;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
