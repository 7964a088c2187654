// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.net.InetAddress;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.NetworkStack;

/**
 * Where the messengers of a stress run live: real sockets or a simulation. Called from the workload's center only. A node
 * keeps its name over restarts.
 */
public interface StressHosts {
    /** The stack of that node's messenger: one of its own or a shared one. */
    NetworkStack stack(String node);

    /** Of the node's present life: call after {@link #stack}. */
    default NodeMemory memory(String node) {
        return NodeMemory.direct();
    }

    /**
     * {@code kill -9}, or the plug pulled: nothing of the node runs any more, and nobody is told in order.
     *
     * @return false: not possible here, nothing was done
     */
    default boolean crash(String node) {
        return false;
    }

    /** The address the node listens on, if it listens. */
    InetAddress ip(String node);

    /** The port the node listens on; 0: any free one. */
    int port(String node);

    /** The last word on a node's configuration: injected faults, wall clock. */
    default MessengerConfig.Builder tune(String node, MessengerConfig.Builder config) {
        return config;
    }

    /** From now on no fault is injected: what is owed must arrive. */
    void endFaults();
}
