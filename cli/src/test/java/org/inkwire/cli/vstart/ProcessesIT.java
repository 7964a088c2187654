// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cli.Failure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process of this machine holds the pid file of osd.0, and only that one. */
class ProcessesIT {
    private static final Duration SHORT = Duration.ofMillis(60);

    @TempDir
    static Path tmp;

    private static ClusterDirectory directory;
    private static Process other;

    private final List<String> signalled = new ArrayList<>();

    /** Runs in the other process: holds a lock until its input ends. */
    static final class Holder {
        public static void main(String[] file) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.write('\n');
                System.out.flush();
                while (System.in.read() >= 0) {}
            }
        }
    }

    @BeforeAll
    static void start() throws Exception {
        directory = new ClusterDirectory(tmp);
        directory.create();
        Path pidFile = Files.createFile(directory.pidFile("osd.0"));
        other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of(Holder.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        Holder.class.getName(),
                        pidFile.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(other.getInputStream().read()).isEqualTo('\n');
    }

    @AfterAll
    static void end() throws Exception {
        other.getOutputStream().close();
        assertThat(other.waitFor()).isZero();
    }

    @BeforeEach
    void nameTheOther() throws IOException {
        Files.writeString(directory.pidFile("osd.0"), other.pid() + "\n");
        say(ProcessIdentity.of(other.pid(), ProcessIdentity.PROC));
    }

    private static void say(ProcessIdentity identity) throws IOException {
        Files.writeString(directory.pidFile("osd.0").resolveSibling("osd.0.pid.identity"), identity.line());
    }

    private Processes processes(Path proc, boolean permitted) {
        return new Processes(
                directory,
                proc,
                (pid, kill) -> {
                    signalled.add((kill ? "KILL " : "TERM ") + pid);
                    return permitted;
                },
                SHORT);
    }

    private void stopFails(Processes processes, String why) {
        assertThatThrownBy(() -> processes.stop(List.of("osd.0")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }

    private void refused(String why) {
        stopFails(processes(ProcessIdentity.PROC, true), why);
        assertThat(signalled).isEmpty();
    }

    @Test
    void aStrangerWhoseNumberIsInTheFileIsNotSignalled() throws IOException {
        ProcessIdentity stranger = ProcessIdentity.of(other.pid(), ProcessIdentity.PROC);
        say(new ProcessIdentity(stranger.pid(), stranger.namespace(), stranger.boot(), stranger.startTicks() - 1));
        refused("process " + other.pid() + " is not osd.0");
    }

    @Test
    void aNumberOfAnotherNamespaceIsNotUsed() throws IOException {
        ProcessIdentity stranger = ProcessIdentity.of(other.pid(), ProcessIdentity.PROC);
        say(new ProcessIdentity(stranger.pid(), "pid:[1]", stranger.boot(), stranger.startTicks()));
        refused("was started in another PID namespace; stop it there");
    }

    @Test
    void aProcessThatSaysNothingAboutItselfIsNotSignalled() throws IOException {
        Files.delete(directory.pidFile("osd.0").resolveSibling("osd.0.pid.identity"));
        refused("is in use by a process that says nothing about itself");
    }

    @Test
    void withoutProcNobodyIsSignalled(@TempDir Path empty) {
        stopFails(processes(empty, true), "there is no /proc");
        assertThat(signalled).isEmpty();
    }

    @Test
    void aProcessOfAnotherUserIsLeftAlone() {
        stopFails(
                processes(ProcessIdentity.PROC, false),
                "not permitted to stop osd.0 (process " + other.pid() + "); it belongs to another user");
        assertThat(signalled).containsExactly("TERM " + other.pid());
    }

    @Test
    void theWaitForAProcessThatDoesNotEndEnds() {
        stopFails(processes(ProcessIdentity.PROC, true), "does not end, not even when killed");
        assertThat(signalled).containsExactly("TERM " + other.pid(), "KILL " + other.pid());
    }

    @Test
    void aFileThatNobodyHoldsIsRemovedAndItsNumberNotUsed() throws Exception {
        Files.writeString(directory.pidFile("osd.1"), other.pid() + "\n");
        assertThat(processes(ProcessIdentity.PROC, true).stop(List.of("osd.1"))).isZero();
        assertThat(signalled).isEmpty();
        assertThat(directory.pidFile("osd.1")).doesNotExist();
    }
}
