// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexDumpTest {
    /** As rados 16.2.15 prints this value. */
    @Test
    void aShortValueIsOneLineAndItsLength() {
        assertThat(HexDump.of("hello\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("00000000  68 65 6c 6c 6f 0a                                 |hello.|\n00000006\n");
    }

    @Test
    void sixteenBytesFillALine() {
        assertThat(HexDump.of("0123456789abcdef!".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
                        + "00000010  21                                                |!|\n00000011\n");
    }

    @Test
    void nothingIsNothing() {
        assertThat(HexDump.of(new byte[0])).isEmpty();
    }
}
