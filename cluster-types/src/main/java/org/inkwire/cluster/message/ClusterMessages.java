// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import org.inkwire.cluster.message.common.CommonMessages;
import org.inkwire.cluster.message.mon.MonMessages;
import org.inkwire.cluster.message.op.OpMessages;
import org.inkwire.cluster.message.osdmon.OsdMonMessages;
import org.inkwire.cluster.message.peer.PeerMessages;
import org.inkwire.wire.message.MessageRegistry;

/** The messages of all packages below this one, for a registry (protocol: messages). */
public final class ClusterMessages {
    private static final MessageRegistry REGISTRY =
            registerAll(MessageRegistry.builder()).build();

    private ClusterMessages() {}

    /** All of them. One instance, shared by any thread. */
    public static MessageRegistry registry() {
        return REGISTRY;
    }

    /**
     * Adds all of them to {@code builder}, for users with their own message types.
     *
     * @throws IllegalArgumentException if one of the types is already registered
     */
    public static MessageRegistry.Builder registerAll(MessageRegistry.Builder builder) {
        CommonMessages.registerAll(builder);
        MonMessages.registerAll(builder);
        OsdMonMessages.registerAll(builder);
        OpMessages.registerAll(builder);
        PeerMessages.registerAll(builder);
        return builder;
    }
}
