// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.fault.Interceptor;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.Keepalive2Frame;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.RetryFrame;
import org.inkwire.msgr.frame.RetryGlobalFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.frame.WaitFrame;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/** Two peers that dial each other at the same time. */
class ReconnectRaceSimTest extends SimTestBase {
    /** A scripted peer's nonce is between {@link #LOW_NONCE} and {@link #HIGH_NONCE}. */
    private static final int LOW_NONCE = 1;

    private static final int HIGH_NONCE = 0xf0;

    /** Shorter than the longest back-off, which two peers that both wait would sit out. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordingDispatcher seen = RecordingDispatcher.silent();
    private Messenger tested;
    private SimPeers peers;
    private SimPeers.Listening listening;

    private void peer(int nonce) {
        tested = sims.server(
                sims.process("tested"), EntityName.osd(1), Policy.losslessPeer(), seen, c -> c.nonce(nonce));
        peers = sims.peers("peer");
        listening = peers.listen();
    }

    private ScriptedPeer dial() {
        ScriptedPeer p = peers.dial(tested.addrs().first());
        p.authenticateAsClient(EntityType.OSD, tested.addrs().first());
        return p;
    }

    /** A session with one unacknowledged message was lost, and the messenger has asked to resume it. */
    private ReconnectFrame reconnecting(ScriptedPeer[] again) {
        Connection c = connect(tested, EntityType.OSD, listening.addr());
        c.sendMessage(new TextMessage("a"));
        ScriptedPeer first = listening.accept();
        acceptSession(first, EntityType.OSD, listening.addr());
        expectMessage(first, "a", 1);
        first.abort();
        again[0] = listening.accept();
        return acceptReconnect(again[0], EntityType.OSD);
    }

    private ReconnectFrame theSameOfThePeer(ReconnectFrame own) {
        return new ReconnectFrame(
                EntityAddrVec.of(listening.addr()),
                own.clientCookie(),
                own.serverCookie(),
                own.globalSeq() + 10,
                own.connectSeq(),
                0);
    }

    @Test
    void ofTwoReconnectsWithOneConnectSeqTheHigherAddressWaits() {
        peer(LOW_NONCE);
        ScriptedPeer[] again = new ScriptedPeer[1];
        ReconnectFrame own = reconnecting(again);
        assertThat(own.connectSeq()).isEqualTo(1);
        ScriptedPeer theirs = dial();
        theirs.send(theSameOfThePeer(own));
        theirs.receive(WaitFrame.class);
        theirs.close();
        again[0].send(new ReconnectOkFrame(0));
        expectMessage(again[0], "a", 1);
    }

    @Test
    void ofTwoReconnectsWithOneConnectSeqTheLowerAddressWins() {
        peer(HIGH_NONCE);
        ScriptedPeer[] again = new ScriptedPeer[1];
        ReconnectFrame own = reconnecting(again);
        ScriptedPeer theirs = dial();
        theirs.send(theSameOfThePeer(own));
        theirs.receive(ReconnectOkFrame.class);
        expectMessage(theirs, "a", 1);
        assertThat(again[0].receive()).as("its own attempt is given up").isNull();
    }

    @Test
    void bothSidesReconnectingWithEqualConnectSeqNeverBothWait() {
        int races = 0;
        for (long seed = 1; seed <= 20; seed++) {
            beginAgain(seed);
            RecordingDispatcher atA = RecordingDispatcher.silent();
            RecordingDispatcher atB = RecordingDispatcher.silent();
            Messenger a = sims.server(EntityName.osd(0), Policy.losslessPeer(), atA);
            Messenger b = sims.server(EntityName.osd(1), Policy.losslessPeer(), atB);
            Connection ab = a.connectTo(EntityType.OSD, b.addrs());
            sims.eventually(ab::isConnected, "ready");
            sims.eventually(() -> atB.accepted.size() == 1, "accepted");
            Connection ba = atB.accepted.get(0);
            for (int i = 0; i < 20; i++) {
                ab.sendMessage(new TextMessage("n" + i));
                ba.sendMessage(new TextMessage("n" + i));
            }
            sims.processOf(a).loseConnections(1);
            assertThat(sims.sim().runUntil(() -> atA.texts.size() >= 20 && atB.texts.size() >= 20, SOON))
                    .as("seed %d: both resume soon", seed)
                    .isTrue();
            assertThat(atA.texts).isEqualTo(numbered("n", 20));
            assertThat(atB.texts).isEqualTo(numbered("n", 20));
            long waits = count("SESSION_RECONNECTING", "WAIT");
            assertThat(waits).as("seed %d", seed).isLessThanOrEqualTo(1);
            races += (int) waits;
        }
        assertThat(races).as("runs in which one side had to wait").isPositive();
    }

