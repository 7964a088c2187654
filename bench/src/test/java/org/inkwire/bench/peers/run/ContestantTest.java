// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inkwire.bench.peers.peer.Peers;
import org.junit.jupiter.api.Test;

class ContestantTest {
    @Test
    void everyPeerIsAContestantAndEveryContestantOnAJvmIsAPeer() {
        List<String> contestants = Contestant.all().stream()
                .filter(c -> c.kind() == Contestant.Kind.JVM)
                .map(Contestant::name)
                .toList();
        assertThat(contestants).containsExactlyInAnyOrderElementsOf(Peers.names());
    }
}
