// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every default in the table equals that of a real {@code ceph-conf} without a ceph.conf. */
@Tag("interop")
class OptionsAgainstCephIT {
    private static final int PATIENCE_SECONDS = 30;

    /** Options whose default differs, and why. */
    private static final Map<String, String> DIFFERENT = Map.ofEntries(
            Map.entry("fsid", "shown as zeros if unset"),
            Map.entry("public_addr", "an empty address is shown as a dash"),
            Map.entry("cluster_addr", "an empty address is shown as a dash"),
            Map.entry("public_bind_addr", "an empty address is shown as a dash"),
            Map.entry("keyring", "shown with metavariables filled in"),
            Map.entry("log_file", "set by each tool or daemon, not by the table"),
            Map.entry("log_to_stderr", "set by each tool, not by the table"),
            Map.entry("osd_objectstore", "bluestore is not here"),
            Map.entry("osd_class_dir", "Debian's library path"),
            Map.entry("osd_memory_target_min", "an option of later releases"));

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

    private static String ask(String name) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("ceph-conf", "-c", "/dev/null", "--show-config-value", name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            fail("ceph-conf has no option %s", name);
        }
        return out.strip();
    }
}
