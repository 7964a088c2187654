// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import org.inkwire.msgr.Policy;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/** Two policies used towards each other: that of A, which dials first, and that of B. */
enum Pairing {
    LOSSY_STATELESS("lossy_client > stateless_server", Policy.lossyClient(), Policy.statelessServer()),
    LOSSY_REGISTERED(
            "lossy_client > stateless_registered_server", Policy.lossyClient(), Policy.statelessRegisteredServer()),
    LOSSLESS_STATEFUL("lossless_client > stateful_server", Policy.losslessClient(), Policy.statefulServer()),
    PEERS("lossless_peer <> lossless_peer", Policy.losslessPeer(), Policy.losslessPeer()),
    PEERS_REUSE("lossless_peer_reuse <> lossless_peer_reuse", Policy.losslessPeerReuse(), Policy.losslessPeerReuse());

    final String title;
    final Policy policyOfA;
    final Policy policyOfB;

    Pairing(String title, Policy policyOfA, Policy policyOfB) {
        this.title = title;
        this.policyOfA = policyOfA;
        this.policyOfB = policyOfB;
    }

    boolean lossy() {
        return policyOfA.lossy();
    }

    /** Both listen, and either may dial. */
    boolean peers() {
        return !policyOfB.server();
    }

    EntityName name(Place.At at) {
        if (peers()) {
            return EntityName.of(EntityType.OSD, at == Place.At.A ? 1 : 2);
        }
        return at == Place.At.A ? EntityName.client(1) : EntityName.mon(0);
    }

    static Pairing titled(String title) {
        for (Pairing p : values()) {
            if (p.title.equals(title)) {
                return p;
            }
        }
        throw new IllegalArgumentException("no pair of policies " + title);
    }
}
