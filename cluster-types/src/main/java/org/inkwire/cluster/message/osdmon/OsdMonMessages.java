// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import org.inkwire.wire.message.MessageRegistry;

/** The messages of this package, for a registry. */
public final class OsdMonMessages {
    private OsdMonMessages() {}

    /** @throws IllegalArgumentException if one of the types is already registered */
    public static MessageRegistry.Builder registerAll(MessageRegistry.Builder builder) {
        return builder.add(MOSDBoot.TYPE, "MOSDBoot", MOSDBoot.HEAD_VERSION, MOSDBoot::decode)
                .add(MOSDFailure.TYPE, "MOSDFailure", MOSDFailure.HEAD_VERSION, MOSDFailure::decode)
                .add(MOSDAlive.TYPE, "MOSDAlive", MOSDAlive.HEAD_VERSION, MOSDAlive::decode)
                .add(MOSDMarkMeDown.TYPE, "MOSDMarkMeDown", MOSDMarkMeDown.HEAD_VERSION, MOSDMarkMeDown::decode)
                .add(MOSDFull.TYPE, "MOSDFull", MOSDFull.HEAD_VERSION, MOSDFull::decode)
                .add(
                        MMonGetPurgedSnaps.TYPE,
                        "MMonGetPurgedSnaps",
                        MMonGetPurgedSnaps.HEAD_VERSION,
                        MMonGetPurgedSnaps::decode)
                .add(
                        MMonGetPurgedSnapsReply.TYPE,
                        "MMonGetPurgedSnapsReply",
                        MMonGetPurgedSnapsReply.HEAD_VERSION,
                        MMonGetPurgedSnapsReply::decode)
                .add(MOSDPGTemp.TYPE, "MOSDPGTemp", MOSDPGTemp.HEAD_VERSION, MOSDPGTemp::decode)
                .add(MOSDBeacon.TYPE, "MOSDBeacon", MOSDBeacon.HEAD_VERSION, MOSDBeacon::decode)
                .add(MOSDPGCreated.TYPE, "MOSDPGCreated", MOSDPGCreated.HEAD_VERSION, MOSDPGCreated::decode)
                .add(MOSDPGCreate2.TYPE, "MOSDPGCreate2", MOSDPGCreate2.HEAD_VERSION, MOSDPGCreate2::decode)
                .add(
                        MOSDPGReadyToMerge.TYPE,
                        "MOSDPGReadyToMerge",
                        MOSDPGReadyToMerge.HEAD_VERSION,
                        MOSDPGReadyToMerge::decode);
    }
}
