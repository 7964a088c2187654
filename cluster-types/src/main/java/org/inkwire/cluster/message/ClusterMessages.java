// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import org.inkwire.wire.message.MessageRegistry;

/** The messages of this package, for a registry (protocol: messages). */
public final class ClusterMessages {
    private static final MessageRegistry REGISTRY =
            registerAll(MessageRegistry.builder()).build();

    private ClusterMessages() {}

    /** All messages of this package. One instance, shared by any thread. */
    public static MessageRegistry registry() {
        return REGISTRY;
    }

    /**
     * Adds all messages of this package to {@code builder}, for users with message types of their own.
     *
     * @throws IllegalArgumentException if one of the types is taken
     */
    public static MessageRegistry.Builder registerAll(MessageRegistry.Builder builder) {
        return builder.add(MPing.TYPE, "MPing", MPing.HEAD_VERSION, MPing::decode)
                .add(MMonMap.TYPE, "MMonMap", MMonMap.HEAD_VERSION, MMonMap::decode)
                .add(MMonGetMap.TYPE, "MMonGetMap", MMonGetMap.HEAD_VERSION, MMonGetMap::decode)
                .add(MMonGetOSDMap.TYPE, "MMonGetOSDMap", MMonGetOSDMap.HEAD_VERSION, MMonGetOSDMap::decode)
                .add(MStatfs.TYPE, "MStatfs", MStatfs.HEAD_VERSION, MStatfs::decode)
                .add(MStatfsReply.TYPE, "MStatfsReply", MStatfsReply.HEAD_VERSION, MStatfsReply::decode)
                .add(MMonSubscribe.TYPE, "MMonSubscribe", MMonSubscribe.HEAD_VERSION, MMonSubscribe::decode)
                .add(MMonSubscribeAck.TYPE, "MMonSubscribeAck", MMonSubscribeAck.HEAD_VERSION, MMonSubscribeAck::decode)
                .add(MAuth.TYPE, "MAuth", MAuth.HEAD_VERSION, MAuth::decode)
                .add(MAuthReply.TYPE, "MAuthReply", MAuthReply.HEAD_VERSION, MAuthReply::decode)
                .add(MMonGetVersion.TYPE, "MMonGetVersion", MMonGetVersion.HEAD_VERSION, MMonGetVersion::decode)
                .add(
                        MMonGetVersionReply.TYPE,
                        "MMonGetVersionReply",
                        MMonGetVersionReply.HEAD_VERSION,
                        MMonGetVersionReply::decode)
                .add(MOSDMap.TYPE, "MOSDMap", MOSDMap.HEAD_VERSION, MOSDMap::decode)
                .add(MOSDOp.TYPE, "MOSDOp", MOSDOp.HEAD_VERSION, MOSDOp::decode)
                .add(MOSDOpReply.TYPE, "MOSDOpReply", MOSDOpReply.HEAD_VERSION, MOSDOpReply::decode)
                .add(MWatchNotify.TYPE, "MWatchNotify", MWatchNotify.HEAD_VERSION, MWatchNotify::decode)
                .add(MPoolOpReply.TYPE, "MPoolOpReply", MPoolOpReply.HEAD_VERSION, MPoolOpReply::decode)
                .add(MPoolOp.TYPE, "MPoolOp", MPoolOp.HEAD_VERSION, MPoolOp::decode)
                .add(MMonCommand.TYPE, "MMonCommand", MMonCommand.HEAD_VERSION, MMonCommand::decode)
                .add(MMonCommandAck.TYPE, "MMonCommandAck", MMonCommandAck.HEAD_VERSION, MMonCommandAck::decode)
                .add(MLog.TYPE, "MLog", MLog.HEAD_VERSION, MLog::decode)
                .add(MLogAck.TYPE, "MLogAck", MLogAck.HEAD_VERSION, MLogAck::decode)
                .add(MGetPoolStats.TYPE, "MGetPoolStats", MGetPoolStats.HEAD_VERSION, MGetPoolStats::decode)
                .add(
                        MGetPoolStatsReply.TYPE,
                        "MGetPoolStatsReply",
                        MGetPoolStatsReply.HEAD_VERSION,
                        MGetPoolStatsReply::decode)
                .add(MOSDBackoff.TYPE, "MOSDBackoff", MOSDBackoff.HEAD_VERSION, MOSDBackoff::decode)
                .add(MConfig.TYPE, "MConfig", MConfig.HEAD_VERSION, MConfig::decode)
                .add(MGetConfig.TYPE, "MGetConfig", MGetConfig.HEAD_VERSION, MGetConfig::decode)
                .add(MOSDPing.TYPE, "MOSDPing", MOSDPing.HEAD_VERSION, MOSDPing::decode)
                .add(MOSDBoot.TYPE, "MOSDBoot", MOSDBoot.HEAD_VERSION, MOSDBoot::decode)
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
                .add(MCommand.TYPE, "MCommand", MCommand.HEAD_VERSION, MCommand::decode)
                .add(MCommandReply.TYPE, "MCommandReply", MCommandReply.HEAD_VERSION, MCommandReply::decode)
                .add(MOSDPGCreated.TYPE, "MOSDPGCreated", MOSDPGCreated.HEAD_VERSION, MOSDPGCreated::decode)
                .add(MOSDPGCreate2.TYPE, "MOSDPGCreate2", MOSDPGCreate2.HEAD_VERSION, MOSDPGCreate2::decode)
                .add(MMgrMap.TYPE, "MMgrMap", MMgrMap.HEAD_VERSION, MMgrMap::decode);
    }
}
