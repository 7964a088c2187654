// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
    void blanksInKeysAreUnderscoresAndInArgumentsDashesToo() {
        for (String key : List.of("ms tcp nodelay", "ms_tcp_nodelay", " ms  tcp_nodelay\t", "ms\ttcp nodelay")) {
            assertThat(as("client.admin", "[global]", key + " = false").get(Options.MS_TCP_NODELAY))
                    .as(key)
                    .isFalse();
        }
        // Ceph does not know these either.
        for (String key :
                List.of("ms-tcp-nodelay", "ms__tcp_nodelay", "ms _tcp_nodelay", "MS_TCP_NODELAY", "ms\\_tcp_nodelay")) {
            assertThat(as("client.admin", "[global]", key + " = false").get(Options.MS_TCP_NODELAY))
                    .as(key)
                    .isTrue();
        }
        assertThat(as("client.admin", "[global]", "ms-tcp-nodelay = false").warnings())
                .singleElement()
                .asString()
                .contains("is ms_tcp_nodelay meant?");
        assertThat(file("[global]")
                        .arguments(List.of("--ms-tcp_nodelay=false"))
                        .build()
                        .get(Options.MS_TCP_NODELAY))
                .isFalse();
    }

    @Test
    void sectionNamesAreTakenAsWritten() {
        assertThat(as("osd.1", "[ global ]", "key = x", "[osd.1 ]", "key = y", "[ ]", "key = z")
                        .get(Options.KEY))
                .isEmpty();
        assertThat(as("osd.1", "[o\\sd] # comment", "key = x").get(Options.KEY)).isEqualTo("x");
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
                "crush location = one\r",
                "crush location = two");
        assertThat(conf.get(Options.MON_HOST)).isEqualTo("10.0.0.1,    10.0.0.2");
        assertThat(conf.get(Options.KEYRING)).isEqualTo("/a path/with # and ;");
        assertThat(conf.get(Options.LOG_FILE)).isEqualTo("/x");
        assertThat(conf.get(Options.HOST)).isEqualTo("a#b");
        assertThat(conf.get(Options.KEY)).isEmpty();
        assertThat(conf.get(Options.CRUSH_LOCATION)).isEqualTo("two");
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
        CephConf conf = as(
                "client.admin",
                "[global]",
                "osd pool default size = banana",
                "osd pool default pg autoscale mode = yes");
        assertThat(conf.get(Options.OSD_POOL_DEFAULT_SIZE)).isEqualTo(3);
        assertThat(conf.get(Options.OSD_POOL_DEFAULT_PG_AUTOSCALE_MODE)).isEqualTo("on");
        assertThat(conf.warnings())
                .containsExactlyInAnyOrder(
                        "osd_pool_default_size: 'banana' is not an unsigned integer",
                        "osd_pool_default_pg_autoscale_mode: 'yes' is not one of off, warn, on");
        assertThatThrownBy(() -> file("[global]")
                        .arguments(List.of("--osd_pool_default_size=11"))
                        .build())
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("maximum of 10");
    }

    @Test
    void aValueThatDoesNotFitIsRefusedByNameWhereverItIsSet() {
        for (CephConf.Builder set : List.of(
                file().arguments(List.of("--osd_pool_default_size=banana")),
                file().environment(Map.of("CEPH_ARGS", "--osd-pool-default-size banana")),
                file().set("osd pool default size", "banana"))) {
            assertThatThrownBy(set::build)
                    .isInstanceOf(ConfException.class)
                    .hasMessage("osd_pool_default_size: 'banana' is not an unsigned integer");
        }
        assertThatThrownBy(() -> CephConf.defaults().set("osd_heartbeat_grace", "1.5"))
                .isInstanceOf(ConfException.class)
                .hasMessage("osd_heartbeat_grace: '1.5' is not an integer");
        CephConf monitors = CephConf.defaults();
        assertThat(monitors.setMonLayer(Map.of("osd_heartbeat_interval", "61")))
                .containsExactly("osd_heartbeat_interval: '61' is above the maximum of 60");
    }

    @Test
    void unknownNamesAreKeptQuietlyUnlessTheyLookMisspelt() {
        CephConf conf = as(
                "client.admin",
                "[global]",
                "rbd cache = true",
                "mds max file size = 1",
                "public addrv = x",
                "osd pool defualt size = 2");
        assertThat(conf.unknown())
                .containsExactly("mds_max_file_size", "osd_pool_defualt_size", "public_addrv", "rbd_cache");
        assertThat(conf.warnings())
                .containsExactly(
                        "unknown option osd_pool_defualt_size in inline text: is osd_pool_default_size meant?");
        assertThat(conf.text("rbd cache")).isEqualTo("true");
    }

    @Test
    void optionsWithoutEffectAreNamedWhenTheySaySomethingElseThanTheirDefault() {
        CephConf conf = as(
                "osd.0",
                "[global]",
                "osd class dir = /x",
                "ms bind msgr1 = false",
                "ms crc data = true",
                "key = secret");
        assertThat(conf.withoutEffect()).containsExactly("osd_class_dir");
        // A shared file has options of daemons, which are not a client's concern.
        assertThat(as("client.admin", "[global]", "osd class dir = /x", "admin socket = /y")
                        .withoutEffect())
                .isEmpty();
        conf.setMonLayer(Map.of("osd_fast_shutdown", "false"));
        assertThat(conf.withoutEffect()).containsExactly("osd_class_dir", "osd_fast_shutdown");
    }

    @Test
    void theClusterIsNamedByTheFileThatWasNamed(@TempDir Path dir) throws Exception {
        String line = "[global]\nlog file = /var/$cluster/x\n";
        for (String[] c : new String[][] {
            {"backup.conf", "backup"},
            {"back.up.conf", "back.up"},
            {"back", "ceph"},
            {".conf", "ceph"},
            {"a.confb.conf", "a"}
        }) {
            Path path = Files.writeString(dir.resolve(c[0]), line);
            assertThat(CephConf.builder()
                            .environment(Map.of())
                            .arguments(List.of("-c", path.toString()))
                            .build()
                            .get(Options.LOG_FILE))
                    .isEqualTo("/var/" + c[1] + "/x");
            assertThat(CephConf.builder()
                            .environment(Map.of())
                            .file(path)
                            .build()
                            .cluster())
                    .isEqualTo(c[1]);
        }
        Path path = dir.resolve("backup.conf");
        assertThat(CephConf.builder()
                        .environment(Map.of("CEPH_ARGS", "--cluster other"))
                        .file(path)
                        .build()
                        .cluster())
                .isEqualTo("other");
        // Found by the environment variable, it names no cluster.
        assertThat(CephConf.builder()
                        .environment(Map.of("CEPH_CONF", path.toString()))
                        .build()
                        .cluster())
                .isEqualTo("ceph");
    }

    @Test
    void textExpandsOtherOptionsToo() {
        CephConf conf = as(
                "osd.3",
                "[global]",
                "log file = /var/$cluster/$name.log",
                "pid file = $log_file.pid",
                "some other = ${pid_file}/$data_dir",
                "osd data = /d/$id");
        assertThat(conf.text("pid file")).isEqualTo("/var/ceph/osd.3.log.pid");
        assertThat(conf.text("some other")).isEqualTo("/var/ceph/osd.3.log.pid//d/3");
        assertThat(conf.changed()).containsEntry("pid_file", "/var/ceph/osd.3.log.pid");
    }

    @Test
    void aFileThatIsNotUtf8IsRefusedWithTheLine(@TempDir Path dir) throws Exception {
        Path path = dir.resolve("latin1.conf");
        Files.write(path, "[global]\n# a comment\nhost = caf\u00e9\nkey = x\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() ->
                        CephConf.builder().environment(Map.of()).file(path).build())
                .isInstanceOf(ConfException.class)
                .hasMessage(path + ":3: not UTF-8");
        Files.write(path, "[global]\nhost = caf\u00e9\n".getBytes(StandardCharsets.UTF_8));
        assertThat(CephConf.builder().environment(Map.of()).file(path).build().get(Options.HOST))
                .isEqualTo("caf\u00e9");
        // The last byte begins a character.
        Files.write(path, "host = caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() ->
                        CephConf.builder().environment(Map.of()).file(path).build())
                .hasMessage(path + ":1: not UTF-8");
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
        Path path = Files.writeString(dir.resolve("a.conf"), "[global]\nkey = x\n");
        assertThat(CephConf.builder()
                        .environment(Map.of("CEPH_CONF", path.toString()))
                        .build()
                        .get(Options.KEY))
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
