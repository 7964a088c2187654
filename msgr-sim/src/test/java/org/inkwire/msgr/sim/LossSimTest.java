// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.sim.net.Isolation;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.msgr.sim.net.TcpHost;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under every kind of loss a lossless session delivers exactly once, and a lossy one reports its end. */
class LossSimTest extends SimTestBase {
    private static final int MESSAGES = 100;
    private static final Duration EVERY = Duration.ofMillis(100);

    /** A kernel gives up a silent connection after a quarter of an hour. */
    private static final Duration LONG = Duration.ofHours(2);

    private final RecordingDispatcher atServer = echoing();
    private final RecordingDispatcher atClient = RecordingDispatcher.silent();
    private Messenger server;
    private Messenger client;
    private Connection connection;

    private void begin(boolean lossless) {
        server = sims.server(
                sims.process("server"),
                SERVER,
                lossless ? Policy.statefulServer() : Policy.statelessServer(),
                atServer,
                c -> c.nonce(0));
        client = sims.client(CLIENT, lossless ? Policy.losslessClient() : Policy.lossyClient(), atClient);
        connection = client.connectTo(EntityType.MON, server.addrs());
        sims.eventually(connection::isConnected, "ready");
    }

    /** One message every {@link #EVERY}, on the first connection only. */
    private void traffic(int dataBytes) {
        for (int i = 0; i < MESSAGES; i++) {
            String text = "n" + i;
            sims.sim()
                    .after(
                            EVERY.multipliedBy(i),
                            () -> connection.sendMessage(new TextMessage(text, data(client, dataBytes))));
        }
    }

    private TcpHost serverHost() {
        return sims.processOf(server).host().tcp();
    }

    private TcpHost clientHost() {
        return sims.processOf(client).host().tcp();
    }

    private void runUntil(BooleanSupplier condition, String what) {
        assertThat(sims.sim().runUntil(condition, LONG))
                .as(
                        "%s: %d there, %d back, %s; %s",
                        what, atServer.texts.size(), atClient.texts.size(), atClient.events, sims.sim())
                .isTrue();
    }

    private void expectExactlyOnce() {
        runUntil(() -> atServer.texts.size() >= MESSAGES && atClient.texts.size() >= MESSAGES, "everything echoed");
        assertThat(atServer.texts).isEqualTo(numbered("n", MESSAGES));
        assertThat(atClient.texts).isEqualTo(numbered("n", MESSAGES));
        assertThat(atClient.events).doesNotContain("reset", "remote reset");
    }

    /** The messages that arrived are a prefix, in order. */
    private void expectResetAfterAPrefix() {
        runUntil(() -> atClient.events.contains("reset"), "the client is told");
        assertThat(atClient.events).containsExactly("connect", "reset");
        runUntil(() -> atServer.events.contains("reset"), "the server is told");
        assertThat(atServer.texts).isEqualTo(numbered("n", atServer.texts.size()));
        assertThat(atClient.texts)
                .as("something was lost")
                .hasSizeLessThan(MESSAGES)
                .isEqualTo(numbered("n", atClient.texts.size()));
        assertThat(connection.isClosed()).isTrue();
    }

    private void expectWhatThePolicyPromises(boolean lossless) {
        if (lossless) {
            expectExactlyOnce();
        } else {
            expectResetAfterAPrefix();
        }
    }

    // ---- half-open

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatFallsSilentOneWayOrBoth(boolean lossless) {
        for (long seed = 1; seed <= 6; seed++) {
            beginAgain(seed);
            atServer.texts.clear();
            atServer.events.clear();
            atServer.accepted.clear();
            atClient.texts.clear();
            atClient.events.clear();
            sims.sim().network().faults(NetworkFaults.none().withLosses(0, 0, 1, 0));
            begin(lossless);
            sims.sim().network().faults(NetworkFaults.none());
            sims.pass(Duration.ofSeconds(12));
            traffic(100);
            expectWhatThePolicyPromises(lossless);
        }
    }

