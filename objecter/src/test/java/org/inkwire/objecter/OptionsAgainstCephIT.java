// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every default in the table equals that of a real {@code ceph-conf} without a ceph.conf. */
@Tag("interop")
class OptionsAgainstCephIT {
    private static final int PATIENCE_SECONDS = 30;

    /** Options whose default differs, and why. */
    private static final Map<String, String> DIFFERENT = Map.ofEntries(
            Map.entry("keyring", "shown with metavariables filled in"),
            Map.entry("log_file", "set by each tool or daemon, not by the table"),
            Map.entry("log_to_stderr", "set by each tool, not by the table"),
            Map.entry("err_to_stderr", "set by each daemon, not by the table"),
            Map.entry("inkwire_wait", "ours alone"),
            Map.entry("inkwire_spin_max_us", "ours alone"),
            Map.entry("osd_objectstore", "bluestore is not here"),
            Map.entry("osd_class_dir", "Debian's library path"),
            Map.entry("auth_cluster_required", "CephX is not here"),
            Map.entry("auth_service_required", "CephX is not here"),
            Map.entry("auth_client_required", "CephX is not here"),
            Map.entry("ms_cluster_mode", "secure mode is not here"),
            Map.entry("ms_service_mode", "secure mode is not here"),
            Map.entry("ms_client_mode", "secure mode is not here"),
            Map.entry("ms_mon_cluster_mode", "secure mode is not here"),
            Map.entry("ms_mon_service_mode", "secure mode is not here"),
            Map.entry("ms_mon_client_mode", "secure mode is not here"),
            Map.entry("ms_bind_msgr1", "msgr1 is not here"));

    static java.util.Collection<Option<?>> options() {
        return Options.all();
    }

    @ParameterizedTest
    @MethodSource("options")
    void theDefaultIsCephs(Option<?> option) throws IOException, InterruptedException {
        if (DIFFERENT.containsKey(option.name())) {
            return;
        }
        String ours = option.defaultText()
                .replace("$run_dir", Options.RUN_DIR.defaultText())
                .replace("$cluster", "ceph")
                .replace("$name", "client.admin")
                .replace("$id", "admin");
        String theirs = ask(option.name());
        if (!ours.equals(theirs)) {
            assertThat(option.parse(theirs))
                    .as("%s, which Ceph shows as %s", option, theirs)
                    .isEqualTo(option.parse(ours));
        }
    }

    @Test
    void noOptionOfCephIsTakenForASlip() throws IOException, InterruptedException {
        String all = run("ceph-conf", "-c", "/dev/null", "--show-config");
        String file = all.lines()
                .map(line -> line.substring(0, line.indexOf(" = ")))
                .collect(joining(" = 1\n", "", " = 1\n"));
        assertThat(file.lines().count()).isGreaterThan(1000);
        CephConf conf = CephConf.builder().environment(Map.of()).fileText(file).build();
        assertThat(conf.warnings()).noneMatch(w -> w.contains("unknown"));
        assertThat(conf.unknown()).hasSizeGreaterThan(1000);
    }

    private static String ask(String name) throws IOException, InterruptedException {
        return run("ceph-conf", "-c", "/dev/null", "--show-config-value", name);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            fail("%s fails", String.join(" ", command));
        }
        return out.strip();
    }
}
