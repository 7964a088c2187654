// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.inkwire.msgr.PeerView;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

class PeerTest {
    private static final EntityAddrVec ADDRS = EntityAddrVec.parse("[v2:1.1.1.1:1/0,v2:[::2]:2/0]");
    private static final EntityAddr FIRST = ADDRS.addrs().get(0);
    private static final EntityAddr SECOND = ADDRS.addrs().get(1);
    private static final EntityAddrVec UNBOUND = EntityAddrVec.parse("any:10.0.0.9:0/1");

    @Test
    void ofADialledPeerTypeAndAddressesAreKnownAtOnce() {
        Peer peer = Peer.dialled(EntityType.OSD, ADDRS, List.of(FIRST, SECOND));
        assertThat(peer.view()).isEqualTo(new PeerView(EntityType.OSD, EntityName.osd(-1), ADDRS, FIRST, 0, 0));
        assertThat(peer.target()).isEqualTo(FIRST);
    }

    @Test
    void itsAddressIsTheOneThatIsDialled() {
        Peer peer = Peer.dialled(EntityType.OSD, ADDRS, List.of(FIRST, SECOND));
        assertThat(peer.dialFailed(new IOException("no route"))).isEqualTo(DialTargets.Outcome.TRY_NEXT);
        assertThat(peer.view().addr()).isEqualTo(SECOND).isEqualTo(peer.target());
        peer.identified(EntityName.osd(3), ADDRS, 7, UNBOUND);
        assertThat(peer.view().addr()).isEqualTo(SECOND);
    }

    @Test
    void anAcceptedPeerIsKnownStepByStep() {
        Peer peer = Peer.accepted();
        assertThat(peer.text()).isEqualTo("? -");
        assertThat(peer.target().isBlank()).isTrue();
        assertThatThrownBy(peer::type).isInstanceOf(AssertionError.class);
        peer.said(EntityType.OSD);
        peer.authenticated(4711);
        assertThat(peer.view().name()).isEqualTo(EntityName.osd(-1));
        peer.introduced(EntityName.osd(3), ADDRS);
        assertThat(peer.view()).isEqualTo(new PeerView(EntityType.OSD, EntityName.osd(3), ADDRS, FIRST, 4711, 0));
        peer.identified(EntityName.osd(3), ADDRS, 7, EntityAddrVec.parse("v2:[::1]:9/1"));
        assertThat(peer.view().features()).isEqualTo(7);
        assertThat(peer.target()).as("in the family we are bound to").isEqualTo(SECOND);
        assertThat(peer.text()).isEqualTo("osd.3 " + ADDRS);
    }
}
