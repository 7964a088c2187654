// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.session.ConnectionParts;
import org.inkwire.msgr.async.session.Peer;
import org.inkwire.msgr.async.session.StateMachine;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityAddr;

/**
 * Both sides from the banner to HELLO (protocol: msgr2 section 2). Confined to the connection's EventCenter. Ceph:
 * {@code ProtocolV2::_banner_exchange}.
 */
public final class BannerExchange {
    private final Handshake protocol;
    private final StateMachine machine;
    private final Peer peer;
    private final LocalEnd self;

    public BannerExchange(Handshake protocol, ConnectionParts parts, LocalEnd self) {
        this.protocol = protocol;
        this.machine = parts.machine();
        this.peer = parts.peer();
        this.self = self;
    }

    public void onBanner(Banner banner) {
        banner.requireCompatible(Banner.OURS);
        Link link = protocol.link();
        if (machine.state() == State.BANNER_CONNECTING) {
            machine.become(State.HELLO_CONNECTING, "banner");
            link.send(new HelloFrame(self.entityName().type(), peer.target()));
        } else {
            machine.expect(State.BANNER_ACCEPTING, "banner");
            machine.become(State.HELLO_ACCEPTING, "banner");
            // The peer's address as we see it: IP and port, no nonce.
            link.send(new HelloFrame(
                    self.entityName().type(), EntityAddr.msgr2(link.socket().remoteAddress(), 0)));
        }
    }
}
