// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.op;

import org.inkwire.wire.message.MessageRegistry;

/** The messages of this package, for a registry. */
public final class OpMessages {
    private OpMessages() {}

    /** @throws IllegalArgumentException if one of the types is already registered */
    public static MessageRegistry.Builder registerAll(MessageRegistry.Builder builder) {
        return builder.add(MOSDOp.TYPE, "MOSDOp", MOSDOp.HEAD_VERSION, MOSDOp::decode)
                .add(MOSDOpReply.TYPE, "MOSDOpReply", MOSDOpReply.HEAD_VERSION, MOSDOpReply::decode)
                .add(MWatchNotify.TYPE, "MWatchNotify", MWatchNotify.HEAD_VERSION, MWatchNotify::decode)
                .add(MOSDBackoff.TYPE, "MOSDBackoff", MOSDBackoff.HEAD_VERSION, MOSDBackoff::decode);
    }
}
