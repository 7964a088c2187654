// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's {@code rados} command on our cluster. */
@Tag("interop")
class RadosToolIT {
    private static final int OBJECTS = 200;
    private static final int LARGEST = 32 << 20;

    @TempDir
    static Path tmp;

    private static VstartCluster cluster;

    @BeforeAll
    static void start() {
        cluster = VstartCluster.start(tmp.resolve("cluster"));
        cluster.ceph("osd", "pool", "create", "data", "8").expectOk();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void twoHundredObjectsOfZeroBytesTo32MiBComeBackByteIdenticalWithTheirXattrsAndOmap() throws Exception {
        cluster.ceph("osd", "pool", "create", "objects", "8").expectOk();
        // Two threads: most of the time is spent starting the tool.
        ExecutorService lanes = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < OBJECTS; i++) {
                int index = i;
                running.add(lanes.submit(() -> {
                    storeAndReadBack(index);
                    return null;
                }));
            }
            awaitAll(running);
            assertThat(cluster.rados("-p", "objects", "ls").expectOk().lines())
                    .containsExactlyInAnyOrderElementsOf(names());
            running.clear();
            for (String name : names()) {
                running.add(lanes.submit(() -> {
                    rados("rm", name).expectOk();
                    rados("stat", name).expectFailure("(2) No such file or directory");
                }));
            }
            awaitAll(running);
        } finally {
            lanes.shutdownNow();
        }
        assertThat(rados("ls").expectOk().lines()).isEmpty();
    }

    @Test
    void benchWritesThenReadsInOrderAndAtRandom() {
        Tool.Result write =
                cluster.rados("-p", "data", "bench", "5", "write", "-b", "4096", "-t", "16", "--no-cleanup");
        assertThat(write.expectOk().text()).containsPattern("Total writes made: +[1-9]");
        assertThat(cluster.rados("-p", "data", "bench", "5", "seq", "-t", "16")
                        .expectOk()
                        .text())
                .containsPattern("Total reads made: +[1-9]");
        assertThat(cluster.rados("-p", "data", "bench", "5", "rand", "-t", "16")
                        .expectOk()
                        .text())
                .containsPattern("Total reads made: +[1-9]");
        cluster.rados("-p", "data", "cleanup").expectOk();
    }

    @Test
    void whatIsMissingIsRefusedWithCephsErrno() {
        cluster.rados("-p", "nopool", "ls").expectFailure("error opening pool nopool: (2) No such file or directory");
        cluster.rados("-p", "data", "get", "no", "-")
                .expectFailure("error getting data/no: (2) No such file or directory");
        cluster.rados("-p", "data", "rm", "no").expectFailure("(2) No such file or directory");
        cluster.rados("-p", "data", "create", "twice").expectOk();
        cluster.rados("-p", "data", "create", "twice").expectFailure("(17) File exists");
        cluster.rados("-p", "data", "getxattr", "twice", "no").expectFailure("(61) No data available");
    }

    @Test
    void snapshotsAreRefusedInWords() throws IOException {
        String unsupported = "(95) Operation not supported";
        Path now = Files.writeString(tmp.resolve("now"), "now");
        cluster.rados("-p", "data", "put", "kept", now.toString()).expectOk();
        for (List<String> tool : List.of(
                List.of("rados", "-c", cluster.conf(), "-p", "data"),
                Tool.inkwireCommand("rados", "-c", cluster.conf(), "-p", "data"))) {
            run(tool, "mksnap", "s1").expectFailure("error creating pool data snapshot s1: " + unsupported);
            run(tool, "rmsnap", "s1").expectFailure("error removing pool data snapshot s1: (2) No such file");
            run(tool, "-s", "s1", "get", "kept", "-").expectFailure("error looking up snap 's1': (2) No such file");
            run(tool, "-S", "5", "get", "kept", "-").expectFailure("snapid 5 doesn't exist in pool data");
            assertThat(run(tool, "lssnap").expectOk().text()).isEqualTo("0 snaps\n");
        }
        assertThat(cluster.ceph("osd", "pool", "mksnap", "data", "s1").stderr())
                .contains("Error ENOTSUP: snapshots are not supported by this cluster");
        assertThat(cluster.rados("-p", "data", "get", "kept", "-").expectOk().text())
                .isEqualTo("now");
    }

    private static Tool.Result run(List<String> tool, String... arguments) {
        List<String> command = new ArrayList<>(tool);
        command.addAll(List.of(arguments));
        return Tool.run(command);
    }

    /** The tool asks the manager, and waited for one without end where there was none. */
    @Test
    void noPlacementGroupIsInconsistent() {
        assertThat(cluster.rados("list-inconsistent-pg", "data").expectOk().text())
                .isEqualTo("[]\n");
        cluster.rados("list-inconsistent-pg", "nopool").expectFailure("pool \"nopool\" not found");
    }

    @Test
    void namespacesKeepObjectsApart() throws IOException {
        Path one = Files.writeString(tmp.resolve("one"), "in the default namespace");
        Path two = Files.writeString(tmp.resolve("two"), "in ns");
        cluster.ceph("osd", "pool", "create", "spaces", "8").expectOk();
        cluster.rados("-p", "spaces", "put", "same", one.toString()).expectOk();
        cluster.rados("-p", "spaces", "-N", "ns", "put", "same", two.toString()).expectOk();
        assertThat(cluster.rados("-p", "spaces", "get", "same", "-").expectOk().text())
                .isEqualTo("in the default namespace");
        assertThat(cluster.rados("-p", "spaces", "-N", "ns", "get", "same", "-")
                        .expectOk()
                        .text())
                .isEqualTo("in ns");
        assertThat(cluster.rados("-p", "spaces", "--all", "ls").expectOk().lines())
                .containsExactlyInAnyOrder("\tsame", "ns\tsame");
    }

    private static void storeAndReadBack(int index) throws IOException {
        String name = name(index);
        byte[] content = new byte[size(index)];
        new Random(index).nextBytes(content);
        Path file = Files.write(tmp.resolve(name), content);
        Path back = tmp.resolve(name + ".back");

        rados("put", name, file.toString()).expectOk();
        assertThat(rados("stat", name).expectOk().text())
                .startsWith("objects/" + name + " mtime 2")
                .endsWith("size " + content.length + "\n");
        rados("get", name, back.toString()).expectOk();
        assertThat(Files.mismatch(file, back))
                .as("first byte of %s that differs", name)
                .isEqualTo(-1);

        rados("setxattr", name, "colour", "blue" + index).expectOk();
        assertThat(rados("getxattr", name, "colour").expectOk().text()).isEqualTo("blue" + index);
        assertThat(rados("listxattr", name).expectOk().lines()).containsExactly("colour");
        rados("setomapval", name, "key", "value" + index).expectOk();
        assertThat(rados("listomapvals", name).expectOk().lines())
                .startsWith("key", "value (" + ("value" + index).length() + " bytes) :")
                .anyMatch(line -> line.endsWith("|value" + index + "|"));
        Files.delete(file);
        Files.delete(back);
    }

    /** 0, 1, 2 … bytes first; most objects are small; the last four have {@value #LARGEST} bytes. */
    private static int size(int index) {
        if (index >= OBJECTS - 4) {
            return LARGEST;
        }
        return index < 10 ? index : (int) Math.round(Math.pow(1.075, index)) + index;
    }

    private static String name(int index) {
        return "object-" + index;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            names.add(name(i));
        }
        return names;
    }

    private static Tool.Result rados(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-p", "objects"));
        all.addAll(List.of(arguments));
        return cluster.rados(all.toArray(String[]::new));
    }

    private static void awaitAll(List<Future<?>> running) throws InterruptedException, ExecutionException {
        for (Future<?> future : running) {
            future.get();
        }
    }
}
