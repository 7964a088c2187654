// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.util.ArrayList;
import java.util.List;

/** Hosts that nobody hears and that hear nobody, but for each other; who joins the network later neither. One thread. */
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

    /** What was held up arrives, unless something else holds it too. Once; again has no effect. */
    public void end() {
        network.ended(this);
        held.forEach(Path::release);
        held.clear();
    }
}