    @Test
    void theLoserOfARaceGoesOnByItselfIfTheWinnerNeverComes() {
        peer(HIGH_NONCE);
        ScriptedPeer[] again = new ScriptedPeer[1];
        reconnecting(again);
        again[0].send(new WaitFrame());
        until("WAIT", "START_CONNECT");
        dial().abort();
        ScriptedPeer later = listening.accept();
        ReconnectFrame retried = acceptReconnect(later, EntityType.OSD);
        assertThat(retried.connectSeq()).isEqualTo(2);
        later.send(new ReconnectOkFrame(0));
        expectMessage(later, "a", 1);
        assertThat(seen.events).doesNotContain("reset", "remote reset");
    }

    @Test
    void theLoserOfARaceIsReplacedWhenTheWinnerComesAfterAFault() {
        peer(HIGH_NONCE);
        ScriptedPeer[] again = new ScriptedPeer[1];
        ReconnectFrame own = reconnecting(again);
        again[0].send(new WaitFrame());
        until("WAIT", "START_CONNECT");
        dial().abort();
        ScriptedPeer winner = dial();
        winner.send(theSameOfThePeer(own));
        // The wait counted as an attempt.
        assertThat(winner.receive(RetryFrame.class).connectSeq()).isEqualTo(2);
        winner.send(new ReconnectFrame(
                EntityAddrVec.of(listening.addr()),
                own.clientCookie(),
                own.serverCookie(),
                own.globalSeq() + 10,
                3,
                0));
        winner.receive(ReconnectOkFrame.class);
        expectMessage(winner, "a", 1);
    }

    @Test
    void theWinnerOfARaceFaultsWhileTheLoserWaitsAndDialsAgain() {
        peer(LOW_NONCE);
        Connection c = connect(tested, EntityType.OSD, listening.addr());
        c.sendMessage(new TextMessage("a"));
        ScriptedPeer winning = listening.accept();
        winning.authenticateAsServer(EntityType.OSD);
        winning.receive(ClientIdentFrame.class);
        ScriptedPeer losing = dial();
        losing.send(peerIdent(listening.addr(), tested.addrs().first(), 5, 0xbeef));
        losing.receive(WaitFrame.class);
        losing.close();
        winning.abort();
        ScriptedPeer again = listening.accept();
        acceptSession(again, EntityType.OSD, listening.addr());
        again.receive(Keepalive2Frame.class);
        expectMessage(again, "a", 1);
    }

    @Test
    void aConnectionTakenOverByAPeerThatIsGoneByThenDialsForWhatIsSentLater() {
        int gone = 0;
        for (long seed = 1; seed <= 20; seed++) {
            beginAgain(seed);
            peer(HIGH_NONCE);
            Connection c = connect(tested, EntityType.OSD, listening.addr());
            listening.accept().receive(Banner.class);
            sims.sim().network().faults(NetworkFaults.none().withLatency(Duration.ZERO, Duration.ZERO));
            ScriptedPeer winner = dial();
            winner.send(peerIdent(listening.addr(), tested.addrs().first(), 5, 0xbeef));
            until("BANNER_CONNECTING", "NONE");
            winner.close();
            sims.pass(Duration.ofSeconds(1));
            gone += (int) count("SESSION_ACCEPTING", "STANDBY");
            c.sendMessage(new TextMessage("a"));
            ScriptedPeer again = listening.accept();
            again.authenticateAsServer(EntityType.OSD);
            if (again.receive() instanceof ReconnectFrame) {
                again.send(new ReconnectOkFrame(0));
            } else {
                again.send(again.serverIdent(listening.addr(), 9, SERVER_COOKIE));
            }
            expectMessage(again, "a", 1);
        }
        assertThat(gone).as("runs in which the socket was dead on arrival").isPositive();
    }

    @Test
    void aReconnectAnsweredRetryGlobalTwiceGoesOnWithAHigherNumberEachTime() {
        peer(HIGH_NONCE);
        ScriptedPeer[] again = new ScriptedPeer[1];
        ReconnectFrame first = reconnecting(again);
        long theirs = first.globalSeq() + 100;
        again[0].send(new RetryGlobalFrame(theirs));
        ReconnectFrame second = again[0].receive(ReconnectFrame.class);
        assertThat(second.globalSeq()).isEqualTo(theirs + 1);
        again[0].send(new RetryGlobalFrame(theirs + 100));
        ReconnectFrame third = again[0].receive(ReconnectFrame.class);
        assertThat(third.globalSeq()).isEqualTo(theirs + 101);
        assertThat(third.clientCookie()).isEqualTo(first.clientCookie());
        assertThat(third.connectSeq()).isEqualTo(first.connectSeq());
        again[0].send(new ReconnectOkFrame(0));
        expectMessage(again[0], "a", 1);
        assertThat(seen.events).containsExactly("connect", "connect");
    }

