// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.inkwire.cli.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
    private final ProcessIdentity me = ProcessIdentity.ofThis();

    @Test
    void itsLineIsReadBack() throws IOException {
        assertThat(ProcessIdentity.parse(me.line())).isEqualTo(me);
        assertThatThrownBy(() -> ProcessIdentity.parse("12\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ProcessIdentity.parse("a b c d")).isInstanceOf(IOException.class);
    }

    @Test
    void thisProcessIsReachable() {
        me.requireReachable("osd.0", ProcessIdentity.PROC);
    }

    @Test
    void aProcessOfAnotherNamespaceOrBootIsNot() {
        refuse(new ProcessIdentity(me.pid(), "pid:[1]", me.boot(), me.startTicks()), "another PID namespace");
        refuse(new ProcessIdentity(me.pid(), me.namespace(), "other", me.startTicks()), "another PID namespace");
    }

    @Test
    void aNumberThatWasUsedAgainIsNot() {
        refuse(
                new ProcessIdentity(me.pid(), me.namespace(), me.boot(), me.startTicks() - 1),
                "process " + me.pid() + " is not osd.0");
    }

    @Test
    void withoutProcNobodyIs(@TempDir Path empty) {
        ProcessIdentity unknown = ProcessIdentity.of(me.pid(), empty);
        assertThatThrownBy(() -> unknown.requireReachable("osd.0", empty))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("there is no /proc")
                .hasMessageEndingWith("stop it with: kill " + me.pid());
        refuse(unknown, "another PID namespace");
    }

    private static void refuse(ProcessIdentity stranger, String why) {
        assertThatThrownBy(() -> stranger.requireReachable("osd.0", ProcessIdentity.PROC))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }
}
