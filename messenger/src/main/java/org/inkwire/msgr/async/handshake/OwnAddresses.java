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
 * A messenger's own addresses: none at first, then those it is bound to; an IP that is not known is learned from a HELLO or a
 * socket (protocol: msgr2 section 4). Any thread. Ceph: {@code Messenger::my_addrs}.
 */
public final class OwnAddresses {
    private static final Logger log = LoggerFactory.getLogger(OwnAddresses.class);

    private final String messengerName;
    private final boolean learnFromPeer;
    /** Orders those who change the addresses. */
    private final Object changing = new Object();

    private volatile EntityAddrVec addrs;
    private volatile int nonce;

    /** @param learnFromPeer by what HELLO says; else by the socket's own end */
    public OwnAddresses(String messengerName, int nonce, boolean learnFromPeer) {
        this.messengerName = messengerName;
        this.nonce = nonce;
        this.learnFromPeer = learnFromPeer;
        this.addrs = OwnAddrs.unbound(nonce);
    }

    public EntityAddrVec addrs() {
        return addrs;
    }

    /** These addresses are ours. */
    public boolean isSelf(EntityAddrVec others) {
        return OwnAddrs.isSelf(addrs, others);
    }

    /** The messenger is bound: in the order asked for. */
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

    /** Nobody shall take the messenger for what it was: its next addresses have another nonce. */
    public void nextNonce() {
        nonce = OwnAddrs.nextNonce(nonce);
    }

    /** What an ident says of us: bound addresses, or our IP with port 0 and the nonce. */
    public EntityAddrVec forIdent(Link link) {
        if (OwnAddrs.isBlank(addrs)) {
            learn(EntityAddr.msgr2(link.socket().localAddress(), 0));
        }
        return addrs;
    }

    /** A peer told how it sees us: taken if we did not know our IP. */
    public void onHello(HelloFrame hello, Link link) {
        if (OwnAddrs.isBlank(addrs)) {
            learn(
                    learnFromPeer
                            ? hello.peerAddr()
                            : EntityAddr.msgr2(link.socket().localAddress(), 0));
        }
    }

    /** Fills in IPs that are not known. */
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
