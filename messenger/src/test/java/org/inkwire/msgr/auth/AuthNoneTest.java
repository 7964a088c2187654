// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

class AuthNoneTest {
    private final AuthClient client = AuthNone.client(AuthEntityName.parse("client.admin"), () -> 0);

    /** Recorded from {@code rados stat} and from an OSD's mkfs. */
    @Test
    void payloadsToAMonitorAreTheRecordedOnes() {
        assertThat(ByteBufUtil.hexDump(client.begin(EntityType.MON).request().payload()))
                .isEqualTo("0a080000000500000061646d696e0000000000000000");
        AuthClient osd = AuthNone.client(AuthEntityName.parse("osd.0"), () -> 0);
        assertThat(ByteBufUtil.hexDump(osd.begin(EntityType.MON).request().payload()))
                .isEqualTo("0a0400000001000000300000000000000000");
    }

    @Test
    void aMonitorHandsOutAnIdAndOthersKeepThePresentedOne() {
        byte[] payload = client.begin(EntityType.MON).request().payload();
        AuthServer.Reply fromMon =
                AuthNone.monServer(() -> 4136).begin(EntityType.CLIENT).request(1, List.of(1), payload);
        assertThat(((AuthServer.Done) fromMon).globalId()).isEqualTo(4136);
        assertThat(((AuthServer.Done) fromMon).name()).hasToString("client.admin");

        AuthClient known = AuthNone.client(AuthEntityName.parse("client.admin"), () -> 4136);
        byte[] toOsd = known.begin(EntityType.OSD).request().payload();
        assertThat(toOsd[0]).isEqualTo((byte) AuthMethod.MODE_AUTHORIZER);
        AuthServer.Reply fromOsd = AuthNone.server().begin(EntityType.CLIENT).request(1, List.of(1), toOsd);
        assertThat(((AuthServer.Done) fromOsd).globalId()).isEqualTo(4136);
    }

    @Test
    void aHeartbeatPeerMayComeWithoutPayload() {
        AuthServer.Reply reply = AuthNone.server().begin(EntityType.OSD).request(1, List.of(1), new byte[0]);
        assertThat(reply).isInstanceOf(AuthServer.Done.class);
    }

    @Test
    void otherMethodsAndModesAreToldWhatIsAllowed() {
        AuthServer.Exchange server = AuthNone.server().begin(EntityType.CLIENT);
        AuthServer.BadMethod bad = (AuthServer.BadMethod) server.request(2, List.of(2, 1), new byte[1]);
        assertThat(bad).isEqualTo(new AuthServer.BadMethod(-95, List.of(1), List.of(1)));
        assertThat(server.request(1, List.of(2), new byte[1])).isInstanceOf(AuthServer.BadMethod.class);
    }

    @Test
    void malformedPayloadsAreRefused() {
        AuthServer.Exchange server = AuthNone.server().begin(EntityType.CLIENT);
        assertThatThrownBy(() -> server.request(1, List.of(1), new byte[] {99, 0}))
                .isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> server.request(1, List.of(1), new byte[] {10, 8, 0}))
                .isInstanceOf(MalformedInputException.class);
    }

    @Test
    void aClientWhoseMethodIsRefusedSaysWhatThePeerAllows() {
        assertThatThrownBy(() -> client.begin(EntityType.MON).badMethod(1, -95, List.of(2), List.of(2, 1)))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("it wants methods [cephx (2)]");
    }
}
