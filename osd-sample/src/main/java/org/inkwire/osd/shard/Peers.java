// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.message.MOSDPGPeer;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;

/**
 * The other OSDs: sessions with them on the cluster messenger, by id and address, and which of them are known to be gone. Any
 * thread.
 */
public final class Peers {
    private record Peer(EntityAddrVec addrs, Connection connection) {}

    private final Messenger cluster;
    private final int whoami;
    private final ConcurrentMap<Integer, Peer> peers = new ConcurrentHashMap<>();
    /** By id, the last incarnation whose address refused a connection. */
    private final ConcurrentMap<Integer, Integer> refusedUpFrom = new ConcurrentHashMap<>();

    public Peers(Messenger cluster, int whoami) {
        this.cluster = cluster;
        this.whoami = whoami;
    }

    /** @param body its payload is taken; dropped if the map shows the peer down */
    void send(OSDMap map, int osd, PeerMessage body) {
        MOSDPGPeer message = MOSDPGPeer.of(whoami, (int) map.epoch(), body);
        EntityAddrVec addrs = map.isUp(osd) ? map.clusterAddrs(osd) : EntityAddrVec.EMPTY;
        if (addrs.isEmpty()) {
            message.release();
            return;
        }
        Peer peer = peers.get(osd);
        if (peer == null || !peer.addrs().equals(addrs) || peer.connection().isClosed()) {
            peer = new Peer(addrs, cluster.connectTo(EntityType.OSD, addrs));
            peers.put(osd, peer);
        }
        peer.connection().sendMessage(message);
    }

    /** Nothing listens where the process that came up at {@code upFrom} did: it is gone. */
    public void sawRefused(int osd, int upFrom) {
        refusedUpFrom.merge(osd, upFrom, Math::max);
    }

    boolean isKnownDead(int osd, int upFrom) {
        return refusedUpFrom.getOrDefault(osd, 0) >= Math.max(upFrom, 1);
    }

    /**
     * Ends sessions with OSDs that are down or have come back elsewhere; no longer counts as gone those that came up
     * again.
     */
    public void onMap(OsdMapView view) {
        refusedUpFrom.entrySet().removeIf(e -> view.upFrom(e.getKey()) > e.getValue());
        OSDMap map = view.map();
        peers.forEach((osd, peer) -> {
            if ((!map.isUp(osd) || !map.clusterAddrs(osd).equals(peer.addrs())) && peers.remove(osd, peer)) {
                peer.connection().markDown();
            }
        });
    }

    /** We were marked down: peers no longer know our sessions. */
    public void dropAll() {
        cluster.markDownAll();
        peers.clear();
    }
}
