// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.kqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.inkwire.msgr.event.EventDriver;
import org.junit.jupiter.api.Test;

class KqueueDriverTest {
    private static final boolean HAS_KQUEUE =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");

    @Test
    void itRunsWhereAKqueueIsAndSaysWhyItCannotElsewhere() {
        String cause = new KqueueDriver().unavailabilityCause();
        if (HAS_KQUEUE) {
            assertThat(cause).isNull();
        } else {
            assertThat(cause).isNotEmpty();
        }
    }

    @Test
    void itIsFoundByItsName() {
        if (HAS_KQUEUE) {
            assertThat(EventDriver.named("async+kqueue")).isInstanceOf(KqueueDriver.class);
        } else {
            assertThatThrownBy(() -> EventDriver.named("async+kqueue"))
                    .hasMessageStartingWith("ms_type kqueue cannot run here: ");
        }
    }
}
