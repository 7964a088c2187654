// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.cluster.LocalCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    @TempDir
    Path tmp;

    @Test
    void theReadmePrintsTheProgramsThatAreCompiledHere() throws IOException {
        assertThat(blocks("java")).containsExactly(printed("MessengerExample"), printed("ClientExample"));
    }

    @Test
    void theBuildFilesNameTheVersionsOfThisBuild() throws IOException {
        String parent = Files.readString(Path.of("..", "pom.xml"));
        String version = find(parent, "<artifactId>inkwire-parent</artifactId>\\s*<version>([^<]+)<");
        String slf4j = find(parent, "<slf4j.version>([^<]+)<");
        String compiler = find(parent, "<artifactId>maven-compiler-plugin</artifactId>\\s*<version>([^<]+)<");
        String pom = blocks("xml").get(0);
        assertThat(find(pom, "<artifactId>inkwire-bom</artifactId>\\s*<version>([^<]+)<"))
                .isEqualTo(version);
        assertThat(find(pom, "<artifactId>slf4j-simple</artifactId><version>([^<]+)<"))
                .isEqualTo(slf4j);
        assertThat(find(pom, "<artifactId>maven-compiler-plugin</artifactId><version>([^<]+)<"))
                .isEqualTo(compiler);
        String gradle = blocks("groovy").get(1);
        assertThat(find(gradle, "inkwire-bom:([^']+)'")).isEqualTo(version);
        assertThat(find(gradle, "slf4j-simple:([^']+)'")).isEqualTo(slf4j);
        assertThat(ours(gradle)).isEqualTo(ours(pom)).hasSize(5);
    }

    @Test
    void theBomHasEveryArtifactThatAUserMayWant() throws IOException {
        Set<String> expected = new TreeSet<>();
        all(Files.readString(Path.of("..", "pom.xml")), "<module>([^<]+)</module>")
                .forEach(module -> expected.add("inkwire-" + module));
        // A BOM does not list itself; the others are for our own measurements and tests.
        expected.removeAll(Set.of("inkwire-bom", "inkwire-bench", "inkwire-jcstress", "inkwire-objectstore-journal"));
        String bom = Files.readString(Path.of("..", "bom", "pom.xml"));
        Set<String> listed = ours(bom.substring(bom.indexOf("<dependencyManagement>")));
        assertThat(listed).isEqualTo(expected);
    }

    private static Set<String> ours(String build) {
        return new TreeSet<>(all(build, "\\b(inkwire-[a-z-]+)\\b"));
    }

    private static String find(String text, String regex) {
        List<String> found = all(text, regex);
        assertThat(found).as(regex).isNotEmpty();
        return found.get(0);
    }

    private static List<String> all(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    @Test
    void theMessengerProgramGetsItsAnswer() throws Exception {
        assertThat(output(() -> MessengerExample.main(new String[0]))).isEqualTo("you said: hello\n");
    }

    @Test
    void theClientProgramReadsWhatItWrote() throws Exception {
        Path conf = tmp.resolve("ceph.conf");
        try (LocalCluster cluster = LocalCluster.builder().osds(3).startAndWait()) {
            Files.writeString(conf, cluster.confText());
            try (RadosClient client = RadosClient.connect(cluster.conf())) {
                client.createPool("data");
            }
            assertThat(output(() -> ClientExample.main(new String[] {conf.toString()})))
                    .isEqualTo("hello\ngreeting\n");
        }
    }

    private interface Program {
        void run() throws Exception;
    }

    private static String output(Program program) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** As a file of the reader's project. */
    private static String printed(String name) throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/inkwire/cli/readme", name + ".java"));
        return "// src/main/java/com/example/" + name + ".java\n"
                + source.substring(source.indexOf("package "))
                        .replace("package org.inkwire.cli.readme;", "package com.example;");
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        String readme = Files.readString(Path.of("..", "README.md"));
        String begin = "```" + language + "\n";
        for (int at = readme.indexOf(begin); at >= 0; at = readme.indexOf(begin, at + 1)) {
            int from = at + begin.length();
            blocks.add(readme.substring(from, readme.indexOf("```", from)));
        }
        return blocks;
    }
}
