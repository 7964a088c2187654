// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.message.common.MPing;
import org.inkwire.cluster.message.mon.MMonGetMap;
import org.inkwire.msgr.Policy;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.testkit.msgr.FakeMessenger;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = new Routes();
    private final FakeConnection peer = new FakeMessenger(EntityName.mon(0), Policy.statelessServer())
            .accept(EntityName.of(EntityType.CLIENT, 7), EntityAddrVec.parse("127.0.0.1:0/7"), 7);
    private final MonSession session = new MonSession(peer, new AuthEntityName(EntityType.CLIENT, "admin"));

    @Test
    void eachTypeGoesToThePartThatTookItAndNoOther() {
        List<Message> taken = new ArrayList<>();
        routes.add(MMonGetMap.TYPE, MMonGetMap.class, (from, m) -> {
            assertThat(from).isSameAs(session);
            taken.add(m);
        });
        MMonGetMap get = new MMonGetMap();
        assertThat(routes.deliver(session, get)).isTrue();
        assertThat(routes.deliver(session, new MPing())).isFalse();
        assertThat(taken).containsExactly(get);
    }

    @Test
    void twoPartsCannotTakeOneType() {
        routes.add(MMonGetMap.TYPE, MMonGetMap.class, (from, m) -> {});
        assertThatThrownBy(() -> routes.add(MMonGetMap.TYPE, MMonGetMap.class, (from, m) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("MMonGetMap");
    }
}
