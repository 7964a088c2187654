// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.uring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UringSupportTest {
    private static final Throwable FORBIDDEN = new RuntimeException("failed to create ring: Operation not permitted");

    @Test
    void aKernelWithAllThatIsNeededLacksNothing() {
        assertThat(UringSupport.lack(null, true, "0")).isNull();
        assertThat(UringSupport.lack(null, true, null)).isNull();
    }

    @Test
    void theCauseOfTheKernelIsSaid() {
        assertThat(UringSupport.lack(FORBIDDEN, false, "0")).endsWith("Operation not permitted");
        assertThat(UringSupport.lack(FORBIDDEN, false, null)).endsWith("Operation not permitted");
    }

    @Test
    void theSettingThatForbidsItIsNamed() {
        assertThat(UringSupport.lack(FORBIDDEN, false, "2"))
                .endsWith("Operation not permitted (kernel.io_uring_disabled = 2)");
    }

    @Test
    void anOldKernelIsNamedByWhatItLacks() {
        assertThat(UringSupport.lack(null, false, null)).contains("Linux 5.19");
    }
}
