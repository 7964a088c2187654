// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CephConfTest {
    private static CephConf.Builder file(String... lines) {
        return CephConf.builder().environment(Map.of()).host("h1").fileText(String.join("\n", lines) + "\n");
    }

    private static CephConf as(String name, String... lines) {
        return file(lines).name(AuthEntityName.parse(name)).build();
    }

    @Test
    void laterSectionsAreMoreSpecificWhateverTheirOrderInTheFile() {
        String[] lines = {
            "[osd.0]",
            "osd heartbeat grace = 3",
            "[osd]",
            "osd heartbeat grace = 2",
            "osd heartbeat interval = 9",
            "[global]",
            "osd heartbeat grace = 1"
        };
        assertThat(as("osd.0", lines).get(Options.OSD_HEARTBEAT_GRACE)).isEqualTo(Duration.ofSeconds(3));
        assertThat(as("osd.1", lines).get(Options.OSD_HEARTBEAT_GRACE)).isEqualTo(Duration.ofSeconds(2));
        assertThat(as("osd.1", lines).get(Options.OSD_HEARTBEAT_INTERVAL)).isEqualTo(Duration.ofSeconds(9));
        assertThat(as("client.admin", lines).get(Options.OSD_HEARTBEAT_GRACE)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void spacesUnderscoresAndDashesInKeysAreTheSame() {
        for (String key : List.of("ms tcp nodelay", "ms_tcp_nodelay", "ms-tcp-nodelay", "ms  tcp_nodelay")) {
            assertThat(as("client.admin", "[global]", key + " = false").get(Options.MS_TCP_NODELAY))
                    .as(key)
                    .isFalse();
        }
    }

    @Test
    void commentsQuotesEscapesAndContinuedLinesReadAsInCeph() {
        CephConf conf = as(
                "client.admin",
                "# a comment",
                "; another",
                "  [global]   # after a section",
                "\tmon host = 10.0.0.1, \\",
                "   10.0.0.2   ; after a value",
                "keyring = \"/a path/with # and ;\"   # after a quote",
                "log file = '/x'",
                "host = a\\#b",
                "key =",
                "fsid = one\r",
                "fsid = two");
        assertThat(conf.get(Options.MON_HOST)).isEqualTo("10.0.0.1,    10.0.0.2");
        assertThat(conf.get(Options.KEYRING)).isEqualTo("/a path/with # and ;");
        assertThat(conf.get(Options.LOG_FILE)).isEqualTo("/x");
        assertThat(conf.get(Options.HOST)).isEqualTo("a#b");
        assertThat(conf.get(Options.KEY)).isEmpty();
        assertThat(conf.get(Options.FSID)).isEqualTo("two");
    }

    @Test
    void badGrammarNamesTheLine() {
        assertThatThrownBy(() -> as("client.admin", "[global]", "", "just words"))
                .isInstanceOf(ConfException.class)
                .hasMessageContaining(":3:")
                .hasMessageContaining("just words");
        assertThatThrownBy(() -> as("client.admin", "[global"))
                .isInstanceOf(ConfException.class)
                .hasMessageContaining(":1:");
        assertThatThrownBy(() -> as("client.admin", "[global]", "key = \"open"))
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("quote");
    }

    @Test
    void metavariablesAndOtherOptionsAreExpanded() {
        CephConf conf = as(
                "osd.7",
                "[global]",
                "run dir = /run/$cluster",
                "osd data = /d/${cluster}-$type-$id-$num-$name-$host",
                "log file = $run_dir/log",
                "pid file = $nothing/x");
        assertThat(conf.get(Options.OSD_DATA)).isEqualTo("/d/ceph-osd-7-7-osd.7-h1");
        assertThat(conf.get(Options.LOG_FILE)).isEqualTo("/run/ceph/log");
        assertThat(conf.get(Options.ADMIN_SOCKET)).isEqualTo("/run/ceph/ceph-osd.7.asok");
        assertThat(conf.get(Options.PID_FILE)).isEqualTo("$nothing/x");
    }

    @Test
    void optionsThatReferToEachOtherEnd() {
        CephConf conf = as("client.admin", "[global]", "log file = $pid_file", "pid file = $log_file");
        assertThat(conf.get(Options.LOG_FILE)).startsWith("$");
    }

    @Test
    void argumentsWinOverEnvironmentOverFileOverMonitorOverDefault() {
        CephConf.Builder builder = file("[global]", "osd pool default size = 2")
                .environment(Map.of("CEPH_ARGS", "--osd-pool-default-size 4 --no-ms-tcp-nodelay"));
        CephConf conf = builder.build();
        assertThat(conf.get(Options.OSD_POOL_DEFAULT_SIZE)).isEqualTo(4);
        assertThat(conf.get(Options.MS_TCP_NODELAY)).isFalse();
        conf = builder.arguments(List.of("--osd_pool_default_size=5")).build();
        assertThat(conf.get(Options.OSD_POOL_DEFAULT_SIZE)).isEqualTo(5);
        assertThat(conf.layerOf(Options.OSD_POOL_DEFAULT_SIZE)).isEqualTo(CephConf.Layer.ARGUMENTS);

        CephConf plain = file("[global]", "osd pool default size = 2").build();
        plain.setMonLayer(Map.of("osd_pool_default_size", "1", "osd_pool_default_min_size", "1"));
        assertThat(plain.get(Options.OSD_POOL_DEFAULT_SIZE)).isEqualTo(2);
        assertThat(plain.get(Options.OSD_POOL_DEFAULT_MIN_SIZE)).isEqualTo(1);
        assertThat(plain.get(Options.OSD_POOL_DEFAULT_PG_NUM)).isEqualTo(32);
    }

    @Test
    void wordsThatAreNotOursAreLeftInOrder() {
        CephConf conf = CephConf.builder()
                .environment(Map.of())
                .withoutFile()
                .arguments(List.of(
                        "-n",
                        "osd.3",
                        "put",
                        "--ms_type",
                        "async+epoll",
                        "-m",
                        "1.2.3.4",
                        "obj",
                        "--verbose",
                        "--",
                        "--ms_type"))
                .build();
        assertThat(conf.remainingArguments()).containsExactly("put", "obj", "--verbose", "--ms_type");
        assertThat(conf.name()).hasToString("osd.3");
        assertThat(conf.get(Options.MS_TYPE)).isEqualTo("async+epoll");
        assertThat(conf.get(Options.MON_HOST)).isEqualTo("1.2.3.4");
    }

    @Test
    void theIdAloneKeepsTheType() {
        assertThat(file("[global]").arguments(List.of("--id", "foo")).build().name())
                .hasToString("client.foo");
    }

    @Test
    void anArgumentWithoutItsValueIsRefused() {
        assertThatThrownBy(
                        () -> file("[global]").arguments(List.of("--ms_type")).build())
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("--ms_type");
    }

    @Test
    void badValuesInTheFileAreWarnedAboutAndInArgumentsRefused() {
        CephConf conf = as("client.admin", "[global]", "osd pool default size = many", "not known = 1", "nor this = 2");
        assertThat(conf.get(Options.OSD_POOL_DEFAULT_SIZE)).isEqualTo(3);
        assertThat(conf.warnings()).hasSize(2);
        assertThat(conf.warnings()).anySatisfy(w -> assertThat(w).contains("not_known", "nor_this"));
        assertThat(conf.warnings()).anySatisfy(w -> assertThat(w).contains("osd_pool_default_size", "many"));
        assertThatThrownBy(() -> file("[global]")
                        .arguments(List.of("--osd_pool_default_size=11"))
                        .build())
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("maximum of 10");
    }

    @Test
    void runtimeChangesAreCheckedAndToldToObservers() {
        CephConf conf = CephConf.defaults();
        List<Set<String>> seen = new ArrayList<>();
        Runnable end = conf.observe(seen::add);
        conf.set("osd heartbeat grace", "7");
        assertThat(conf.get(Options.OSD_HEARTBEAT_GRACE)).isEqualTo(Duration.ofSeconds(7));
        assertThatThrownBy(() -> conf.set("osd_heartbeat_grace", "soon")).isInstanceOf(ConfException.class);
        assertThatThrownBy(() -> conf.set("ms_type", "x")).hasMessageContaining("runtime");
        assertThatThrownBy(() -> conf.set("no_such", "x")).hasMessageContaining("unknown");
        end.run();
        conf.unset("osd_heartbeat_grace");
        assertThat(conf.get(Options.OSD_HEARTBEAT_GRACE)).isEqualTo(Duration.ofSeconds(20));
        assertThat(seen).containsExactly(Set.of("osd_heartbeat_grace"));
    }

    @Test
    void theFileNamedByArgumentOrEnvironmentMustExist(@TempDir Path dir) throws Exception {
        Path path = Files.writeString(dir.resolve("a.conf"), "[global]\nfsid = x\n");
        assertThat(CephConf.builder()
                        .environment(Map.of("CEPH_CONF", path.toString()))
                        .build()
                        .get(Options.FSID))
                .isEqualTo("x");
        assertThatThrownBy(() -> CephConf.builder()
                        .environment(Map.of())
                        .arguments(List.of("-c", dir.resolve("none").toString()))
                        .build())
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("none");
    }

    @Test
    void monitorsWithoutMonHostComeFromTheirSections() {
        CephConf conf = as("client.admin", "[mon.a]", "mon addr = 10.0.0.1:3301", "[mon.b]", "mon addr = 10.0.0.2");
        assertThat(conf.monHosts())
                .extracting(Object::toString)
                .containsExactly("v2:10.0.0.1:3301/0", "[v2:10.0.0.2:3300/0,v1:10.0.0.2:6789/0]");
        CephConf none = CephConf.defaults();
        assertThatThrownBy(none::monHosts).isInstanceOf(ConfException.class).hasMessageContaining("mon_host");
    }

    @Test
    void everyDefaultParses() {
        CephConf conf = CephConf.defaults();
        assertThat(Options.all())
                .allSatisfy(option -> assertThat((Object) conf.get(option)).isNotNull());
        assertThat(conf.warnings()).isEmpty();
        assertThat(conf.changed()).isEmpty();
    }
}
