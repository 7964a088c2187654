// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.inkwire.testkit.vectors.CapturedConnection.Mode;
import org.inkwire.testkit.vectors.CapturedStreams.Scenario;
import org.junit.jupiter.api.Test;

class CapturedStreamsVectorsTest {
    @Test
    void everyCrcModeStreamParsesToItsEndWithAllChecksumsRight() {
        int connections = 0;
        int frames = 0;
        int messages = 0;
        TreeMap<Mode, Integer> modes = new TreeMap<>();
        TreeMap<String, Integer> leftOver = new TreeMap<>();
        for (Scenario scenario : CapturedStreams.all()) {
            assertThat(scenario.info()).contains("\"what\"");
            for (CapturedConnection connection : scenario.connections()) {
                connections++;
                modes.merge(connection.mode(), 1, Integer::sum);
                if (connection.mode() == Mode.SECURE) {
                    continue;
                }
                for (Direction direction : Direction.values()) {
                    CapturedStream stream = connection.read(direction);
                    frames += stream.frames().size();
                    messages += (int) stream.frames().stream()
                            .filter(CapturedFrame::isMessage)
                            .count();
                    if (stream.leftOver() > 0) {
                        leftOver.put(connection + " " + direction, stream.leftOver());
                    }
                }
            }
        }
        System.out.printf(
                "%d connections %s, %d frames, %d messages, cut off: %s%n",
                connections, modes, frames, messages, leftOver);
        assertThat(connections).isEqualTo(391);
        assertThat(modes.get(Mode.SECURE)).isEqualTo(36);
    }
}
