// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A messenger's own addresses: none at first, then those it is bound to. An unknown IP is learned from a HELLO or a
 * socket (protocol: msgr2 section 4). Any thread. Ceph: {@code Messenger::my_addrs}.
 */
public final class OwnAddresses {
    private static final Logger log = LoggerFactory.getLogger(OwnAddresses.class);

    private final String messengerName;
    private final boolean learnFromPeer;
    /** Serializes changes of the addresses. */
    private final Object changing = new Object();

    private volatile EntityAddrVec addrs;
    private volatile int nonce;

    /** @param learnFromPeer learn from the peer's HELLO; else from the socket's local address */
    public OwnAddresses(String messengerName, int nonce, boolean learnFromPeer) {
        this.messengerName = messengerName;
        this.nonce = nonce;
        this.learnFromPeer = learnFromPeer;
        this.addrs = OwnAddrs.unbound(nonce);
    }

    public EntityAddrVec addrs() {
        return addrs;
    }

    /** Whether these addresses are ours. */
    public boolean isSelf(EntityAddrVec others) {
        return OwnAddrs.isSelf(addrs, others);
    }

    /** The messenger is bound to these addresses, in the requested order. */
    public EntityAddrVec bound(List<InetSocketAddress> listening) {
        List<EntityAddr> own = new ArrayList<>();
        for (InetSocketAddress at : listening) {
            own.add(EntityAddr.of(EntityAddr.Type.MSGR2, nonce, at.getAddress(), at.getPort()));
        }
        EntityAddrVec now = new EntityAddrVec(own);
        synchronized (changing) {
            addrs = now;
        }
        return now;
    }

    /** Gives the next addresses another nonce, so that peers do not mistake the messenger for its former self. */
    public void nextNonce() {
        nonce = OwnAddrs.nextNonce(nonce);
    }

    /** Our addresses for an ident: the bound ones, or our IP with port 0 and the nonce. */
    public EntityAddrVec forIdent(Link link) {
        if (OwnAddrs.isBlank(addrs)) {
            learn(EntityAddr.msgr2(link.socket().localAddress(), 0));
        }
        return addrs;
    }

    /** A peer's HELLO says how it sees us; used if our IP is unknown. */
    public void onHello(HelloFrame hello, Link link) {
        if (OwnAddrs.isBlank(addrs)) {
            learn(
                    learnFromPeer
                            ? hello.peerAddr()
                            : EntityAddr.msgr2(link.socket().localAddress(), 0));
        }
    }

    /** Fills in unknown IPs. */
    public void learn(EntityAddr seen) {
        synchronized (changing) {
            EntityAddrVec before = addrs;
            EntityAddrVec now = OwnAddrs.learned(before, seen);
            if (now.equals(before)) {
                return;
            }
            addrs = now;
        }
        log.debug("{} learned its address {}", messengerName, addrs);
    }
}
