// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import org.inkwire.wire.message.MessageRegistry;

/** The messages of this package, for a registry. */
public final class MonMessages {
    private MonMessages() {}

    /** @throws IllegalArgumentException if one of the types is already registered */
    public static MessageRegistry.Builder registerAll(MessageRegistry.Builder builder) {
        return builder.add(MMonMap.TYPE, "MMonMap", MMonMap.HEAD_VERSION, MMonMap::decode)
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
                .add(MConfig.TYPE, "MConfig", MConfig.HEAD_VERSION, MConfig::decode)
                .add(MGetConfig.TYPE, "MGetConfig", MGetConfig.HEAD_VERSION, MGetConfig::decode)
                .add(MMgrMap.TYPE, "MMgrMap", MMgrMap.HEAD_VERSION, MMgrMap::decode)
                .add(MMgrOpen.TYPE, "MMgrOpen", MMgrOpen.HEAD_VERSION, MMgrOpen::decode)
                .add(MMgrClose.TYPE, "MMgrClose", MMgrClose.HEAD_VERSION, MMgrClose::decode)
                .add(MMgrCommand.TYPE, "MMgrCommand", MMgrCommand.HEAD_VERSION, MMgrCommand::decode)
                .add(
                        MMgrCommandReply.TYPE,
                        "MMgrCommandReply",
                        MMgrCommandReply.HEAD_VERSION,
                        MMgrCommandReply::decode);
    }
}
