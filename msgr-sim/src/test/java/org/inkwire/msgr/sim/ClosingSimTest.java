// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.Worker;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/** Closed connections leave nothing behind. */
class ClosingSimTest extends SimTestBase {
    private static final int CONNECTS = 10_000;

    @Test
    void closingTwiceCountsOnce() {
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), RecordingDispatcher.silent());
        SimProcess process = sims.processOf(client);
        SimPeers.Listening one = sims.peers("one").listen();
        SimPeers.Listening two = sims.peers("two").listen();
        Connection first = connect(client, EntityType.MON, one.addr());
        Connection second = connect(client, EntityType.MON, two.addr());
        ScriptedPeer p = one.accept();
        acceptSession(p, EntityType.MON, one.addr());
        sims.eventually(first::isConnected, "ready");
        assertThat(sims.connections(process)).isEqualTo(2);
        p.abort();
        first.markDown();
        first.markDown();
        client.markDownAll();
        sims.pass(Duration.ofSeconds(1));
        first.markDown();
        second.markDown();
        client.markDownAll();
        sims.pass(Duration.ofSeconds(1));
        assertThat(sims.connections(process)).isZero();
        connect(client, EntityType.MON, two.addr());
        assertThat(sims.connections(process)).isEqualTo(1);
        for (Worker w : process.stack().workers()) {
            assertThat(w.connections()).as("never below zero").isNotNegative();
        }
    }

    @Test
    void tenThousandConnectsAndClosesLeaveNoBufferNoTimerAndNoSocket() {
        Messenger server = sims.server(SERVER, Policy.statelessServer(), echoing());
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = sims.client(CLIENT, Policy.lossyClient(), atClient);
        for (int i = 0; i < CONNECTS; i++) {
            Connection c = client.connectTo(EntityType.MON, server.addrs());
            c.sendMessage(new TextMessage("x", data(client, 100)));
            // Closed at a different point of its lifetime each time.
            sims.pass(Duration.ofNanos(i % 100 * 17_000L));
            c.markDown();
        }
        sims.pass(Duration.ofSeconds(1));
        assertThat(atClient.texts).as("some got through").isNotEmpty();
        for (Messenger m : new Messenger[] {client, server}) {
            SimProcess p = sims.processOf(m);
            assertThat(sims.connections(p)).as("connections of %s", p).isZero();
            assertThat(p.host().tcp().connections()).as("sockets of %s", p).isZero();
            assertThat(p.allocator().outstandingBuffers())
                    .as("buffers of %s", p)
                    .isZero();
            for (Worker w : p.stack().workers()) {
                assertThat(w.center().nextTimerNanos())
                        .as("timers of %s", w.center())
                        .isEqualTo(-1);
            }
        }
    }
}
