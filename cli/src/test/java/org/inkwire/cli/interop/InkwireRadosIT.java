// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inkwire rados} on a real Ceph cluster: Debian's rados reads what it writes, and both print the same. */
@Tag("interop")
class InkwireRadosIT {
    @TempDir
    static Path tmp;

    private static String conf;

    @BeforeAll
    static void start() {
        Path dir = tmp.resolve("ceph");
        Tool.run(script(), "start", dir.toString()).expectOk();
        conf = dir.resolve("ceph.conf").toString();
        Tool.run("ceph", "-c", conf, "osd", "pool", "create", "data", "8").expectOk();
    }

    @AfterAll
    static void stop() {
        Tool.run(script(), "stop", tmp.resolve("ceph").toString()).expectOk();
    }

    private static String script() {
        return Path.of("..", "interop", "real-ceph").toAbsolutePath().toString();
    }

    @Test
    void contentGoesBothWaysByteIdentical() throws IOException {
        for (int size : new int[] {0, 1, 4 << 20, (9 << 20) + 7}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            Path file = Files.write(tmp.resolve("file"), content);

            inkwire("put", "ours", file.toString()).expectOk();
            assertThat(debian("get", "ours", "-").expectOk().stdout()).isEqualTo(content);
            debian("put", "theirs", file.toString()).expectOk();
            assertThat(inkwire("get", "theirs", "-").expectOk().stdout()).isEqualTo(content);
        }
    }

    @Test
    void bothToolsPrintTheSameAboutAnObject() throws IOException {
        Path file = Files.writeString(tmp.resolve("words"), "a few words");
        inkwire("put", "about", file.toString()).expectOk();
        inkwire("setxattr", "about", "colour", "blue").expectOk();
        inkwire("setxattr", "about", "shape", "round").expectOk();
        inkwire("setomapval", "about", "k1", "a value of more than sixteen bytes")
                .expectOk();
        inkwire("setomapval", "about", "k2", "2").expectOk();

        sameAnswer("stat", "about");
        sameAnswer("listxattr", "about");
        sameAnswer("getxattr", "about", "colour");
        sameAnswer("listomapkeys", "about");
        sameAnswer("listomapvals", "about");
        sameAnswer("getomapval", "about", "k1");
        inkwire("rmxattr", "about", "colour").expectOk();
        inkwire("rmomapkey", "about", "k1").expectOk();
        inkwire("truncate", "about", "5").expectOk();
        sameAnswer("listxattr", "about");
        sameAnswer("listomapkeys", "about");
        sameAnswer("stat", "about");
        inkwire("append", "about", file.toString()).expectOk();
        assertThat(debian("get", "about", "-").expectOk().text()).isEqualTo("a fewa few words");
        inkwire("rm", "about").expectOk();
        sameFailure("stat", "about");
    }

    @Test
    void bothToolsFailInTheSameWords() {
        inkwire("create", "there").expectOk();
        sameFailure("create", "there");
        sameFailure("stat", "missing");
        sameFailure("get", "missing", "-");
        sameFailure("rm", "missing");
        sameFailure("getxattr", "there", "no");
        sameFailure("listxattr", "missing");
        // Debian's rados prints this to stdout.
        inkwire("getomapval", "there", "no").expectFailure("No such key: data/there/no");
        assertThat(Tool.inkwire("rados", "--conf", conf, "-p", "nopool", "ls").stderr())
                .isEqualTo("error opening pool nopool: (2) No such file or directory\n");
    }

    @Test
    void snapshotsComeAndGoOnceAndAreNotMistakenForTheHead() {
        inkwire("create", "kept").expectOk();
        inkwire("mksnap", "s1").expectOk();
        sameFailure("mksnap", "s1");
        sameAnswer("lssnap");
        inkwire("-s", "s1", "get", "kept", "-").expectFailure("(95) Operation not supported");
        sameFailure("-s", "s2", "get", "kept", "-");
        sameFailure("-S", "77", "get", "kept", "-");
        inkwire("rmsnap", "s1").expectOk();
        sameFailure("rmsnap", "s1");
        assertThat(debian("lssnap").expectOk().text()).isEqualTo("0 snaps\n");
    }

