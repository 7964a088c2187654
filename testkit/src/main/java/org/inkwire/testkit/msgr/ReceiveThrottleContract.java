// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.Keepalive2AckFrame;
import org.inkwire.msgr.frame.Keepalive2Frame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;

/**
 * Receive throttles, and the traffic that must not wait for them. A driver's test extends this and names the driver.
 */
public abstract class ReceiveThrottleContract extends FlowControlContract {
    /** A server that bounds the client messages its handlers hold. */
    private Messenger throttled(long bytes, long count) {
        Messenger server = server(hands, c -> c);
        server.policy(
                EntityType.CLIENT,
                Policy.statelessServer()
                        .throttledBy(new Throttle("client_bytes", bytes), new Throttle("client_messages", count)));
        server.start();
        return server;
    }

    private Connection connect(EntityName name, Messenger server) {
        return messengers
                .client(name, Policy.lossyClient(), RecordingDispatcher.silent())
                .connectTo(EntityType.OSD, server.addrs());
    }

    // ---- policy throttles

    @Test
    void aMessageHoldsItsPolicysThrottlesUntilItsHandlerLetsGo() {
        Messenger server = throttled(MIB, 2);
        Connection client = connect(CLIENT, server);
        for (int i = 0; i < 5; i++) {
            client.sendMessage(new TextMessage("op"));
        }
        eventually(() -> assertThat(gauge(server, "client_messages").waiting()).isEqualTo(1));
        eventually(() -> assertThat(hands.held).hasSize(2));
        assertThat(gauge(server, "client_messages").taken()).isEqualTo(2);
        assertThat(gauge(server, "msgr_dispatch_throttler-osd.0").taken())
                .as("these were dispatched")
                .isZero();

        hands.letGoOfOne();
        eventually(() -> assertThat(hands.handled).hasValue(3));
        eventually(() -> assertThat(gauge(server, "client_messages").waiting()).isEqualTo(1));
        hands.letGoOfOne();
        hands.letGoOfOne();
        eventually(() -> assertThat(hands.handled).hasValue(5));
        hands.letGoOfAll();
        eventually(() -> assertThat(gauge(server, "client_messages").taken()).isZero());
        eventually(() -> assertThat(gauge(server, "client_bytes").taken()).isZero());
    }

    @Test
    void theByteThrottleBoundsWhatHandlersHold() {
        Messenger server = throttled(100 * KIB, 1000);
        Connection client = connect(CLIENT, server);
        for (int i = 0; i < 8; i++) {
            client.sendMessage(new TextMessage("op", data(40 * KIB)));
        }
        eventually(() -> assertThat(gauge(server, "client_bytes").waiting()).isEqualTo(1));
        eventually(() -> assertThat(hands.held).hasSize(2));
        assertThat(gauge(server, "client_bytes").taken()).isBetween(80L * KIB, 100L * KIB);
        assertThat(gauge(server, "client_messages").taken())
                .as("the one that waits has this already")
                .isEqualTo(3);
    }

    @Test
    void allConnectionsOfAPolicyShareItsThrottlesAndOthersDoNot() {
        Messenger server = throttled(MIB, 3);
        Connection one = connect(CLIENT, server);
        Connection two = connect(EntityName.client(8), server);
        Connection osd = connect(EntityName.osd(1), server);
        for (int i = 0; i < 5; i++) {
            one.sendMessage(new TextMessage("op"));
            two.sendMessage(new TextMessage("op"));
        }
        eventually(() -> assertThat(gauge(server, "client_messages").waiting()).isEqualTo(2));
        eventually(() -> assertThat(hands.held).hasSize(3));
        for (int i = 0; i < 20; i++) {
            osd.sendMessage(new TextMessage("sub op"));
        }
        eventually(() -> assertThat(hands.held).hasSize(23));
        assertThat(gauge(server, "client_messages").taken()).isEqualTo(3);
        hands.letGoForGood();
        eventually(() -> assertThat(hands.handled).hasValue(30));
    }

