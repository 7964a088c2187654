// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.net.InetAddress;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.NetworkStack;

/**
 * Where the messengers of a stress run live: real sockets or a simulation. Confined to the workload's center. A node
 * keeps its name across restarts.
 */
public interface StressHosts {
    /** The stack of that node's messenger, either its own or shared. */
    NetworkStack stack(String node);

    /** The memory of the node's current life: call after {@link #stack}. */
    default NodeMemory memory(String node) {
        return NodeMemory.direct();
    }

    /**
     * {@code kill -9} or a power loss: the node stops running at once, without an orderly shutdown of its connections.
     *
     * @return false if that is not possible here; nothing was done
     */
    default boolean crash(String node) {
        return false;
    }

    /** The address the node listens on, if it listens. */
    InetAddress ip(String node);

    /** The port the node listens on; 0: any free one. */
    int port(String node);

    /** Final adjustments to a node's configuration: injected faults, wall clock. */
    default MessengerConfig.Builder tune(String node, MessengerConfig.Builder config) {
        return config;
    }

    /** Stops injecting faults: everything owed must arrive from now on. */
    void endFaults();
}
