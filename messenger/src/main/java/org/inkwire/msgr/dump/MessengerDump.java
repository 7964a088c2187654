// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.dump;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * A messenger seen from outside. Immutable. Each connection was looked at on its own center, so each is consistent in
 * itself; they are not of one instant. {@link DumpTree} gives it Ceph's names.
 *
 * @param name the messenger's role
 * @param driver of the stack's sockets
 * @param policies by peer type, beside {@code defaultPolicy}
 * @param listening one entry for each listening socket
 * @param dispatchQueueLength messages and events that wait for the dispatch thread
 * @param connections in the order they were made
 * @param workers of the stack, in order
 */
public record MessengerDump(
        String name,
        EntityName entityName,
        EntityAddrVec addrs,
        String driver,
        PolicyDump defaultPolicy,
        Map<EntityType, PolicyDump> policies,
        List<Listening> listening,
        long dispatchQueueLength,
        List<ThrottleDump> throttles,
        List<WorkerDump> workers,
        List<ConnectionDump> connections) {

    public MessengerDump {
        policies = Map.copyOf(policies);
        listening = List.copyOf(listening);
        throttles = List.copyOf(throttles);
        workers = List.copyOf(workers);
        connections = List.copyOf(connections);
    }

    /** A listening socket and its worker. */
    public record Listening(InetSocketAddress address, int workerId) {}
}
