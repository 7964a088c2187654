// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WriteOpTest {
    /** Ceph's OSDs abort on it, one after another as the request is resent. */
    @Test
    void zeroingNothingIsRefusedBeforeAnybodyIsAsked() {
        assertThatThrownBy(() -> new WriteOp().zero(10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zero of length 0 at 10");
    }
}
