// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.recovery;

import java.io.IOException;
import java.util.Set;
import org.inkwire.osd.state.Arrows;
import org.junit.jupiter.api.Test;

/** Compares the arrows with the documentation, so that it cannot drift. */
class BackfillStateTest {
    @Test
    void thePageShowsTheArrowsOfTheCode() throws IOException {
        Arrows.pageShows(BackfillState.class);
    }

    @Test
    void aSyncEndsOnce() {
        Arrows.allAreReachedAndOnlyTheseAreFinal(BackfillState.WAIT_RESERVED, Set.of(BackfillState.ENDED));
    }
}
