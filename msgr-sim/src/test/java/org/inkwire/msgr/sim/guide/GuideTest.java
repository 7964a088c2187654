// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/messenger.md} says what the code does: its programs are compiled here, its table has every option. */
class GuideTest {
    private static final Path GUIDE = Path.of("../docs/messenger.md");
    private static final List<Path> COMPILED = List.of(
            Path.of("src/test/java/org/inkwire/msgr/sim/guide"),
            Path.of("../examples/ledger/src/main/java"),
            Path.of("../examples/ledger/src/test/java"));
    private static final int FIRST_PROGRAM_LINES = 40;

    private static String guide = "";

    @BeforeAll
    static void read() throws IOException {
        guide = Files.readString(GUIDE);
    }

    @Test
    void everyProgramInTheGuideIsPartOfAFileThatIsCompiled() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path directory : COMPILED) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    sources.add(unindented(Files.readString(file)));
                }
            }
        }
        assertThat(javaBlocks())
                .hasSizeGreaterThan(4)
                .allSatisfy(
                        block -> assertThat(sources).as(block).anyMatch(source -> source.contains(unindented(block))));
    }

    @Test
    void theFirstProgramIsShortAndPrintsWhatTheGuideSays() throws Exception {
        String program = javaBlocks().get(1);
        assertThat(program).startsWith("public class Hello");
        assertThat(program.lines()).hasSizeLessThan(FIRST_PROGRAM_LINES);
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Hello.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("client.1 says hello\n");
        assertThat(guide).contains("client.1 says hello");
    }

    @Test
    void theTableNamesEveryOptionAndItsDefault() throws ReflectiveOperationException {
        MessengerConfig defaults = MessengerConfig.builder("guide", EntityName.client(1), Note.TYPES)
                .authClient(AuthNone.client(AuthEntityName.parse("client.guide"), () -> 1))
                .conclude();
        Map<String, String> expected = new LinkedHashMap<>();
        collect("", defaults, expected);
        Map<String, String> rows = optionRows();
        assertThat(rows).containsOnlyKeys(expected.keySet());
        expected.forEach((option, value) -> {
            if (!value.isEmpty()) {
                assertThat(rows).containsEntry(option, value);
            }
        });
    }

    /**
     * Options of a record, including nested records as {@code outer.inner}; the value is empty unless it is a plain
     * one.
     */
    private static void collect(String prefix, Object options, Map<String, String> into)
            throws ReflectiveOperationException {
        for (RecordComponent c : options.getClass().getRecordComponents()) {
            Object value = c.getAccessor().invoke(options);
            String name = prefix + c.getName();
            if (value instanceof Record nested
                    && nested.getClass().getPackageName().startsWith(MessengerConfig.class.getPackageName())) {
                collect(name + ".", nested, into);
            } else {
                into.put(name, text(value));
            }
        }
    }

    private static String text(Object value) {
        if (value instanceof Duration d) {
            return d.toMillis() % 1000 == 0 ? d.toSeconds() + " s" : d.toMillis() + " ms";
        }
        if (value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Number n) {
            long v = n.longValue();
            if (v != n.doubleValue()) {
                return value.toString();
            }
            return v > 0 && v % (1 << 20) == 0 ? (v >> 20) + " MiB" : Long.toString(v);
        }
        return "";
    }

    /** First column without backquotes → third column. */
    private static Map<String, String> optionRows() {
        Map<String, String> rows = new LinkedHashMap<>();
        int begin = guide.indexOf("| option |");
        assertThat(begin).as("the table of options").isNotNegative();
        for (String line : guide.substring(begin).lines().skip(2).toList()) {
            if (!line.startsWith("|")) {
                break;
            }
            String[] cells = line.split("\\|", -1);
            assertThat(rows.put(cells[1].trim().replace("`", ""), cells[3].trim()))
                    .as(line)
                    .isNull();
        }
        return rows;
    }

    private static String unindented(String text) {
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> out.append(line.strip()).append('\n'));
        return out.toString();
    }

    private static List<String> javaBlocks() {
        List<String> blocks = new ArrayList<>();
        for (int at = guide.indexOf("```java\n"); at >= 0; at = guide.indexOf("```java\n", at + 1)) {
            int begin = at + "```java\n".length();
            blocks.add(guide.substring(begin, guide.indexOf("```", begin)));
        }
        return blocks;
    }
}
