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
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.cluster.LocalCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    @TempDir
    Path tmp;

    @Test
    void theReadmePrintsTheProgramsThatAreCompiledHere() throws IOException {
        assertThat(javaBlocks()).containsExactly(body("ClientExample"), body("MessengerExample"));
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

    /** From the class on: the README leaves imports out. */
    private static String body(String name) throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/inkwire/cli/readme", name + ".java"));
        return source.substring(source.indexOf("public class"));
    }

    private static List<String> javaBlocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        String readme = Files.readString(Path.of("..", "README.md"));
        for (int at = readme.indexOf("```java\n"); at >= 0; at = readme.indexOf("```java\n", at + 1)) {
            int begin = at + "```java\n".length();
            blocks.add(readme.substring(begin, readme.indexOf("```", begin)));
        }
        return blocks;
    }
}
