// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inkwire.cluster.conf.Capabilities;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.conf.Effect;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.OptionType;
import org.inkwire.cluster.conf.Options;
import org.inkwire.msgr.fault.FaultInjection;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Options are what the table says: effective ones are read, the others are not, and docs/options.md lists them all. */
class OptionsDocTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/options.md");
    /** In this module. */
    static final Path TABLE = Path.of("target", "options.md");

    /** The table itself. */
    private static final Set<String> NOT_READERS = Set.of("Options.java", "OptionEffects.java");

    private static final List<String> SOURCES = new ArrayList<>();

    @BeforeAll
    static void readSources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(m -> !m.endsWith("bench") && !m.endsWith("testkit"))
                    .toList()) {
                Path main = module.resolve("src/main/java");
                if (Files.isDirectory(main)) {
                    try (Stream<Path> files = Files.walk(main)) {
                        for (Path file : files.filter(OptionsDocTest::mayRead).toList()) {
                            SOURCES.add(Files.readString(file));
                        }
                    }
                }
            }
        }
        assertThat(SOURCES).hasSizeGreaterThan(500);
    }

    private static boolean mayRead(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") && !NOT_READERS.contains(name);
    }

    /** Names that code asks for by their text, not by their constant. */
    private static Set<String> askedByName() {
        Set<String> names = new TreeSet<>();
        FaultInjection.parse(name -> {
            names.add(name);
            return null;
        });
        return names;
    }

    @Test
    void everyEffectiveOptionHasAReaderAndNoOtherHas() {
        String all = String.join("\n", SOURCES);
        Set<String> byName = askedByName();
        Set<String> read = new TreeSet<>();
        Set<String> effective = new TreeSet<>();
        for (Option<?> option : Options.all()) {
            String constant = option.name().toUpperCase(Locale.ROOT);
            // A mere name is not read.
            Pattern use = Pattern.compile("\\bOptions\\s*\\.\\s*" + constant + "\\b(?!\\s*\\.\\s*name\\()");
            if (byName.contains(option.name()) || use.matcher(all).find()) {
                read.add(option.name());
            }
            if (option.effect() == Effect.EFFECTIVE) {
                effective.add(option.name());
            }
        }
        assertThat(read).isEqualTo(effective);
    }

    @Test
    void thePageListsEveryOption() throws IOException {
        String table = table();
        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE, table);
        String page = Files.readString(PAGE);
        assertThat(page.substring(Math.max(0, page.indexOf("| option |"))))
                .as("%s must end with the table in %s", PAGE, TABLE.toAbsolutePath())
                .isEqualTo(table);
    }

    private static String table() {
        StringBuilder out = new StringBuilder("| option | type | default | |\n|---|---|---|---|\n");
        for (Option<?> option : Options.all()) {
            out.append("| `")
                    .append(option.name())
                    .append("` | ")
                    .append(option.type().name())
                    .append(" | ");
            String text = option.defaultText();
            out.append(text.isEmpty() ? "" : "`" + text + "`").append(" | ").append(option.effect());
            String refused = refused(option);
            out.append(refused == null ? "" : "; refused: `" + refused + "`").append(" |\n");
        }
        return out.toString();
    }

    /** The value with which a client or a daemon does not start; or null. */
    private static String refused(Option<?> option) {
        String value = option.name().startsWith("auth_")
                ? "cephx"
                : option.name().startsWith("ms_") && option.name().endsWith("_mode") ? "secure" : null;
        if (option.type() == OptionType.BOOL) {
            value = String.valueOf(!Boolean.parseBoolean(option.defaultText()));
        }
        if (value == null) {
            return null;
        }
        for (String entity : List.of("client.admin", "mon.a", "osd.0")) {
            CephConf conf = CephConf.builder()
                    .environment(Map.of())
                    .withoutFile()
                    .name(AuthEntityName.parse(entity))
                    .set(option, value)
                    .build();
            try {
                Capabilities.OURS.check(conf);
            } catch (ConfException e) {
                return value;
            }
        }
        return null;
    }
}
