// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.util.ArrayList;
import java.util.List;

/**
 * A group of hosts that can reach only each other; this also applies to hosts that join the network later. One thread.
 */
public final class Isolation {
    private final TcpNetwork network;
    private final List<TcpHost> inside;
    private final List<Path> held = new ArrayList<>();

    Isolation(TcpNetwork network, List<TcpHost> inside) {
        this.network = network;
        this.inside = List.copyOf(inside);
    }

    void shutOut(TcpHost outside) {
        if (inside.contains(outside)) {
            return;
        }
        for (TcpHost host : inside) {
            hold(network.path(host, outside));
            hold(network.path(outside, host));
        }
    }

    private void hold(Path path) {
        path.hold();
        held.add(path);
    }

    /** Delivers what was held, unless something else holds it too. A second call has no effect. */
    public void end() {
        network.ended(this);
        held.forEach(Path::release);
        held.clear();
    }
}
