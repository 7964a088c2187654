// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import org.inkwire.wire.message.MessageRegistry;

/** Adds this package's types to a registry, beside Ceph's own. */
public final class PrivateMessages {
    private PrivateMessages() {}

    /** @return {@code registry} */
    public static MessageRegistry.Builder addTo(MessageRegistry.Builder registry) {
        return registry.add(MOSDPGPeer.TYPE, "MOSDPGPeer", MOSDPGPeer.HEAD_VERSION, MOSDPGPeer::decode);
    }
}
