// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import org.inkwire.cluster.message.Unpassed;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.heartbeat.Heartbeats;
import org.inkwire.osd.shard.OsdShards;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/** Connects the seven messengers to the OSD: passes what they receive to its {@link Routes}. Runs on workers. */
final class OsdDispatcher implements Dispatcher {
    private final EventCenter center;
    private final Routes routes;
    private final Messenger cluster;
    private final Heartbeats heartbeats;
    private final OsdShards shards;

    /** @param cluster carries the messages between PGs */
    OsdDispatcher(EventCenter center, Routes routes, Messenger cluster, Heartbeats heartbeats, OsdShards shards) {
        this.center = center;
        this.routes = routes;
        this.cluster = cluster;
        this.heartbeats = heartbeats;
        this.shards = shards;
    }

    @Override
    public boolean msCanFastDispatch(Message message) {
        return routes.has(message.type());
    }

    @Override
    public void msFastDispatch(Connection connection, Message message) {
        routes.take(connection, message);
    }

    @Override
    public void msHandleReset(Connection connection) {
        lost(connection, false);
    }

    @Override
    public void msHandleRemoteReset(Connection connection) {
        lost(connection, false);
    }

    @Override
    public void msHandleRefused(Connection connection) {
        lost(connection, true);
    }

    @Override
    public boolean msHandleUnsent(Connection connection, Message message, Throwable cause) {
        return send(connection, Unpassed.insteadOf(message, cause));
    }

    @Override
    public boolean msHandleUnreceived(Connection connection, Unreceived message, Throwable cause) {
        return send(connection, Unpassed.answerTo(message.type(), message.tid(), cause));
    }

    private static boolean send(Connection connection, @Nullable Message answer) {
        if (answer == null) {
            return false;
        }
        connection.sendMessage(answer);
        return true;
    }

    private void lost(Connection connection, boolean refused) {
        if (connection.peerType() != EntityType.OSD) {
            return;
        }
        center.submit(() -> heartbeats.onLost(connection, refused));
        long from = connection.peerName().num();
        if (connection.messenger().equals(cluster) && !refused && from >= 0) {
            shards.onPeerReset((int) from);
        }
    }
}
