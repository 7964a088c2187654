// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.msgr.state.State;
import org.junit.jupiter.api.Test;

class DebugMsTest {
    @Test
    void aChangeOfStateIsOneLineInTheFormOfDebugMs() {
        String line = DebugMs.line(
                "osd.1 [v2:10.0.0.1:6800/7]",
                "osd.2 [v2:10.0.0.2:6800/8]",
                3,
                false,
                5,
                2,
                State.SESSION_RECONNECTING,
                State.READY,
                "RECONNECT_OK");
        assertThat(line)
                .isEqualTo("-- osd.1 [v2:10.0.0.1:6800/7] >> osd.2 [v2:10.0.0.2:6800/8] conn(3 s=SESSION_RECONNECTING"
                        + " pgs=5 cs=2 l=0) SESSION_RECONNECTING -> READY: RECONNECT_OK");
    }

    @Test
    void aLineBreakFromThePeerDoesNotMakeASecondLine() {
        String line = DebugMs.line(
                "mon", "?", 1, true, 0, 0, State.AUTH_ACCEPTING, State.CLOSED, "authenticated eve\n-- mon\r forged");
        assertThat(line).hasLineCount(1).endsWith("authenticated eve?-- mon? forged");
    }
}
