// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import org.inkwire.wire.message.MessageRegistry;

/** The messages of this package, for a registry. */
public final class CommonMessages {
    private CommonMessages() {}

    /** @throws IllegalArgumentException if one of the types is already registered */
    public static MessageRegistry.Builder registerAll(MessageRegistry.Builder builder) {
        return builder.add(MPing.TYPE, "MPing", MPing.HEAD_VERSION, MPing::decode)
                .add(MOSDMap.TYPE, "MOSDMap", MOSDMap.HEAD_VERSION, MOSDMap::decode)
                .add(MCommand.TYPE, "MCommand", MCommand.HEAD_VERSION, MCommand::decode)
                .add(MCommandReply.TYPE, "MCommandReply", MCommandReply.HEAD_VERSION, MCommandReply::decode);
    }
}