    // ---- partitions

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aOneWayPartitionInWhichTheConnectionIsLost(boolean lossless) {
        begin(lossless);
        traffic(100);
        sims.pass(Duration.ofSeconds(3));
        sims.sim().network().hold(clientHost(), serverHost());
        sims.pass(Duration.ofSeconds(1));
        sims.processOf(server).loseConnections(1);
        sims.pass(Duration.ofSeconds(40));
        sims.sim().network().release(clientHost(), serverHost());
        expectWhatThePolicyPromises(lossless);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aOneWayPartitionThatEndsInTimeLosesNothingUnderAnyPolicy(boolean lossless) {
        begin(lossless);
        traffic(100);
        sims.pass(Duration.ofSeconds(3));
        sims.sim().network().hold(serverHost(), clientHost());
        sims.pass(Duration.ofSeconds(60));
        assertThat(atServer.texts).hasSize(MESSAGES);
        assertThat(atClient.texts).hasSizeLessThan(MESSAGES);
        sims.sim().network().release(serverHost(), clientHost());
        expectExactlyOnce();
    }

    /** Paths are held one after the other and released in a different order, with losses in between. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void clogsReleasedInAnotherOrderLeaveLosslessPeersWithEveryMessageOnce(long seed) {
        beginAgain(seed);
        Random random = new Random(seed);
        int peers = 4;
        int each = 60;
        List<Messenger> all = new ArrayList<>();
        List<RecordingDispatcher> seen = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            RecordingDispatcher d = RecordingDispatcher.silent();
            seen.add(d);
            all.add(sims.server(EntityName.osd(i), Policy.losslessPeer(), d));
        }
        for (int n = 0; n < each; n++) {
            for (int i = 0; i < peers; i++) {
                for (int j = 0; j < peers; j++) {
                    if (i != j) {
                        Messenger from = all.get(i);
                        EntityAddrVec to = all.get(j).addrs();
                        String text = i + ":" + n;
                        sims.sim()
                                .after(
                                        EVERY.multipliedBy(n),
                                        () -> from.connectTo(EntityType.OSD, to).sendMessage(new TextMessage(text)));
                    }
                }
            }
        }
        for (int round = 0; round < 5; round++) {
            List<TcpHost> clogged = new ArrayList<>();
            for (Messenger m : all) {
                clogged.add(sims.processOf(m).host().tcp());
            }
            Collections.shuffle(clogged, random);
            List<Isolation> clogs = new ArrayList<>();
            for (TcpHost h : clogged) {
                clogs.add(sims.sim().network().isolate(List.of(h)));
                sims.pass(Duration.ofMillis(random.nextInt(500)));
            }
            sims.processOf(all.get(random.nextInt(peers))).loseConnections(0.5);
            Collections.shuffle(clogs, random);
            for (Isolation clog : clogs) {
                sims.pass(Duration.ofMillis(random.nextInt(4000)));
                clog.end();
            }
        }
        for (int j = 0; j < peers; j++) {
            RecordingDispatcher d = seen.get(j);
            runUntil(() -> d.texts.size() >= (peers - 1) * each, "osd." + j);
            for (int i = 0; i < peers; i++) {
                String from = i + ":";
                assertThat(d.texts.stream().filter(t -> t.startsWith(from)).toList())
                        .isEqualTo(i == j ? List.of() : numbered(from, each));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClogInWhichTheConnectionIsLost(boolean lossless) {
        begin(lossless);
        traffic(100);
        sims.pass(Duration.ofSeconds(2));
        Isolation clientClog = sims.sim().network().isolate(List.of(clientHost()));
        Isolation serverClog = sims.sim().network().isolate(List.of(serverHost()));
        sims.pass(Duration.ofSeconds(1));
        sims.processOf(client).loseConnections(1);
        sims.pass(Duration.ofSeconds(20));
        clientClog.end();
        sims.pass(Duration.ofSeconds(1));
        serverClog.end();
        expectWhatThePolicyPromises(lossless);
    }

    // ---- slow reader

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowReaderHoldsTheSenderBackAndLosesNothing(boolean lossless) {
        begin(lossless);
        serverHost().readSlowly(1000, Duration.ofMillis(10));
        traffic(50_000);
        sims.pass(EVERY.multipliedBy(MESSAGES / 2));
        assertThat(atServer.texts).hasSizeLessThan(MESSAGES / 2);
        expectExactlyOnce();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowReaderWhoseConnectionIsLost(boolean lossless) {
        begin(lossless);
        serverHost().readSlowly(1000, Duration.ofMillis(10));
        traffic(50_000);
        sims.pass(EVERY.multipliedBy(MESSAGES / 2));
        sims.processOf(server).loseConnections(1);
        sims.pass(EVERY.multipliedBy(MESSAGES / 4));
        serverHost().readNormally();
        expectWhatThePolicyPromises(lossless);
    }

    // ---- power-off and restart

    /**
     * A server that lost its memory cannot keep the guarantee: the client is notified, and from then on it holds again.
     */
    private void expectANewBeginning(boolean lossless, RecordingDispatcher atReborn) {
        String told = lossless ? "remote reset" : "reset";
        runUntil(() -> atClient.events.contains(told), "the client is told");
        sims.pass(EVERY.multipliedBy(MESSAGES));
        assertThat(atClient.events).containsOnlyOnce(told);
        int before = atReborn.texts.size();
        Connection c = client.connectTo(EntityType.MON, server.addrs());
        assertThat(c == connection).as("the session survives").isEqualTo(lossless);
        for (int i = 0; i < 10; i++) {
            c.sendMessage(new TextMessage("again " + i));
        }
        runUntil(() -> atReborn.texts.size() >= before + 10, "the new messages");
        assertThat(atReborn.texts.subList(before, before + 10)).isEqualTo(numbered("again ", 10));
        List<String> both = new ArrayList<>(atServer.texts);
        both.addAll(atReborn.texts);
        assertThat(both).doesNotHaveDuplicates();
    }

    private RecordingDispatcher reborn(SimHost host, boolean lossless) {
        RecordingDispatcher atReborn = RecordingDispatcher.silent();
        Messenger second = sims.server(
                sims.process(host, "second"),
                SERVER,
                lossless ? Policy.statefulServer() : Policy.statelessServer(),
                atReborn,
                c -> c.nonce(0));
        assertThat(second.addrs()).isEqualTo(server.addrs());
        return atReborn;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHostOfTheServerLosesPower(boolean lossless) {
        begin(lossless);
        traffic(100);
        sims.pass(Duration.ofSeconds(3));
        SimHost host = sims.processOf(server).host();
        host.powerOff();
        sims.pass(Duration.ofSeconds(30));
        assertThat(connection.isConnected()).as("half open: not notified").isTrue();
        host.powerOn();
        expectANewBeginning(lossless, reborn(host, lossless));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theServerIsKilledAndRestarted(boolean lossless) {
        begin(lossless);
        traffic(100);
        sims.pass(Duration.ofSeconds(3));
        SimProcess process = sims.processOf(server);
        process.kill();
        sims.pass(Duration.ofSeconds(5));
        expectANewBeginning(lossless, reborn(process.host(), lossless));
    }

    @Test
    void theHostOfAClientLosesPowerAndTheServerForgetsItWhenItsKernelGivesUp() {
        begin(false);
        sims.eventually(() -> atServer.accepted.size() == 1, "accepted");
        sims.processOf(client).host().powerOff();
        atServer.accepted.get(0).sendMessage(new TextMessage("into the dark"));
        runUntil(() -> atServer.events.contains("reset"), "the server is told");
        runUntil(() -> sims.connections(sims.processOf(server)) == 0, "forgotten");
    }
}
