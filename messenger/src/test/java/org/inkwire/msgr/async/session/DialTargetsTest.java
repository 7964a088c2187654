// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "any:10.0.0.9:0/1 | [v2:[::1]:1/0,v2:1.1.1.1:2/0] | [v2:[::1]:1/0, v2:1.1.1.1:2/0]",
                "v2:10.0.0.9:9/1 | [v2:[::1]:1/0,v2:1.1.1.1:2/0] | [v2:1.1.1.1:2/0, v2:[::1]:1/0]",
                "v2:[::1]:9/1 | [v2:1.1.1.1:2/0,v2:[::2]:1/0] | [v2:[::2]:1/0, v2:1.1.1.1:2/0]",
                "v2:[::1]:9/1 | [v1:[::2]:1/0,v2:1.1.1.1:2/0,v2:0.0.0.0:3/0,v2:1.1.1.1:0/0] | [v2:1.1.1.1:2/0]",
                "v2:[::1]:9/1 | v1:1.1.1.1:6789/0 | []",
            })
    void aPeerIsDialledAtItsFirstAddressOfAFamilyThatWeAreBoundTo(String own, String peer, String targets) {
        assertThat(DialTargets.of(EntityAddrVec.parse(peer), EntityAddrVec.parse(own)))
                .hasToString(targets);
    }
}
