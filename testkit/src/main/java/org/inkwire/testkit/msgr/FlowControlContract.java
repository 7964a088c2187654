// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.MemoryCeiling;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.dump.ThrottleDump;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.Keepalive2AckFrame;
import org.inkwire.msgr.frame.Keepalive2Frame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Throttles, send limits and priorities on whole connections. A driver's test extends this and names the driver. */
@Timeout(180)
public abstract class FlowControlContract extends DriverContract {
    private static final EntityName SERVER = EntityName.osd(0);
    private static final EntityName CLIENT = EntityName.client(7);
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private final Hands hands = new Hands();

    @AfterEach
    void handsLetGo() {
        hands.letGoForGood();
    }

    /**
     * A handler that keeps what is dispatched fast, and is stuck with the first message that is not: those of OSDs with
     * text "bulk", unless urgent.
     */
    private static final class Hands implements Dispatcher {
        final ConcurrentLinkedQueue<Message> held = new ConcurrentLinkedQueue<>();
        final AtomicInteger handled = new AtomicInteger();
        final ConcurrentLinkedQueue<String> urgent = new ConcurrentLinkedQueue<>();
        final CountDownLatch open = new CountDownLatch(1);
        final List<Connection> accepted = new CopyOnWriteArrayList<>();
        volatile boolean queueUrgent;
        volatile boolean keeping = true;

        @Override
        public boolean msCanFastDispatch(Message message) {
            return message.priority() >= Message.PRIORITY_HIGHEST
                    ? !queueUrgent
                    : !((TextMessage) message).text().equals("bulk");
        }

        @Override
        public void msFastDispatch(Connection connection, Message message) {
            if (message.priority() >= Message.PRIORITY_HIGHEST) {
                urgent.add(((TextMessage) message).text());
            } else {
                held.add(message.retain());
            }
            handled.incrementAndGet();
            if (!keeping) {
                letGoOfAll();
            }
        }

        @Override
        public void msHandleAccept(Connection connection) {
            accepted.add(connection);
        }

        /** The one connection accepted: told by the dispatch thread, which may come after what the workers do. */
        Connection theAccepted() {
            eventually(() -> assertThat(accepted).hasSize(1));
            return accepted.get(0);
        }

        @Override
        public boolean msDispatch(Connection connection, Message message) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return true;
        }

        void letGoOfOne() {
            held.remove().release();
        }

        void letGoForGood() {
            keeping = false;
            open.countDown();
            letGoOfAll();
        }

