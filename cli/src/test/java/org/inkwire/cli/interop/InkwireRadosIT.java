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

    /** Each tool runs all of the commands in a pool of its own. */
    @Test
    void theSameWordsGiveTheSameOutputStatusAndFiles() throws IOException {
        Path file = Files.writeString(tmp.resolve("text"), "hello");
        String out = tmp.resolve("out").toString();
        String dump = tmp.resolve("dump").toString();
        List<String> commands = List.of(
                "put o " + file,
                "put o " + file + " --offset 3",
                "put --offset 5 holed " + file,
                "get o -",
                "get holed " + out,
                "touch o 1600000000",
                "stat o",
                "stat2 o",
                "touch new 1600000001",
                "stat2 new",
                "stat2 none",
                "cp o copy",
                "get copy -",
                "cp o",
                "cp none x",
                "setomapval o k value",
                "getomapval o k",
                "getomapval o k -",
                "getomapval o k " + out,
                "getomapval none k " + out,
                "setomapheader o head",
                "getomapheader o",
                "getomapheader o " + out,
                "getomapheader copy",
                "getomapheader none",
                "clearomap o copy",
                "listomapkeys o",
                "clearomap none",
                "listwatchers o",
                "listwatchers none",
                "lssnap",
                "ls -f json",
                "--format json-pretty ls",
                "-f json ls --all --namespace=other",
                "cleanup --run-name none",
                "export " + dump,
                "rm o holed new copy",
                "import " + dump,
                "get holed -",
                "import --no-overwrite " + dump,
                "ls",
                "purge POOL --yes-i-really-really-mean-it",
                "ls");
        assertThat(outcomes(Tool.inkwireCommand("rados", "-c", conf), "ours", commands))
                .containsExactlyElementsOf(outcomes(List.of("rados", "-c", conf), "else", commands));
    }

    private static List<String> outcomes(List<String> tool, String pool, List<String> commands) throws IOException {
        Tool.run("ceph", "-c", conf, "osd", "pool", "create", pool, "8").expectOk();
        List<String> outcomes = new ArrayList<>();
        for (String command : commands) {
            List<String> all = new ArrayList<>(tool);
            all.addAll(List.of("-p", pool));
            String outcome = outcome(all, command.replace("POOL", pool)).replace(pool, "POOL");
            outcomes.add(command + ": " + outcome);
        }
        return outcomes;
    }

    /** Exit status, standard output, and the file {@code out} if there is one. */
    private static String outcome(List<String> tool, String words) throws IOException {
        Path out = tmp.resolve("out");
        Files.deleteIfExists(out);
        List<String> all = new ArrayList<>(tool);
        all.addAll(List.of(words.split(" ")));
        Tool.Result result = Tool.run(all);
        return result.status() + "\n" + result.text() + (Files.exists(out) ? "file: " + Files.readString(out) : "");
    }

    /** Both tools print the same to standard output and end with the same status. */
    private static void both(String words, String... before) throws IOException {
        List<String> theirs = new ArrayList<>(List.of("rados"));
        theirs.addAll(List.of(before));
        List<String> ours = Tool.inkwireCommand(theirs.toArray(String[]::new));
        assertThat(outcome(ours, words)).as(words).isEqualTo(outcome(theirs, words));
    }

    @Test
    void bothToolsTakeTheSameOptionsForTheClusterAndTheUser() throws IOException {
        String monitors = Files.readAllLines(Path.of(conf)).stream()
                .filter(line -> line.matches("\\s*mon[_ ]host.*"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*=\\s*", "");
        Files.copy(Path.of(conf), tmp.resolve("second.conf"));
        Path key = Files.writeString(tmp.resolve("key"), "AQBSdFNlAAAAABAAZ8aF6RZmJ5CZ1o5cXAVAVA==\n");
        both("lspools", "-c", "/dev/null", "-m", monitors, "--auth-client-required", "none");
        both("lspools", "-c", "/dev/null", "--mon_host=" + monitors, "--auth_client_required=none");
        both("lspools", "--conf", conf, "--cluster", "second");
        both("lspools", "-c", tmp + "/$cluster.conf", "--cluster=second");
        both("lspools", "-c", conf, "--id", "someone");
        both("lspools", "-c", conf, "--id=admin", "--keyfile", key.toString());
        both("lspools", "-c", conf, "-n", "client.someone");
        both("lspools", "-c", conf, "--name", "someone");
        both("lspools", "-c", conf, "--keyfile=" + tmp.resolve("none"));
        both("lspools", "-c", tmp.resolve("none").toString());
    }

    @Test
    void onePlacementGroupIsListed() throws IOException {
        inkwire("create", "in-a-pg").expectOk();
        String pool = Tool.run("ceph", "-c", conf, "osd", "lspools").lines().stream()
                .filter(line -> line.endsWith(" data"))
                .findFirst()
                .orElseThrow()
                .replace(" data", "");
        for (String pgid : List.of(pool + ".0", pool + ".3", pool + ".99", "99.0", "banana")) {
            both("ls --pgid " + pgid, "-c", conf);
            both("--pgid=" + pgid + " ls", "-c", conf, "-p", "data");
        }
    }

    @Test
    void aBenchmarkWithANameWritesAsManyObjectsAsItIsTold() {
        for (String who : List.of("ours", "theirs")) {
            bench(
                    who,
                    "30",
                    "write",
                    "-b",
                    "4096",
                    "-t",
                    "2",
                    "--max-objects",
                    "5",
                    "--run-name",
                    "named",
                    "--no-cleanup");
            assertThat((who.equals("ours")
                                    ? debian("cleanup", "--run-name", "named")
                                    : inkwire("cleanup", "--run-name=named"))
                            .expectOk()
                            .text())
                    .isEqualTo("Removed 5 objects\n");
        }
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
