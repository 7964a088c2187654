// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inkwire.cli.vstart.DaemonFiles;
import org.inkwire.testkit.machine.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shell may do to a command: a locale without letters, names that are no text, full disks, closed streams. */
@Tag("interop")
class HostileShellIT {
    @TempDir
    static Path tmp;

    private static VstartCluster cluster;

    @BeforeAll
    static void start() {
        cluster = VstartCluster.start(tmp.resolve("cluster"), "--osds", "1");
        cluster.ceph("osd", "pool", "create", "p", "8").expectOk();
        cluster.ceph("osd", "pool", "create", "names", "8").expectOk();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /**
     * Runs a script in which {@code I} is inkwire, {@code "${W[@]}"} its words, and {@code R} inkwire rados on the
     * cluster's pool.
     */
    private static Tool.Result shell(String... lines) {
        String inkwire = Tool.inkwireCommand("rados").stream()
                .limit(Tool.inkwireCommand("rados").size() - 1)
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        List<String> script = new ArrayList<>(List.of(
                "cd '" + tmp + "'",
                "export LC_ALL=C",
                "W=(" + inkwire + ")",
                "I() { " + inkwire + " \"$@\"; }",
                "R() { I rados -c '" + cluster.conf() + "' -p \"${POOL:-p}\" \"$@\"; }"));
        script.addAll(List.of(lines));
        return Tool.run("bash", "-c", String.join("\n", script));
    }

    private static String bytes(Tool.Result result) {
        return new String(result.expectOk().stdout(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void namesKeepTheirBytesInTheCLocale() {
        Tool.Result result = shell(
                // A pool of its own: the list below is whole.
                "POOL=names; printf a >fa; printf b >$'f\\xe9'",
                "R put $'caf\\xe9' fa && R put $'caf\\xe8' $'f\\xe9' && R put $'\\xc5\\xbc' fa || exit",
                "R get $'caf\\xe9' -; R get $'caf\\xe8' $'g\\xe9'; cat $'g\\xe9'",
                "R setxattr $'caf\\xe9' $'x\\xff' $'v\\xfe'; R listxattr $'caf\\xe9'; R getxattr $'caf\\xe9' $'x\\xff'",
                "R setomapval $'caf\\xe9' $'k\\xff' v; R listomapkeys $'caf\\xe9'",
                "R -N $'n\\xe9' put o fa; R ls --all | sort");
        assertThat(bytes(result))
                .isEqualTo("abx\u00ff\nv\u00fek\u00ff\n\tcaf\u00e8\n\tcaf\u00e9\n\t\u00c5\u00bc\nn\u00e9\to\n");
        // Debian's rados sees the same names.
        assertThat(new String(
                                cluster.rados("-p", "names", "ls", "--all")
                                        .expectOk()
                                        .stdout(),
                                StandardCharsets.ISO_8859_1)
                        .lines())
                .contains("\tcaf\u00e9", "\tcaf\u00e8", "n\u00e9\to");
    }

    @Test
    void namesKeepTheirBytesInALocaleInWhichTheyAreNoText() {
        Tool.Result result = shell(
                "export LC_ALL=C.UTF-8; POOL=$'p\\xe9'; printf a >fa; printf b >fb",
                "I rados -c '" + cluster.conf() + "' mkpool \"$POOL\" >/dev/null || exit",
                "R put $'doc\\xe9' fa && R put $'doc\\xe8' fb || exit",
                "R get $'doc\\xe9' -; R get $'doc\\xe8' -; R ls | sort",
                "env -i \"${W[@]}\" rados -c '" + cluster.conf() + "' -p \"$POOL\" get $'doc\\xe8' -",
                "env -i \"${W[@]}\" rados -c '" + cluster.conf() + "' -p \"$POOL\" stat $'doc\\xe9' | cut -c1-7",
                "I rados -c '" + cluster.conf() + "' lspools | tail -1",
                "rados -c '" + cluster.conf() + "' -p \"$POOL\" ls | sort",
                "I rados -c '" + cluster.conf()
                        + "' rmpool \"$POOL\" \"$POOL\" --yes-i-really-really-mean-it >/dev/null");
        String names = "doc\u00e8\ndoc\u00e9\n";
        assertThat(bytes(result)).isEqualTo("ab" + names + "b" + "p\u00e9/doc\u00e9\n" + "p\u00e9\n" + names);
    }

    @Test
    void theHintsOfVstartWorkForADirectoryOfAnyName() {
        Tool.Result result = shell(
                "inkwire() { I \"$@\"; }",
                "I vstart --osds 1 --detach --dir $'it\\'s \\xc5\\xbc' >hints || exit",
                "sed -n 's/^  inkwire/inkwire/p; s/^  rados/rados/p' hints | tac >run",
                "sed -n 's/.*stop it with: //p' hints >>run; wc -l <run; . ./run");
        assertThat(result.expectOk().lines())
                .startsWith("3", "successfully created pool data", "data")
                .last()
                .asString()
                .matches("Stopped the cluster in /.*/it's \u017c");
    }

    @Test
    void filesOfConfigurationMayHaveAnyName() throws IOException {
        Files.copy(Path.of(cluster.conf()), tmp.resolve("conf"));
        Tool.Result result = shell(
                "mv conf $'c\\xe9.conf'",
                "I rados -c $'c\\xe9.conf' lspools",
                "CEPH_CONF=$'c\\xe9.conf' I rados lspools",
                "mkdir $'d\\xe9'; cp $'c\\xe9.conf' $'d\\xe9/x.conf'; cd $'d\\xe9'; I rados -c x.conf lspools",
                "I status --conf ./x.conf >/dev/null");
        assertThat(result.expectOk().text()).isEqualTo("p\nnames\n".repeat(3));
    }

    @Test
    void outputThatCannotBeWrittenFails() {
        Tool.Result result = shell(
                "printf a >fa; R put o fa",
                "for c in 'R get o -' 'R ls' 'R df' 'R stat o' 'R ls -f json' 'I help' 'I --version' 'I rados --help'; do",
                "  $c >/dev/full; echo \"$c $?\"; done",
                "R ls >&-; echo closed $?",
                "R get o /dev/full; echo file $?",
                "R -N few bench 1 write -b 4096 -o /dev/full; echo bench $?");
        assertThat(result.expectOk().lines())
                .containsExactly(
                        "R get o - 1",
                        "R ls 1",
                        "R df 1",
                        "R stat o 1",
                        "R ls -f json 1",
                        "I help 1",
                        "I --version 1",
                        "I rados --help 1",
                        "closed 1",
                        "file 1",
                        "bench 1");
        assertThat(result.stderr().lines())
                .hasSize(11)
                .allMatch(line -> line.startsWith("error writing to ") || line.contains("/dev/full"));
    }

    @Test
    void aReaderMayLeave() {
        Tool.Result result = shell("I rados --help | true; echo ${PIPESTATUS[0]}");
        assertThat(result.expectOk().lines()).hasSize(1).allMatch(s -> s.equals("141") || s.equals("0"));
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void everyErrorIsOneLine() {
        Tool.Result result = shell(
                "printf a >fa",
                "R put d /tmp; R append d /tmp; R put d nofile; R -p none ls; R get nothing -",
                "I vstart --dir /proc/x; I vstart --dir fa; I stop --dir nowhere; I rados -c nowhere lspools",
                "(ulimit -n " + (opened() + 12) + "; R stat o)",
                "I daemon osd.7 --dir '" + cluster.dir() + "'");
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines())
                .hasSize(11)
                .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by"))
                .contains(
                        "error reading input file /tmp: (21) Is a directory",
                        "error reading input file nofile: (2) No such file or directory",
                        "error opening pool none: (2) No such file or directory",
                        "error getting p/nothing: (2) No such file or directory")
                .anyMatch(line -> line.contains("file descriptors"))
                .anyMatch(line -> line.startsWith("the cluster has no osd.7"));
    }

    private static void needs(String what, Tool.Result tried) {
        Needs.skipIf(tried.status() == 0 ? null : what + ": " + tried.stderr().strip());
    }

    @Test
    void aClusterIsNotStartedInAReadOnlyPlace() {
        needs("no namespaces can be made here", Tool.run("unshare", "-rm", "true"));
        Tool.Result result = shell(
                "export -f I; mkdir ro",
                "unshare -rm bash -c 'mount -t tmpfs -o ro none ro; I vstart --dir ro/c; I vstart --dir ro/c --detach'",
                "unshare -rm bash -c 'mount --bind cluster ro; mount -o remount,bind,ro ro; I vstart --dir ro'",
                "R lspools >/dev/null");
        assertThat(result.expectOk().stdout()).isEmpty();
        assertThat(result.stderr().lines()).hasSize(3).allMatch(line -> line.endsWith(": (30) Read-only file system"));
    }

    @Test
    void anotherUserCannotStopACluster() {
        // May look into every file, but not signal processes.
        String asNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +dac_override"
                + " --ambient-caps +dac_override";
        needs("this user cannot become another", Tool.run("bash", "-c", asNobody + " true"));
        Tool.Result result = shell(
                "export -f I; " + asNobody + " bash -c 'I stop --dir cluster'; echo $?; R stat o 2>&1 | cut -c1-20");
        assertThat(result.expectOk().lines()).first().isEqualTo("1");
        assertThat(result.stderr())
                .matches("not permitted to stop vstart \\(process \\d+\\); it belongs to another user\n");
        cluster.ceph("health").expectOk();
    }

    @Test
    void aMachineWithoutANetworkIsNoReasonForAWarning() {
        needs("no namespaces can be made here", Tool.run("unshare", "-rn", "ip", "link", "set", "lo", "up"));
        Tool.Result result = shell(
                "export -f I",
                "unshare -rn bash -c 'ip link set lo up; I vstart --osds 1 --dir alone --detach >/dev/null",
                "I rados -c alone/ceph.conf lspools; I stop --dir alone >/dev/null'",
                "cat alone/log/* | grep -v ' INFO ' | grep '^[0-9-]*T'");
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).isEmpty();
    }

    // ---- few descriptors

    /** What a JVM with this class path has open before a command begins. */
    private static long opened() {
        return 5
                + Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> entry.endsWith(".jar"))
                        .count();
    }

    /** @param command its output goes nowhere */
    private static List<String> sweep(String command, long from, int step, int times) {
        Tool.Result result = shell(
                "for n in $(seq " + from + " " + step + " " + (from + (long) step * (times - 1)) + "); do",
                "  (ulimit -n $n; { " + command + "; } >/dev/null 2>err; echo $? $(wc -l <err) $(grep -c '" + TOO_FEW
                        + "' err))",
                "done");
        return result.expectOk().lines();
    }

    private static final String TOO_FEW = "too few file descriptors: the limit is [0-9]* (ulimit -n), .* needs [0-9]*$";

    /** The limit that {@code command} asks for when it is given too small a one. */
    private static long needed(String command) {
        Tool.Result result = shell("ulimit -n " + (opened() + 8), command);
        assertThat(result.status()).isEqualTo(1);
        return Long.parseLong(result.stderr().strip().replaceFirst(".*needs ", ""));
    }

    @Test
    void whateverTheNumberOfDescriptorsACommandWorksOrSaysThatTheyAreTooFew() {
        shell("printf a >fa; R -N few put few fa").expectOk();
        long needed = needed("R -N few stat few");
        // From where the JVM starts to where all is well.
        for (String command : List.of("R -N few stat few", "R bench 1 write -b 4096")) {
            List<String> outcomes = sweep(command, needed - 9, 3, 7);
            assertThat(outcomes).as(command).allMatch(outcome -> outcome.equals("0 0 0") || outcome.equals("1 1 1"));
            assertThat(outcomes.subList(0, 3)).as(command).containsOnly("1 1 1");
            assertThat(outcomes).as(command).endsWith("0 0 0");
        }
        for (String much : List.of(
                "demo", "stress", "vstart --dir few", "vstart --dir few --processes", "vstart --dir few --detach")) {
            assertThat(sweep("I " + much, needed + 2, 8, 2)).as(much).containsOnly("1 1 1");
        }
    }

    @Test
    void aClusterThatStartsHasTheDescriptorsThatItNeeds() {
        long most = opened() + DaemonFiles.ofCluster(1);
        List<String> outcomes = sweep("I vstart --osds 1 --dir few --detach && I stop --dir few", most - 12, 8, 4);
        assertThat(outcomes).allMatch(outcome -> outcome.equals("0 0 0") || outcome.equals("1 1 1"));
        assertThat(outcomes).startsWith("1 1 1").endsWith("0 0 0");
        Tool.Result open = shell("ls /proc/$(cat '" + cluster.dir() + "/run/vstart.pid')/fd | wc -l");
        assertThat(Long.parseLong(open.expectOk().text().strip())).isBetween(most - 40, most + 2);
    }

    @Test
    void theLauncherNamesTheDescriptorsThatTheJvmNeeds() {
        Tool.Result result = shell(
                "mkdir -p home/cli/target/lib home/x; touch home/pom.xml",
                "cp '" + Path.of("..", "inkwire").toAbsolutePath() + "' home/",
                "touch home/cli/target/{inkwire-cli.jar,launcher.stamp,lib/{1..20}.jar}",
                "for n in 8 20 32; do (ulimit -n $n; home/inkwire rados ls); echo $?; done");
        assertThat(result.expectOk().lines()).containsExactly("1", "1", "1");
        assertThat(result.stderr().lines())
                .hasSize(3)
                .allMatch(
                        line -> line.matches(
                                "inkwire: too few file descriptors: the limit is \\d+ \\(ulimit -n\\), inkwire needs \\d+ to start"));
    }

    @Test
    void aSmallHeapIsNamed() {
        Tool.Result result = shell(
                "head -c 300000000 /dev/zero >big",
                "export JAVA_TOOL_OPTIONS=-Xmx16m; R put d big 2>err; echo $?; grep -v ^Picked err");
        assertThat(result.expectOk().lines()).hasSize(2).first().isEqualTo("1");
        assertThat(result.lines().get(1)).startsWith("out of memory: ");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "KILL, 137"})
    void whatAnInterruptedBenchmarkLeftIsCleanedUp(String signal, int status) {
        Tool.Result result = shell(
                // A shell's job in the background would ignore the first signal.
                "env --default-signal=INT \"${W[@]}\" rados -c '" + cluster.conf()
                        + "' -p p -N bench bench 30 write -b 4096 >bench &",
                "until grep -q '^ *1 ' bench; do sleep 0.1; done; kill -" + signal + " $!; wait $!; echo $?",
                "R -N bench ls | head -1 | cut -c1-14",
                "R -N bench cleanup; R -N bench ls");
        assertThat(result.expectOk().lines())
                .startsWith(Integer.toString(status), "benchmark_data", "Warning: using slow linear search")
                .hasSize(4)
                .last()
                .asString()
                .matches("Removed \\d+ objects?");
    }
}
