// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HolderTest {
    @Test
    void theEndOfADialledConnectionIsAlwaysTold() {
        Holder holder = new Holder(true);
        assertThat(holder.letGo()).isFalse();
        assertThat(holder.handOut()).isTrue();
        assertThat(holder.isGone()).isFalse();
    }

    @Test
    void theEndOfAnAcceptedOneNeedNotBeToldUntilSomebodyIsGivenIt() {
        Holder holder = new Holder(false);
        assertThat(holder.handOut()).isTrue();
        assertThat(holder.letGo()).isFalse();
        assertThat(holder.handOut()).as("to the next caller too").isTrue();
    }

    @Test
    void onceItEndedNobodyGetsIt() {
        Holder holder = new Holder(false);
        assertThat(holder.letGo()).isTrue();
        assertThat(holder.isGone()).isTrue();
        assertThat(holder.handOut()).isFalse();
    }
}
