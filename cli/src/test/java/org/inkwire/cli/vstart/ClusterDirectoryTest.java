// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inkwire.cli.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDirectoryTest {
    @TempDir
    Path tmp;

    @Test
    void itsOwnConfigurationMayBeOverwrittenAndAForeignOneNot() throws IOException {
        ClusterDirectory ours = new ClusterDirectory(tmp.resolve("ours"));
        ours.create();
        ours.writeConf("[global]\n");
        ours.create();
        ours.writeConf("[global]\nfsid = x\n");
        assertThat(ours.conf()).content().endsWith("fsid = x\n");

        Path foreign = Files.createDirectory(tmp.resolve("foreign"));
        Files.writeString(foreign.resolve("ceph.conf"), "[global]\n");
        assertThatThrownBy(() -> new ClusterDirectory(foreign).create())
                .isInstanceOf(Failure.class)
                .hasMessageContaining("was not written by inkwire vstart");
    }

    @Test
    void theSupervisorIsListedFirst() throws IOException {
        ClusterDirectory directory = new ClusterDirectory(tmp);
        directory.create();
        for (String process : new String[] {"osd.0", "vstart", "mon.a"}) {
            Files.writeString(directory.pidFile(process), "1\n");
        }

        assertThat(directory.processes()).containsExactly("vstart", "mon.a", "osd.0");
    }

    @Test
    void aPidFileNobodyHoldsIsFree() throws IOException, InterruptedException {
        ClusterDirectory directory = new ClusterDirectory(tmp);
        directory.create();
        Files.writeString(directory.pidFile("vstart"), "4194305\n");

        assertThat(PidFile.holder(directory.pidFile("vstart"))).isEmpty();
        try (PidFile mine = directory.claim("vstart")) {
            assertThat(mine).isNotNull();
            assertThat(directory.pidFile("vstart"))
                    .content()
                    .isEqualTo(ProcessHandle.current().pid() + "\n");
        }
        assertThat(directory.pidFile("vstart")).doesNotExist();
    }
}
