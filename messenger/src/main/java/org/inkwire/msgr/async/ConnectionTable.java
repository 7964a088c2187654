// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.inkwire.msgr.async.handshake.RecentPeers;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * A messenger's connections to peers: all open ones, those registered by peer address, and the peers whose connections
 * ended recently. Any thread. Ceph: {@code conns}, {@code anon_conns} and {@code accepting_conns} of
 * {@code AsyncMessenger}.
 */
final class ConnectionTable {
    private final Map<EntityAddrVec, AsyncConnection> byAddrs = new ConcurrentHashMap<>();
    /** By number, so that iteration order is fixed. */
    private final ConcurrentNavigableMap<Long, AsyncConnection> open = new ConcurrentSkipListMap<>();

    private final RecentPeers recentPeers;

    ConnectionTable(RecentPeers recentPeers) {
        this.recentPeers = recentPeers;
    }

    RecentPeers recentPeers() {
        return recentPeers;
    }

    /** In order of creation. */
    Collection<AsyncConnection> open() {
        return open.values();
    }

    void opened(AsyncConnection connection) {
        open.put(connection.id(), connection);
        if (connection.isClosed()) {
            open.remove(connection.id());
        }
    }

    /** The open connection to a peer. */
    @Nullable
    AsyncConnection lookup(EntityAddrVec peerAddrs) {
        AsyncConnection c = byAddrs.get(peerAddrs);
        return c == null || c.isClosed() ? null : c;
    }

    /**
     * Registers a connection under its peer's addresses.
     *
     * @return null, or the open connection already registered there
     */
    @Nullable
    AsyncConnection register(EntityAddrVec peerAddrs, AsyncConnection connection) {
        if (!connection.peerAddrs().equals(peerAddrs)) {
            throw new AssertionError("registered at " + peerAddrs + " but has other peer addresses: " + connection);
        }
        while (true) {
            AsyncConnection there = byAddrs.putIfAbsent(peerAddrs, connection);
            if (there == null || there.equals(connection)) {
                connection.registeredAs(peerAddrs);
                if (connection.isClosed()) {
                    forget(connection);
                }
                return null;
            }
            if (!there.isClosed()) {
                return there;
            }
            byAddrs.remove(peerAddrs, there);
        }
    }

    /** Removes a closed connection. */
    void forget(AsyncConnection connection) {
        open.remove(connection.id());
        EntityAddrVec key = connection.registeredAs();
        if (key != null) {
            byAddrs.remove(key, connection);
        }
    }
}
