// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import org.inkwire.wire.entity.EntityAddr;
import org.junit.jupiter.api.Test;

class DialTargetsTest {
    private static final EntityAddr A = EntityAddr.parse("v2:1.1.1.1:1/0");
    private static final EntityAddr B = EntityAddr.parse("v2:[::2]:2/0");
    private static final ConnectException REFUSED = new ConnectException("refused");
    private static final IOException UNREACHABLE = new IOException("no route");

    private final DialTargets targets = new DialTargets(List.of(A, B));

    @Test
    void eachAddressIsTriedBeforeARoundHasFailed() {
        assertThat(targets.current()).isEqualTo(A);
        assertThat(targets.failed(UNREACHABLE)).isEqualTo(DialTargets.Outcome.TRY_NEXT);
        assertThat(targets.current()).isEqualTo(B);
        assertThat(targets.failed(REFUSED)).isEqualTo(DialTargets.Outcome.UNREACHABLE);
        assertThat(targets.current()).isEqualTo(A);
    }

    @Test
    void onlyARoundOfRefusalsSaysThatNobodyListens() {
        assertThat(targets.failed(REFUSED)).isEqualTo(DialTargets.Outcome.TRY_NEXT);
        assertThat(targets.failed(REFUSED)).isEqualTo(DialTargets.Outcome.REFUSED);
        assertThat(new DialTargets(List.of(A)).failed(REFUSED)).isEqualTo(DialTargets.Outcome.REFUSED);
    }

    @Test
    void anAddressThatWorkedIsTheFirstOfTheNextRound() {
        targets.failed(UNREACHABLE);
        targets.connected();
        assertThat(targets.current()).isEqualTo(B);
        assertThat(targets.failed(UNREACHABLE)).isEqualTo(DialTargets.Outcome.TRY_NEXT);
        assertThat(targets.current()).isEqualTo(A);
    }

    @Test
    void aPeerThatMovedIsDialledWhereItIsNow() {
        DialTargets none = new DialTargets(List.of());
        assertThat(none.current()).isEqualTo(EntityAddr.BLANK);
        none.replace(List.of(B));
        assertThat(none.current()).isEqualTo(B);
    }
}