    @Test
    void anIdentThatLayUnreadSinceBeforeTheLastConnectionIsNotTakenByTheNextOne() {
        peer(HIGH_NONCE);
        ScriptedPeer unread = dial();
        ScriptedPeer standing = dial();
        standing.send(peerIdent(listening.addr(), tested.addrs().first(), 6, 0xbeef));
        standing.receive(ServerIdentFrame.class);
        sims.eventually(() -> seen.accepted.size() == 1, "accepted");
        seen.accepted.get(0).markDown();
        Connection next = connect(tested, EntityType.OSD, listening.addr());
        ScriptedPeer dialled = listening.accept();
        dialled.authenticateAsServer(EntityType.OSD);
        dialled.receive(ClientIdentFrame.class);
        unread.send(peerIdent(listening.addr(), tested.addrs().first(), 5, 0xbeef));
        assertThat(unread.receive()).as("closed").isNull();
        dialled.send(dialled.serverIdent(listening.addr(), 7, SERVER_COOKIE));
        next.sendMessage(new TextMessage("a"));
        expectMessage(dialled, "a", 1);
        assertThat(seen.events).doesNotContain("remote reset");
    }

    @Test
    void anIdentFromBeforeAMarkDownOfOurOwnAttemptIsNotTakenBecauseThePeerMayHaveGivenItUp() {
        peer(HIGH_NONCE);
        Connection racing = connect(tested, EntityType.OSD, listening.addr());
        ScriptedPeer took = listening.accept();
        took.authenticateAsServer(EntityType.OSD);
        took.receive(ClientIdentFrame.class);
        ScriptedPeer givenUp = dial();
        racing.markDown();
        sims.pass(Duration.ofMillis(10));
        givenUp.send(peerIdent(listening.addr(), tested.addrs().first(), 5, 0xbeef));
        assertThat(givenUp.receive()).as("closed").isNull();
        ScriptedPeer again = dial();
        again.send(peerIdent(listening.addr(), tested.addrs().first(), 6, 0xbeef));
        again.receive(ServerIdentFrame.class);
    }

    @Test
    void anAttemptThatThePeerGaveUpDeliversNothingAfterTheSessionRestarted() {
        peer(HIGH_NONCE);
        connect(tested, EntityType.OSD, listening.addr());
        ScriptedPeer givenUp = listening.accept();
        givenUp.authenticateAsServer(EntityType.OSD);
        ClientIdentFrame ident = givenUp.receive(ClientIdentFrame.class);
        ScriptedPeer again = dial();
        again.send(new ReconnectFrame(
                EntityAddrVec.of(listening.addr()), ident.cookie(), SERVER_COOKIE, ident.globalSeq() + 10, 1, 0));
        assertThat(again.receive(ResetFrame.class).full()).isFalse();
        givenUp.send(givenUp.serverIdent(listening.addr(), 1, SERVER_COOKIE));
        givenUp.send(new TextMessage("a"), 1, 0);
        sims.pass(Duration.ofSeconds(1));
        again.send(peerIdent(listening.addr(), tested.addrs().first(), ident.globalSeq() + 11, ident.cookie()));
        again.receive(ServerIdentFrame.class);
        again.send(new TextMessage("a"), 1, 0);
        again.send(new TextMessage("b"), 2, 0);
        sims.eventually(() -> seen.texts.contains("b"), "delivered");
        assertThat(seen.texts).containsExactly("a", "b");
        assertThat(givenUp.receive()).as("closed").isNull();
    }

    @Test
    void peersThatDialEachOtherThroughFaultsMakeOneSession() {
        int standbys = 0;
        for (long seed = 1; seed <= 100; seed++) {
            beginAgain(seed);
            SplittableRandom random = new SplittableRandom(seed);
            AtomicInteger faults = new AtomicInteger(6);
            Interceptor answersLost = (connection, point) -> point.direction() == Interceptor.Direction.READ
                            && (point.tag() == Tag.SERVER_IDENT || point.tag() == Tag.WAIT)
                            && faults.get() > 0
                            && random.nextBoolean()
                            && faults.getAndDecrement() > 0
                    ? Interceptor.Verdict.FAULT
                    : Interceptor.Verdict.CONTINUE;
            RecordingDispatcher atA = RecordingDispatcher.silent();
            RecordingDispatcher atB = RecordingDispatcher.silent();
            Messenger a = sims.server(
                    sims.process("a"),
                    EntityName.osd(0),
                    Policy.losslessPeerReuse(),
                    atA,
                    c -> c.interceptor(answersLost));
            Messenger b = sims.server(
                    sims.process("b"),
                    EntityName.osd(1),
                    Policy.losslessPeerReuse(),
                    atB,
                    c -> c.interceptor(answersLost));
            Connection ab = a.connectTo(EntityType.OSD, b.addrs());
            Connection ba = b.connectTo(EntityType.OSD, a.addrs());
            sims.pass(Duration.ofMillis(random.nextLong(50)));
            for (int i = 0; i < 5; i++) {
                ab.sendMessage(new TextMessage("n" + i));
                ba.sendMessage(new TextMessage("n" + i));
            }
            sims.eventually(() -> atA.texts.size() >= 5 && atB.texts.size() >= 5, "both got everything");
            standbys += (int) count("SESSION_CONNECTING", "STANDBY");
            assertThat(atA.events).as("seed %d", seed).doesNotContain("remote reset", "reset");
            assertThat(atB.events).as("seed %d", seed).doesNotContain("remote reset", "reset");
        }
        assertThat(standbys).as("attempts given up with the ident sent").isPositive();
    }
}