    @Test
    void aConnectionThatDiesWaitingGivesEverythingBackWhenItsTurnComes() {
        Messenger server = throttled(100 * KIB, 1000);
        ScriptedPeer dying = dial(EntityType.CLIENT, server);
        for (int i = 1; i <= 2; i++) {
            dying.send(new TextMessage("op", Unpooled.buffer().writeZero(40 * KIB)), i, 0);
        }
        byte[] half =
                ScriptedPeer.bytesOf(new TextMessage("op", Unpooled.buffer().writeZero(40 * KIB)), 3);
        dying.sendRaw(Arrays.copyOf(half, 20 * KIB));
        eventually(() -> assertThat(gauge(server, "client_bytes").waiting()).isEqualTo(1));
        dying.close();
        hands.letGoOfAll();
        eventually(() -> assertThat(gauge(server, "client_messages").taken()).isZero());
        // One throttle at a time.
        eventually(() -> assertThat(gauge(server, "client_bytes").taken()).isZero());
        assertThat(hands.handled).hasValue(2);
    }

    @Test
    void aConnectionThatIsMarkedDownWaitingGivesBackWhatItHadAtOnce() {
        Messenger server = throttled(100 * KIB, 1000);
        Connection client = connect(CLIENT, server);
        for (int i = 0; i < 3; i++) {
            client.sendMessage(new TextMessage("op", data(40 * KIB)));
        }
        eventually(() -> assertThat(gauge(server, "client_bytes").waiting()).isEqualTo(1));
        hands.theAccepted().markDown();
        eventually(() -> assertThat(gauge(server, "client_bytes").waiting()).isZero());
        eventually(() -> assertThat(gauge(server, "client_messages").taken()).isEqualTo(2));
    }

    // ---- the dispatch throttle and what must not wait for it

    /** A server whose dispatch thread is stuck and whose dispatch throttle is full, with {@code bulk} waiting for it. */
    private Messenger fullOf(ConcurrentLinkedQueue<ScriptedPeer> bulk) {
        Messenger server = server(hands, c -> c.dispatchThrottleBytes(64 * KIB));
        server.start();
        ScriptedPeer peer = dial(EntityType.OSD, server);
        bulk.add(peer);
        for (int i = 1; i <= 3; i++) {
            peer.send(new TextMessage("bulk", Unpooled.buffer().writeZero(30 * KIB)), i, 0);
        }
        eventually(() -> assertThat(dispatchGauge(server).waiting()).isEqualTo(1));
        return server;
    }

