// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/** Limits on messages waiting to be sent or acknowledged. A driver's test extends this and names the driver. */
public abstract class SendLimitContract extends FlowControlContract {
    // ---- send limits

    /** A lossless client whose peer reads, but acknowledges only on the test's command. */
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
            assertThat(accepted.stream().map(SendLimitContract::isDone).toList())
                    .containsExactly(true, true, true, true, false, false, false);
            assertThat(to.read(4)).containsExactly("m0", "m1", "m2", "m3");
            to.peer.send(new AckFrame(2));
            assertThat(to.read(2)).containsExactly("m4", "m5");
            eventually(() -> assertThat(accepted.subList(4, 6)).allMatch(SendLimitContract::isDone));
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
                        // Two at a time, so that one may be waiting when the other arrives.
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
            // The most that the limit, our socket's buffer and the kernel's buffers on both sides can take.
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
}
