// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import java.io.IOException;
import java.util.Set;
import org.inkwire.osd.state.Arrows;
import org.junit.jupiter.api.Test;

/** Compares the arrows with the documentation, so that it cannot drift. */
class OsdStateTest {
    @Test
    void thePageShowsTheArrowsOfTheCode() throws IOException {
        Arrows.pageShows(OsdState.class);
    }

    @Test
    void everyStateIsReachedFromInitialAndAnOsdThatStopsDoesNotComeBack() {
        Arrows.allAreReachedAndOnlyTheseAreFinal(OsdState.INITIAL, Set.of(OsdState.STOPPING));
    }
}
