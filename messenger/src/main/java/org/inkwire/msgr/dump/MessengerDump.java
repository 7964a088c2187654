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
 * @param driver the stack's event driver
 * @param policies by peer type, overriding {@code defaultPolicy}
 * @param listening one entry for each listening socket
 * @param dispatchQueueLength messages and events waiting for the dispatch thread
 * @param connections in order of creation
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
