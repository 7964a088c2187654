// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.inkwire.cli.Failure;
import org.junit.jupiter.api.Test;

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
        me.requireReachable("osd.0");
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

    private static void refuse(ProcessIdentity stranger, String why) {
        assertThatThrownBy(() -> stranger.requireReachable("osd.0"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }
}
