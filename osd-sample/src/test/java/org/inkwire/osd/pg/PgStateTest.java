// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.io.IOException;
import java.util.Set;
import org.inkwire.osd.state.Arrows;
import org.junit.jupiter.api.Test;

/** Compares the arrows with the documentation, so that it cannot drift. */
class PgStateTest {
    @Test
    void thePageShowsTheArrowsOfTheCode() throws IOException {
        Arrows.pageShows(PgState.class);
    }

    @Test
    void everyStateIsReachedFromInitialAndOnlyARemovedPgStaysSo() {
        Arrows.allAreReachedAndOnlyTheseAreFinal(PgState.INITIAL, Set.of(PgState.DELETED));
    }
}
