// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.testkit.msgr.FakeMessenger;
import org.inkwire.testkit.msgr.ManualCenters;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final ManualCenters centers = new ManualCenters();
    private final EventCenter center = centers.newCenter("osd.0");
    private final Connection connection =
            new FakeMessenger(EntityName.osd(0), Policy.lossyClient()).connectTo(EntityType.OSD, EntityAddrVec.EMPTY);
    private final List<String> handled = new ArrayList<>();
    private final TextMessage message = new TextMessage("a");

    private void handle(Connection from, TextMessage m) {
        assertThat(m.refCnt()).as("held while it is handled").isPositive();
        handled.add(m.text());
    }

    @Test
    void whatAWorkerHandlesIsHandledAtOnce() {
        Routes routes = Routes.to(center)
                .onWorker(TextMessage.TYPE, TextMessage.class, this::handle)
                .build();
        routes.take(connection, message);
        assertThat(handled).containsExactly("a");
        assertThat(message.refCnt()).isEqualTo(1);
    }

    @Test
    void whatTheCenterHandlesIsHeldUntilItsTurnAndReleasedAfterwards() {
        Routes routes = Routes.to(center)
                .onCenter(TextMessage.TYPE, TextMessage.class, this::handle)
                .build();
        routes.take(connection, message);
        message.release();
        assertThat(handled).isEmpty();
        centers.run();
        assertThat(handled).containsExactly("a");
        assertThat(message.refCnt()).isZero();
    }

    @Test
    void whatIsIgnoredHasARouteAndWhatIsUnknownHasNone() {
        Routes routes = Routes.to(center).ignored(TextMessage.TYPE).build();
        assertThat(routes.has(TextMessage.TYPE)).isTrue();
        assertThat(routes.has(1)).isFalse();
        routes.take(connection, message);
        assertThat(message.refCnt()).isEqualTo(1);
        Routes none = Routes.to(center).build();
        assertThatThrownBy(() -> none.take(connection, message)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTypeHasOneRoute() {
        Routes.Builder builder = Routes.to(center).ignored(TextMessage.TYPE);
        assertThatThrownBy(() -> builder.ignored(TextMessage.TYPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(TextMessage.TYPE));
    }
}
