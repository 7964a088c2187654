// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.peer;

import org.inkwire.wire.message.MessageRegistry;

/** The messages of this package, for a registry. */
public final class PeerMessages {
    private PeerMessages() {}

    /** @throws IllegalArgumentException if one of the types is already registered */
    public static MessageRegistry.Builder registerAll(MessageRegistry.Builder builder) {
        return builder.add(MOSDPing.TYPE, "MOSDPing", MOSDPing.HEAD_VERSION, MOSDPing::decode);
    }
}
