// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.heartbeat;

import java.io.IOException;
import java.util.Set;
import org.inkwire.osd.state.Arrows;
import org.junit.jupiter.api.Test;

/** Compares the arrows with the documentation, so that it cannot drift. */
class PeerStateTest {
    @Test
    void thePageShowsTheArrowsOfTheCode() throws IOException {
        Arrows.pageShows(PeerState.class);
    }

    @Test
    void onlyAPeerThatRefusesStaysSo() {
        Arrows.allAreReachedAndOnlyTheseAreFinal(PeerState.ALIVE, Set.of(PeerState.REFUSED));
    }
}