    @Test
    void aFullDispatchThrottleDoesNotStarveHeartbeatsOfOtherConnections() {
        ConcurrentLinkedQueue<ScriptedPeer> bulk = new ConcurrentLinkedQueue<>();
        Messenger server = fullOf(bulk);
        try (ScriptedPeer stuck = bulk.remove();
                ScriptedPeer other = dial(EntityType.OSD, server)) {
            for (int i = 1; i <= 50; i++) {
                other.send(urgent("ping " + i), i, 0);
            }
            eventually(() -> assertThat(hands.urgent)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 50)
                            .mapToObj(i -> "ping " + i)
                            .toList()));
            assertThat(dispatchGauge(server).waiting()).isEqualTo(1);
            assertThat(stuck).isNotNull();
        }
    }

    @Test
    void aHeartbeatWhosePreambleComesBeforeItsHeaderPassesTheFullThrottleToo() {
        ConcurrentLinkedQueue<ScriptedPeer> bulk = new ConcurrentLinkedQueue<>();
        Messenger server = fullOf(bulk);
        try (ScriptedPeer stuck = bulk.remove();
                ScriptedPeer other = dial(EntityType.OSD, server)) {
            byte[] frame = ScriptedPeer.bytesOf(urgent("ping"), 1);
            other.sendRaw(Arrays.copyOf(frame, 40));
            eventually(() -> assertThat(dispatchGauge(server).waiting())
                    .as("its priority is not known yet")
                    .isEqualTo(2));
            other.sendRaw(Arrays.copyOfRange(frame, 40, frame.length));
            eventually(() -> assertThat(hands.urgent).containsExactly("ping"));
            assertThat(dispatchGauge(server).waiting()).isEqualTo(1);
            assertThat(stuck).isNotNull();
        }
    }

    @Test
    void aPeerThatCallsEverythingUrgentGetsNoFurtherThanItsReserve() {
        ConcurrentLinkedQueue<ScriptedPeer> bulk = new ConcurrentLinkedQueue<>();
        Messenger server = fullOf(bulk);
        hands.queueUrgent = true;
        try (ScriptedPeer stuck = bulk.remove();
                ScriptedPeer greedy = dial(EntityType.OSD, server)) {
            for (int i = 1; i <= 16; i++) {
                greedy.send(urgent("me first"), i, 0);
            }
            UTime read = new UTime(1, 2);
            greedy.send(new Keepalive2Frame(read));
            assertThat(greedy.receive(Keepalive2AckFrame.class).stamp()).isEqualTo(read);
            assertThat(dispatchGauge(server).waiting()).isEqualTo(1);
            greedy.send(urgent("me first"), 17, 0);
            eventually(() -> assertThat(dispatchGauge(server).waiting()).isEqualTo(2));
            assertThat(stuck).isNotNull();
        }
    }

    @Test
    void anUrgentMessageThatIsLargeWaitsLikeAnyOther() {
        ConcurrentLinkedQueue<ScriptedPeer> bulk = new ConcurrentLinkedQueue<>();
        Messenger server = fullOf(bulk);
        try (ScriptedPeer stuck = bulk.remove();
                ScriptedPeer other = dial(EntityType.OSD, server)) {
            Message large = urgent("large");
            large.data(Unpooled.buffer().writeZero(8 * KIB));
            other.send(large, 1, 0);
            eventually(() -> assertThat(dispatchGauge(server).waiting()).isEqualTo(2));
            assertThat(hands.urgent).isEmpty();
            assertThat(stuck).isNotNull();
        }
    }

    @Test
    void aConnectionThatWaitsForAThrottleStillAnswersKeepalivesAndSends() {
        Messenger server = throttled(MIB, 1);
        server.policy(
                EntityType.CLIENT,
                Policy.statefulServer()
                        .throttledBy(new Throttle("client_bytes", MIB), new Throttle("client_messages", 1)));
        EntityAddr target = server.addrs().first();
        try (ScriptedPeer peer = ScriptedPeer.dial(target)) {
            peer.authenticateAsClient(EntityType.CLIENT, target);
            peer.send(peer.ident(target, 1, 55));
            peer.receive(ServerIdentFrame.class);
            UTime before = new UTime(3, 4);
            peer.send(new TextMessage("op"), 1, 0);
            peer.send(new Keepalive2Frame(before));
            peer.send(new TextMessage("waits"), 2, 0);
            // Every reply to a message the server did read arrives, even though it cannot read more.
            List<Object> answers = List.of(peer.receive(), peer.receive());
            assertThat(answers)
                    .anySatisfy(a -> assertThat(a).isEqualTo(new Keepalive2AckFrame(before)))
                    .anySatisfy(a -> assertThat(a).isEqualTo(new AckFrame(1)));
            eventually(
                    () -> assertThat(gauge(server, "client_messages").waiting()).isEqualTo(1));

            Connection stuck = hands.theAccepted();
            stuck.sendKeepalive();
            peer.receive(Keepalive2Frame.class);
            stuck.sendMessage(new TextMessage("still here"));
            assertThat(peer.receive(TextMessage.class).text()).isEqualTo("still here");
            assertThat(gauge(server, "client_messages").waiting()).isEqualTo(1);
        }
    }

    @Test
    void aFullDispatchThrottleStopsNoKeepaliveOfAnotherConnection() {
        ConcurrentLinkedQueue<ScriptedPeer> bulk = new ConcurrentLinkedQueue<>();
        Messenger server = fullOf(bulk);
        try (ScriptedPeer stuck = bulk.remove();
                ScriptedPeer other = dial(EntityType.OSD, server)) {
            UTime stamp = new UTime(5, 6);
            other.send(new Keepalive2Frame(stamp));
            assertThat(other.receive(Keepalive2AckFrame.class).stamp()).isEqualTo(stamp);
            assertThat(dispatchGauge(server).waiting()).isEqualTo(1);
            assertThat(stuck).isNotNull();
        }
    }
}
