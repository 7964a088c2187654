// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.conf.Options;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a real {@code ceph-conf} reads, reads the same here, for several entities. What it refuses we may read. */
@Tag("interop")
class CephConfAgainstCephIT {
    private static final int PATIENCE_SECONDS = 30;
    private static final String REFUSED = "(refused)";
    private static final List<String> ENTITIES = List.of("client.admin", "osd.1", "osd.12", "mon.a");
    private static final List<String> OPTIONS = List.of("crush_location", "pid_file", "key", "osd_max_attr_size");

    @TempDir
    Path dir;

    static List<String> files() {
        List<String> files = new ArrayList<>();
        for (String value : List.of(
                "x",
                "  x  ",
                "\"x y\"",
                "'x y'",
                "\"a'b\"",
                "'a\"b'",
                "\"a\\\"b\"",
                "a\"b\"c",
                "\"a\" # c",
                "a # c",
                "a ; c",
                "a\\#b",
                "a\\;b",
                "a\\\\b",
                "a \\\n  b",
                "a\\\nb",
                "a\\\r\nb",
                "\"a \\\n b\"",
                "",
                "\"\"",
                "''",
                "a = b",
                "[a]",
                "a,b c",
                "\ta\t",
                "a\\ ",
                "caf\u00e9",
                "a\u00a0b",
                "$cluster-$type-$id-$num-$name",
                "${cluster}x$clusterx",
                "$pid_file",
                "$$",
                "$",
                "$nothing",
                "a$",
                "%h",
                "\"unclosed",
                "'unclosed",
                "\"a\" b",
                "a\r",
                "\\",
                "a\\",
                "$host",
                "~/x",
                "a//b",
                "\"a#b;c\"",
                "a'b",
                "a\"b",
                "\"a\"\"b\"",
                "$crush_location",
                "\f x",
                "\u000b x")) {
            files.add("[global]\ncrush location = " + value + "\npid file = after\n");
        }
        for (String key : List.of(
                "crush location",
                "crush_location",
                "crush-location",
                "crush  location",
                "crush _-location",
                "Crush Location",
                "CRUSH_LOCATION",
                "crush location ",
                "\tcrush\tlocation",
                "crush\\_location",
                "_crush_location",
                "crush location_",
                "\"crush location\"",
                "crush.location",
                "crush location x",
                "c\\\nrush location",
                "=")) {
            files.add("[global]\n" + key + " = x\n");
        }
        for (String head : List.of(
                "[global]",
                " [global] ",
                "[ global ]",
                "[GLOBAL]",
                "[osd]",
                "[osd.1]",
                "[osd.1 ]",
                "[client]",
                "[client.admin]",
                "[global] # c",
                "[global]; c",
                "[global] x",
                "[global",
                "global]",
                "[]",
                "[ ]",
                "[mon.a]",
                "[osd.01]",
                "[x y]",
                "[[global]]",
                "[global]\\",
                "[\"global\"]",
                "[gl#obal]",
                "",
                "#[osd]",
                "\ufeff[global]",
                "[osd.1]\n[global]",
                "crush_location = first\n[global]")) {
            files.add(head + "\ncrush_location = x\n");
            files.add("[global]\ncrush_location = first\n" + head + "\ncrush_location = x\n");
        }
        files.add("");
        files.add("\n\n\n");
        files.add("crush_location");
        files.add("[global]\ncrush_location");
        files.add("[global]\ncrush_location =");
        files.add("[global]\ncrush_location = x");
        files.add("[global]\r\ncrush_location = x\r\npid_file = y\r\n");
        files.add("[global]\rcrush_location = x\rpid_file = y\r");
        files.add("[global]\ncrush_location = a\ncrush location = b\ncrush-location = c\n");
        files.add(
                "[osd]\ncrush_location = o\n[osd.1]\ncrush_location = one\n[global]\ncrush_location = g\n[osd]\npid_file = p\n");
        files.add("[global]\n  \\\ncrush_location = x\n");
        files.add("[global]\n# comment \\\ncrush_location = x\n");
        files.add("[global]\ncrush_location = a # comment \\\npid_file = y\n");
        files.add("[global]\ncrush_location = $pid_file\npid_file = $key/x\nkey = $cluster\n");
        files.add("[global]\ninclude = x\nunknown option = y\ncrush_location = z\n");
        files.add("[global]\ncrush_location = a\\tb\n");
        files.add("[glo\\bal]\ncrush_location = x\n");
        for (String value :
                List.of("4K", "4k", "4KB", "-1", "+5", "010", "0x10", "\"7\"", "1e3", "4 K", "4.0", "", "9E", "99E")) {
            files.add("[global]\nosd_max_attr_size = " + value + "\n");
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsAsCephReadsIt(String text) throws IOException, InterruptedException {
        Path path = dir.resolve("backup.conf");
        Files.writeString(path, text, StandardCharsets.UTF_8);
        for (String entity : ENTITIES) {
            for (String option : OPTIONS) {
                String theirs = theirs(path, entity, option);
                if (theirs.equals(REFUSED)) {
                    return;
                }
                assertThat(ours(path, entity, option))
                        .as("%s of %s in %s", option, entity, text)
                        .isEqualTo(theirs);
            }
        }
    }

    private static String ours(Path path, String entity, String option) {
        try {
            CephConf conf = CephConf.builder()
                    .environment(Map.of())
                    .name(AuthEntityName.parse(entity))
                    .file(path)
                    .build();
            if (option.equals("osd_max_attr_size")) {
                return String.valueOf(conf.get(Options.OSD_MAX_ATTR_SIZE));
            }
            return String.valueOf(conf.text(option));
        } catch (ConfException e) {
            return REFUSED;
        }
    }

    private static String theirs(Path path, String entity, String option) throws IOException, InterruptedException {
        ProcessBuilder ask =
                new ProcessBuilder("ceph-conf", "-c", path.toString(), "-n", entity, "--show-config-value", option);
        ask.environment().remove("CEPH_ARGS");
        Process process = ask.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() != 0 ? REFUSED : out.endsWith("\n") ? out.substring(0, out.length() - 1) : out;
    }
}
