// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.mon.MLogAck;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.MOSDPGCreate2;
import org.inkwire.cluster.message.peer.MOSDPing;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.message.MOSDPGPeer;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;

/** Takes what all seven messengers receive and hands it to where it is handled. Runs on workers; keeps nothing. */
final class OsdDispatcher implements Dispatcher {
    private final OSD osd;
    private final EventCenter center;
    private final Heartbeats heartbeats;

    OsdDispatcher(OSD osd, EventCenter center, Heartbeats heartbeats) {
        this.osd = osd;
        this.center = center;
        this.heartbeats = heartbeats;
    }

    @Override
    public boolean msCanFastDispatch(Message message) {
        return switch (message.type()) {
            case MOSDOp.TYPE,
                    MOSDPGPeer.TYPE,
                    MOSDPing.TYPE,
                    MOSDMap.TYPE,
                    MCommand.TYPE,
                    MOSDMarkMeDown.TYPE,
                    MOSDPGCreate2.TYPE,
                    MMgrMap.TYPE,
                    MLogAck.TYPE -> true;
            default -> false;
        };
    }

    @Override
    public void msFastDispatch(Connection connection, Message message) {
        if (message instanceof MOSDOp op) {
            osd.onOp(connection, op);
        } else if (message instanceof MOSDPGPeer peer) {
            osd.onPeer(connection, peer);
        } else {
            message.retain();
            center.submit(() -> {
                if (message instanceof MOSDPing ping) {
                    try {
                        heartbeats.onPing(connection, ping);
                    } finally {
                        ping.release();
                    }
                } else {
                    osd.onCenter(connection, message);
                }
            });
        }
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

    private void lost(Connection connection, boolean refused) {
        if (connection.peerType() == EntityType.OSD) {
            center.submit(() -> heartbeats.onLost(connection, refused));
            if (connection.messenger().logicalName().equals("cluster") && !refused) {
                long from = connection.peerName().num();
                if (from >= 0) {
                    osd.onPeerReset((int) from);
                }
            }
        }
    }
}