    @Test
    void listingsAgreeInEveryNamespace() throws IOException {
        Path file = Files.writeString(tmp.resolve("x"), "x");
        Tool.run("ceph", "-c", conf, "osd", "pool", "create", "spaces", "8").expectOk();
        for (int i = 0; i < 20; i++) {
            Tool.run("rados", "-c", conf, "-p", "spaces", "-N", i % 2 == 0 ? "" : "ns", "put", "o" + i, file.toString())
                    .expectOk();
        }
        for (List<String> listing : List.of(List.of("ls"), List.of("-N", "ns", "ls"), List.of("--all", "ls"))) {
            List<String> ours = new ArrayList<>(List.of("rados", "--conf", conf, "-p", "spaces"));
            // Our option belongs to ls, Debian's to the tool.
            ours.addAll(listing.get(0).equals("--all") ? List.of("ls", "--all") : listing);
            List<String> theirs = new ArrayList<>(List.of("rados", "-c", conf, "-p", "spaces"));
            theirs.addAll(listing);
            assertThat(Tool.inkwire(ours.toArray(String[]::new)).expectOk().lines())
                    .containsExactlyElementsOf(Tool.run(theirs).expectOk().lines());
        }
    }

    @Test
    void poolsComeAndGo() {
        Tool.inkwire("rados", "--conf", conf, "mkpool", "fresh").expectOk();
        assertThat(Tool.run("rados", "-c", conf, "lspools").expectOk().lines()).contains("fresh");
        assertThat(Tool.inkwire("rados", "--conf", conf, "lspools").expectOk().lines())
                .contains("fresh");
        Tool.inkwire("rados", "--conf", conf, "rmpool", "fresh", "fresh", "--yes-i-really-really-mean-it")
                .expectOk();
        assertThat(Tool.run("rados", "-c", conf, "lspools").expectOk().lines()).doesNotContain("fresh");
        assertThat(Tool.inkwire("rados", "--conf", conf, "df").expectOk().text())
                .contains("total_space");
        assertThat(Tool.inkwire("status", "--conf", conf).expectOk().text()).contains("mon: 1 daemons, quorum a");
    }

    @Test
    void eachToolReadsTheBenchmarkObjectsOfTheOther() {
        for (List<String> pair : List.of(List.of("ours", "theirs"), List.of("theirs", "ours"))) {
            bench(pair.get(0), "2", "write", "-b", "4096", "-t", "4", "--no-cleanup");
            bench(pair.get(1), "2", "seq", "-t", "4");
            bench(pair.get(1), "1", "rand", "-t", "4");
            (pair.get(1).equals("ours") ? inkwire("cleanup") : debian("cleanup")).expectOk();
        }
    }

    private static void bench(String who, String... arguments) {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(arguments));
        String[] command = all.toArray(String[]::new);
        Tool.Result result = who.equals("ours") ? inkwire(command) : debian(command);
        assertThat(result.expectOk().text()).containsPattern("Total (reads|writes) made: +[1-9]");
    }

    private static void sameAnswer(String... command) {
        assertThat(inkwire(command).expectOk().text())
                .isEqualTo(debian(command).expectOk().text());
    }

    private static void sameFailure(String... command) {
        Tool.Result ours = inkwire(command);
        Tool.Result theirs = debian(command);
        assertThat(ours.stderr()).isEqualTo(theirs.stderr());
        assertThat(ours.status()).isEqualTo(theirs.status());
    }

    private static Tool.Result inkwire(String... command) {
        List<String> all = new ArrayList<>(List.of("rados", "--conf", conf, "-p", "data"));
        all.addAll(List.of(command));
        return Tool.inkwire(all.toArray(String[]::new));
    }

    private static Tool.Result debian(String... command) {
        List<String> all = new ArrayList<>(List.of("rados", "-c", conf, "-p", "data"));
        all.addAll(List.of(command));
        return Tool.run(all);
    }
}
