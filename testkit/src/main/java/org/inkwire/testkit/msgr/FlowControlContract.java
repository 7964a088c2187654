// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import java.util.function.UnaryOperator;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.dump.ThrottleDump;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Base of the contracts for throttles and limits: a server whose handlers hold messages. */
@Timeout(180)
abstract class FlowControlContract extends DriverContract {
    static final EntityName SERVER = EntityName.osd(0);
    static final EntityName CLIENT = EntityName.client(7);
    static final int KIB = 1 << 10;
    static final int MIB = 1 << 20;

    final HoldingDispatcher hands = new HoldingDispatcher();

    @AfterEach
    void handsLetGo() {
        hands.letGoForGood();
    }

    Messenger server(Dispatcher dispatcher, UnaryOperator<MessengerConfig.Builder> tune) {
        Messenger server = messengers.create(SERVER, Policy.statelessServer(), dispatcher, tune);
        TestMessengers.bind(server, 0, 0);
        return server;
    }

    static ThrottleDump gauge(Messenger m, String name) {
        return m.throttles().stream()
                .filter(g -> g.name().equals("throttle-" + name))
                .findFirst()
                .orElseThrow();
    }

    static ThrottleDump dispatchGauge(Messenger server) {
        return gauge(server, "msgr_dispatch_throttler-osd.0");
    }

    ScriptedPeer dial(EntityType type, Messenger server) {
        EntityAddr target = server.addrs().first();
        ScriptedPeer peer = ScriptedPeer.dial(target);
        peer.authenticateAsClient(type, target);
        peer.send(peer.ident(target, 1, 0));
        peer.receive(ServerIdentFrame.class);
        return peer;
    }

    ByteBuf data(int bytes) {
        return messengers.allocator().directBuffer(bytes).writeZero(bytes);
    }

    static Message urgent(String text) {
        return new TextMessage(text).priority(Message.PRIORITY_HIGHEST);
    }
}
