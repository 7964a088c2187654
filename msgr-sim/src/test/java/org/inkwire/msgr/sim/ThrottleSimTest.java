// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;

/** Bulk messages that fill the dispatch throttle delay bulk messages, not heartbeats. */
class ThrottleSimTest extends SimTestBase {
    private static final int THROTTLE_BYTES = 1000;
    private static final int BULK_BYTES = 50_000;

    @Test
    void aFullDispatchThrottleDoesNotStarveHeartbeats() {
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = sims.server(
                sims.process("server"),
                SERVER,
                Policy.statelessServer(),
                atServer,
                c -> c.dispatchThrottleBytes(THROTTLE_BYTES));
        Messenger client = sims.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        Messenger other = sims.client(EntityName.client(8), Policy.lossyClient(), RecordingDispatcher.silent());
        Connection heartbeats = client.connectTo(EntityType.MON, server.addrs());
        Connection ordinary = other.connectTo(EntityType.MON, server.addrs());
        sims.eventually(() -> heartbeats.isConnected() && ordinary.isConnected(), "ready");

        EntityAddr target = server.addrs().first();
        ScriptedPeer bulk = sims.peers("bulk").dial(target);
        bulk.authenticateAsClient(EntityType.CLIENT, target);
        bulk.send(bulk.ident(target, 1, 0));
        bulk.receive(ServerIdentFrame.class);
        byte[] frame = ScriptedPeer.bytesOf(new TextMessage("bulk", data(server, BULK_BYTES)), 1);
        int begun = Preamble.BYTES + 100;
        bulk.sendRaw(Arrays.copyOf(frame, begun));
        sims.pass(Duration.ofMillis(10));

        ordinary.sendMessage(new TextMessage("ordinary"));
        sims.pass(Duration.ofSeconds(1));
        assertThat(atServer.texts).as("the throttle is full").isEmpty();
        for (int i = 0; i < 5; i++) {
            heartbeats.sendMessage(new TextMessage("heartbeat " + i).priority(Message.PRIORITY_HIGHEST));
        }
        sims.pass(Duration.ofSeconds(1));
        assertThat(atServer.texts).isEqualTo(numbered("heartbeat ", 5));

        bulk.sendRaw(Arrays.copyOfRange(frame, begun, frame.length));
        sims.eventually(() -> atServer.texts.contains("ordinary"), "room again");
        assertThat(atServer.texts).endsWith("bulk", "ordinary");
    }
}
