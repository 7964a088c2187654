// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/** A sent buffer belongs to the messenger. Writing into it nevertheless harms only that message. */
class OwnershipSimTest extends SimTestBase {
    private static final int BYTES = 200_000;
    private static final int WINDOW = 8 << 10;

    private final List<String> received = new ArrayList<>();
    private final RecordingDispatcher atServer = RecordingDispatcher.fast((c, m) ->
            received.add(m.text() + (m.data().isReadable() ? " " + m.data().getByte(BYTES - 1) : "")));

    private Messenger client;
    private Connection connection;

    private void connect() {
        Messenger server = sims.server(SERVER, Policy.statefulServer(), atServer);
        client = sims.client(CLIENT, Policy.losslessClient(), RecordingDispatcher.silent());
        sims.sim().network().faults(NetworkFaults.none().withWindow(WINDOW, WINDOW));
        connection = client.connectTo(EntityType.MON, server.addrs());
        sims.eventually(connection::isConnected, "ready");
    }

    @Test
    void aBufferChangedByItsOwnerBetweenChecksumAndWriteCostsOneTcpConnection() {
        connect();
        ByteBuf data = data(client, BYTES);
        connection.sendMessage(new TextMessage("changed", data));
        connection.sendMessage(new TextMessage("behind it"));
        sims.pass(Duration.ofMillis(1));
        assertThat(received).as("only a part was sent").isEmpty();
        data.setByte(BYTES - 1, 1);
        sims.eventually(() -> received.size() == 2, "delivered");
        assertThat(received).containsExactly("changed 1", "behind it");
        assertThat(count("READY", "START_CONNECT")).isEqualTo(1);
        sims.eventually(() -> data.refCnt() == 0, "acknowledged");
    }

    @Test
    void aBufferChangedByItsOwnerBeforeAReplayIsReplayedWithAChecksumOfItsOwn() {
        connect();
        SimHost there = sims.processOf(atServer.accepted.get(0).messenger()).host();
        SimHost here = sims.processOf(client).host();
        sims.sim().network().hold(here.tcp(), there.tcp());
        ByteBuf data = data(client, BYTES);
        connection.sendMessage(new TextMessage("changed", data));
        connection.sendMessage(new TextMessage("behind it"));
        sims.pass(Duration.ofMillis(1));
        data.setByte(BYTES - 1, 2);
        sims.processOf(client).loseConnections(1);
        sims.sim().network().release(here.tcp(), there.tcp());
        sims.eventually(() -> received.size() == 2, "delivered");
        assertThat(received).containsExactly("changed 2", "behind it");
        assertThat(count("READY", "START_CONNECT")).isEqualTo(1);
    }
}
