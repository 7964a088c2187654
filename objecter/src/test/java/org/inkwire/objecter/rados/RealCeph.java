// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.CephConf;

/** A real Ceph cluster on loopback, run by {@code interop/real-ceph}. What is missing for it fails the test. */
final class RealCeph {
    private static final int START_TIMEOUT_S = 180;

    private final Path script;
    private final Path dir;

    private RealCeph(Path script, Path dir) {
        this.script = script;
        this.dir = dir;
    }

    static RealCeph start(int osds) throws IOException, InterruptedException {
        Path script = findScript();
        Path dir = Files.createTempDirectory("inkwire-ceph");
        RealCeph ceph = new RealCeph(script, dir);
        ceph.call("start", dir.toString(), "--osds", String.valueOf(osds));
        return ceph;
    }

    private static Path findScript() {
        Path start = Path.of(System.getProperty("user.dir"));
        for (Path at = start; at != null; at = at.getParent()) {
            Path script = at.resolve("interop/real-ceph");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new AssertionError("interop/real-ceph is in no directory above " + start);
    }

    CephConf conf() {
        return CephConf.builder()
                .environment(java.util.Map.of())
                .file(dir.resolve("ceph.conf"))
                .build();
    }

    /** kill -9, as a machine that loses power. */
    void kill(int osd) throws IOException, InterruptedException {
        String pid = Files.readString(dir.resolve("run/osd." + osd + ".pid")).trim();
        new ProcessBuilder("kill", "-9", pid).inheritIO().start().waitFor();
    }

    void stop() throws IOException, InterruptedException {
        call("stop", dir.toString());
    }

    private void call(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        Path log = Files.createTempFile("real-ceph", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(START_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroy();
            throw new AssertionError(command + " failed: " + Files.readString(log));
        }
        Files.delete(log);
    }
}
