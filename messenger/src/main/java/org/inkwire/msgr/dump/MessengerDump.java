// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.dump;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * A snapshot of a messenger. Immutable. Each connection is captured on its own center, so each is consistent in itself,
 * but they are not captured at one instant. {@link DumpTree} renders it with Ceph's names.
 *
 * @param name the messenger's role
 * @param stack the sockets and threads it shares with other messengers
 * @param listening one entry for each listening socket
 * @param dispatchQueueLength messages and events waiting for the dispatch thread
 * @param connections in order of creation
 */
public record MessengerDump(
        String name,
        EntityName entityName,
        EntityAddrVec addrs,
        Stack stack,
        Policies policies,
        List<Listening> listening,
        long dispatchQueueLength,
        List<ThrottleDump> throttles,
        List<ConnectionDump> connections) {

    public MessengerDump {
        listening = List.copyOf(listening);
        throttles = List.copyOf(throttles);
        connections = List.copyOf(connections);
    }

    /**
     * The stack under the messenger.
     *
     * @param driver of its sockets
     * @param workers in order
     */
    public record Stack(String driver, List<WorkerDump> workers) {
        public Stack {
            workers = List.copyOf(workers);
        }
    }

    /**
     * The policies of its sessions.
     *
     * @param byPeerType those that differ from the default
     */
    public record Policies(PolicyDump byDefault, Map<EntityType, PolicyDump> byPeerType) {
        public Policies {
            byPeerType = Map.copyOf(byPeerType);
        }
    }

    /** A listening socket and its worker. */
    public record Listening(InetSocketAddress address, int workerId) {}
}