        void letGoOfAll() {
            for (Message m = held.poll(); m != null; m = held.poll()) {
                m.release();
            }
        }
    }

    private Messenger server(Dispatcher dispatcher, UnaryOperator<MessengerConfig.Builder> tune) {
        Messenger server = messengers.create(SERVER, Policy.statelessServer(), dispatcher, tune);
        TestMessengers.bind(server, 0, 0);
        return server;
    }

    /** A server that lets clients have so much in its handlers' hands. */
    private Messenger throttled(long bytes, long count) {
        Messenger server = server(hands, c -> c);
        server.policy(
                EntityType.CLIENT,
                Policy.statelessServer()
                        .throttledBy(new Throttle("client_bytes", bytes), new Throttle("client_messages", count)));
        server.start();
        return server;
    }

    private static ThrottleDump gauge(Messenger m, String name) {
        return m.throttles().stream()
                .filter(g -> g.name().equals("throttle-" + name))
                .findFirst()
                .orElseThrow();
    }

    private Connection connect(EntityName name, Messenger server) {
        return messengers
                .client(name, Policy.lossyClient(), RecordingDispatcher.silent())
                .connectTo(EntityType.OSD, server.addrs());
    }

    private ScriptedPeer dial(EntityType type, Messenger server) {
        EntityAddr target = server.addrs().first();
        ScriptedPeer peer = ScriptedPeer.dial(target);
        peer.authenticateAsClient(type, target);
        peer.send(peer.ident(target, 1, 0));
        peer.receive(ServerIdentFrame.class);
        return peer;
    }

    private ByteBuf data(int bytes) {
        return messengers.allocator().directBuffer(bytes).writeZero(bytes);
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
        // One throttle after the other.
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

    private static ThrottleDump dispatchGauge(Messenger server) {
        return gauge(server, "msgr_dispatch_throttler-osd.0");
    }

    private static Message urgent(String text) {
        return new TextMessage(text).priority(Message.PRIORITY_HIGHEST);
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
            // Everything the server owes for what it did read comes, whatever it cannot read.
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

    // ---- send limits

    /** A lossless client whose peer reads, but acknowledges only what the test says. */
    private final class Unacknowledged implements AutoCloseable {
        final ServerSocket listener = ScriptedPeer.listener();
        final RecordingDispatcher atClient = RecordingDispatcher.silent();
        final Connection connection;
        final ScriptedPeer peer;

        Unacknowledged(SendLimits limits) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            Messenger client = messengers.create(CLIENT, Policy.losslessClient(), atClient, c -> c.sendLimits(limits));
            client.start();
            connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            peer = ScriptedPeer.accept(listener);
            peer.authenticateAsServer(EntityType.MON);
            peer.receive(ClientIdentFrame.class);
            peer.send(peer.serverIdent(addr, 1, 99));
        }

        List<String> read(int count) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                texts.add(peer.receive(TextMessage.class).text());
            }
            return texts;
        }

        @Override
        public void close() throws IOException {
            peer.close();
            listener.close();
        }
    }

    private static final SendLimits FOUR = new SendLimits(4, MIB, 8, 2 * MIB);

    private static boolean isDone(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone();
    }

    @Test
    void trySendRefusesWhatIsBeyondTheLimitAndLeavesItToTheCaller() throws IOException {
        try (Unacknowledged to = new Unacknowledged(FOUR)) {
            for (int i = 0; i < 4; i++) {
                assertThat(to.connection.trySend(new TextMessage("m" + i))).isTrue();
            }
            TextMessage fifth = new TextMessage("m4");
            assertThat(to.connection.trySend(fifth)).isFalse();
            assertThat(fifth.refCnt()).isEqualTo(1);
            assertThat(to.read(4)).containsExactly("m0", "m1", "m2", "m3");
            assertThat(to.connection.trySend(fifth))
                    .as("sent, but not acknowledged")
                    .isFalse();

            CompletionStage<Void> writable = to.connection.whenWritable();
            assertThat(isDone(writable)).isFalse();
            to.peer.send(new AckFrame(1));
            eventually(() -> assertThat(writable.toCompletableFuture()).isCompleted());
            assertThat(to.connection.trySend(fifth)).isTrue();
            assertThat(to.read(1)).containsExactly("m4");
        }
    }

    @Test
    void sendCompletesWhenAcceptedAndKeepsTheOrderOfThoseThatWait() throws IOException {
        try (Unacknowledged to = new Unacknowledged(FOUR)) {
            List<CompletionStage<Void>> accepted = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                accepted.add(to.connection.send(new TextMessage("m" + i)));
            }
            assertThat(accepted.stream().map(FlowControlContract::isDone).toList())
                    .containsExactly(true, true, true, true, false, false, false);
            assertThat(to.read(4)).containsExactly("m0", "m1", "m2", "m3");
            to.peer.send(new AckFrame(2));
            assertThat(to.read(2)).containsExactly("m4", "m5");
            eventually(() -> assertThat(accepted.subList(4, 6)).allMatch(FlowControlContract::isDone));
            assertThat(isDone(accepted.get(6))).isFalse();
            to.peer.send(new AckFrame(6));
            assertThat(to.read(1)).containsExactly("m6");
            eventually(() -> assertThat(isDone(accepted.get(6))).isTrue());
        }
    }

    @Test
    void whoWaitsInSendFailsWhenTheConnectionCloses() throws IOException {
        try (Unacknowledged to = new Unacknowledged(FOUR)) {
            for (int i = 0; i < 4; i++) {
                to.connection.send(new TextMessage("m" + i));
            }
            TextMessage waiting = new TextMessage("waits");
            CompletionStage<Void> accepted = to.connection.send(waiting);
            CompletionStage<Void> writable = to.connection.whenWritable();
            to.connection.markDown();
            eventually(() -> assertThat(accepted.toCompletableFuture()).isCompletedExceptionally());
            assertThatThrownBy(() -> accepted.toCompletableFuture().join()).hasCauseInstanceOf(IOException.class);
            assertThatThrownBy(() -> writable.toCompletableFuture().join()).hasCauseInstanceOf(IOException.class);
            assertThat(waiting.refCnt()).isZero();
            TextMessage late = new TextMessage("late");
            assertThatThrownBy(
                            () -> to.connection.send(late).toCompletableFuture().join())
                    .hasCauseInstanceOf(IOException.class);
            assertThat(late.refCnt()).isZero();
        }
    }

    @Test
    void sendMessageAndUrgentMessagesPassTheLimit() throws IOException {
        try (Unacknowledged to = new Unacknowledged(FOUR)) {
            for (int i = 0; i < 4; i++) {
                assertThat(to.connection.trySend(new TextMessage("m" + i))).isTrue();
            }
            assertThat(to.read(4)).hasSize(4);
            to.connection.sendMessage(new TextMessage("protocol"));
            assertThat(to.connection.trySend(urgent("heartbeat"))).isTrue();
            assertThat(to.read(2)).containsExactlyInAnyOrder("protocol", "heartbeat");
        }
    }

    @Test
    void aPeerThatIsOwedMoreThanTheOverflowIsGivenUp() throws IOException {
        try (Unacknowledged to = new Unacknowledged(FOUR)) {
            for (int i = 0; i < 8; i++) {
                to.connection.sendMessage(new TextMessage("m" + i));
            }
            assertThat(to.read(8)).hasSize(8);
            assertThat(to.connection.isClosed()).isFalse();
            to.connection.sendMessage(new TextMessage("one too many"));
            eventually(() -> assertThat(to.atClient.events).containsExactly("connect", "reset"));
            assertThat(to.connection.isClosed()).isTrue();
        }
    }

    @Test
    void manySendersThatWaitLoseNothingAndEachKeepsItsOrder() throws InterruptedException {
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = messengers.server(SERVER, Policy.statefulServer(), atServer);
        Messenger client = messengers.create(
                CLIENT,
                Policy.losslessClient(),
                RecordingDispatcher.silent(),
                c -> c.sendLimits(new SendLimits(8, MIB, 100, 2 * MIB)));
        client.start();
        Connection connection = client.connectTo(EntityType.OSD, server.addrs());
        int senders = 3;
        int each = 1000;
        List<Thread> threads = IntStream.range(0, senders)
                .mapToObj(s -> new Thread(() -> {
                    for (int i = 0; i < each; i += 2) {
                        // Two at a time, so that one may wait when the other comes.
                        CompletionStage<Void> first = connection.send(new TextMessage(s + ":" + i));
                        CompletionStage<Void> second = connection.send(new TextMessage(s + ":" + (i + 1)));
                        first.toCompletableFuture().join();
                        second.toCompletableFuture().join();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread t : threads) {
            t.join();
        }
        eventually(() -> assertThat(atServer.texts).hasSize(senders * each));
        for (int s = 0; s < senders; s++) {
            String from = s + ":";
            assertThat(atServer.texts.stream().filter(t -> t.startsWith(from)).toList())
                    .isEqualTo(IntStream.range(0, each).mapToObj(i -> from + i).toList());
        }
    }

    @Test
    void aServersPeerThatDoesNotReadRepliesIsNotReadEither() {
        int requests = 256;
        ByteBuf reply = data(256 * KIB);
        AtomicInteger answered = new AtomicInteger();
        Messenger server = server(
                RecordingDispatcher.fast((c, m) -> {
                    answered.incrementAndGet();
                    c.sendMessage(new TextMessage("reply", reply.retainedDuplicate()));
                }),
                c -> c.sendLimits(new SendLimits(4, MIB, 1000, 1000L * MIB)));
        server.start();
        try (ScriptedPeer peer = dial(EntityType.CLIENT, server)) {
            for (int i = 1; i <= requests; i++) {
                peer.send(new TextMessage("read"), i, 0);
            }
            // What the limit, our socket's buffer and the kernel's on both sides may take.
            int ahead = 100;
            eventually(() -> assertThat(answered.get()).isGreaterThanOrEqualTo(8));
            for (int i = 1; i <= requests; i++) {
                assertThat(answered.get()).isLessThanOrEqualTo(i + ahead);
                peer.receive(TextMessage.class).release();
            }
            assertThat(answered).hasValue(requests);
        } finally {
            reply.release();
        }
    }

    // ---- the ceiling

    @Test
    void filledToTheBrimAMessengerStaysBelowItsMemoryCeiling() {
        int frontMax = 64 * KIB;
        int dataMax = 256 * KIB;
        int sent = 64 * KIB;
        SendLimits limits = new SendLimits(64, MIB, 128, 2 * MIB);
        PolicyThrottles clients =
                new PolicyThrottles(new Throttle("client_bytes", 2 * MIB), new Throttle("client_messages", 1000));
        MessengerConfig[] config = new MessengerConfig[1];
        Messenger server = server(hands, c -> {
            MessengerConfig.Builder tuned =
                    c.dispatchThrottleBytes(MIB).sendLimits(limits).maxSegmentBytes(frontMax, dataMax);
            config[0] = tuned.conclude();
            return tuned;
        });
        server.policy(EntityType.CLIENT, Policy.statelessServer().throttledBy(clients.bytes(), clients.messages()));
        server.start();
        List<ScriptedPeer> peers = new ArrayList<>();
        try {
            // Accept events come before the dispatch thread is stuck.
            for (int i = 0; i < 4; i++) {
                peers.add(dial(i < 2 ? EntityType.CLIENT : EntityType.OSD, server));
            }
            eventually(() -> assertThat(hands.accepted).hasSize(4));
            long ceiling = MemoryCeiling.of(config[0], List.of(clients), SendLimits.MESSAGE_BYTES + sent)
                    .bytes(peers.size());
            // First the way in, because a server that has much to say reads no requests: what handlers keep, then what
            // waits for dispatch.
            peers.subList(0, 2).forEach(peer -> bombard(peer, "op").start());
            eventually(() -> {
                assertThat(held()).isLessThanOrEqualTo(ceiling);
                assertThat(gauge(server, "client_bytes").waiting()).isEqualTo(2);
            });
            peers.subList(2, 4).forEach(peer -> bombard(peer, "bulk").start());
            eventually(() -> {
                assertThat(held()).isLessThanOrEqualTo(ceiling);
                assertThat(dispatchGauge(server).waiting()).isEqualTo(2);
            });

            // Then the way out.

            long highest = 0;
            int refused = 0;
            while (refused < 1000) {
                for (Connection c : hands.accepted) {
                    if (c.send(new TextMessage("push", data(sent)))
                            .toCompletableFuture()
                            .isCompletedExceptionally()) {
                        refused++;
                    }
                }
                highest = Math.max(highest, held());
                assertThat(highest).isLessThanOrEqualTo(ceiling);
            }
            assertThat(highest).as("that this is full at all").isGreaterThan(ceiling / 2);
            assertThat(hands.accepted).noneMatch(Connection::isClosed);
        } finally {
            peers.forEach(ScriptedPeer::close);
        }
    }

    private long held() {
        return messengers.allocator().metric().usedDirectMemory()
                + messengers.allocator().metric().usedHeapMemory();
    }

    /** Sends messages until nobody reads them, then until the peer is closed. */
    private static Thread bombard(ScriptedPeer peer, String text) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 1; i < 10_000; i++) {
                    peer.send(new TextMessage(text, Unpooled.buffer().writeZero((i % 2 + 1) * 9 * KIB)), i, 0);
                }
            } catch (java.io.UncheckedIOException e) {
                // The test is over.
                return;
            }
            throw new AssertionError("somebody read it all");
        });
        thread.setDaemon(true);
        return thread;
    }
}
