// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellTest {
    @Test
    void onlyWhatAShellWouldTakeApartIsQuoted() {
        assertThat(Shell.quoted(Path.of("/tmp/c-1.d/x"))).isEqualTo("/tmp/c-1.d/x");
        assertThat(Shell.quoted(Path.of("/tmp/my cluster"))).isEqualTo("'/tmp/my cluster'");
        assertThat(Shell.quoted(Path.of("/tmp/it's"))).isEqualTo("'/tmp/it'\\''s'");
        assertThat(Shell.quoted(Path.of("/tmp/$(x)"))).isEqualTo("'/tmp/$(x)'");
    }
}
