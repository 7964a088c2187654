// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.reference;

import org.inkwire.wire.message.MessageRegistry;

/** The messages of this package, for a registry. */
public final class ReferenceMessages {
    private ReferenceMessages() {}

    /** @throws IllegalArgumentException if one of the types is already registered */
    public static MessageRegistry.Builder registerAll(MessageRegistry.Builder builder) {
        return builder.add(
                MOSDPGStatsReport.TYPE, "MOSDPGStatsReport", MOSDPGStatsReport.HEAD_VERSION, MOSDPGStatsReport::decode);
    }
}
