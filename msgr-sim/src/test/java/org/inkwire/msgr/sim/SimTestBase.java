// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.IntStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.state.StateCoverage.Arrow;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Messengers in a simulation, and steps common to the scripts. */
abstract class SimTestBase {
    static final EntityName SERVER = EntityName.mon(0);
    static final EntityName CLIENT = EntityName.client(7);

    /** The cookie of a scripted server. */
    static final long SERVER_COOKIE = 99;

    SimMessengers sims;

    @BeforeEach
    void begin() {
        sims = new SimMessengers(1);
    }

    @AfterEach
    void nothingIsLeft() {
        sims.close();
    }

    /** Starts another simulation after checking that the current one released everything. */
    void beginAgain(long seed) {
        sims.close();
        sims = new SimMessengers(seed);
    }

    void until(String from, String to) {
        sims.eventually(() -> count(from, to) > 0, from + " --> " + to);
    }

    long count(String from, String to) {
        return sims.coverage().count(new Arrow(from, to));
    }

    static List<String> numbered(String prefix, int messages) {
        return IntStream.range(0, messages).mapToObj(i -> prefix + i).toList();
    }

    /** Data of a message from this messenger's own memory. */
    ByteBuf data(Messenger m, int bytes) {
        return sims.processOf(m).allocator().buffer(bytes).writeZero(bytes);
    }

    static Connection connect(Messenger m, EntityType type, EntityAddr target) {
        return m.connectTo(type, EntityAddrVec.of(target));
    }

    /** A server that answers every message once. */
    static RecordingDispatcher echoing() {
        return RecordingDispatcher.fast(RecordingDispatcher::echo);
    }

    /** The scripted peer accepts the connection and makes the session ready. */
    ClientIdentFrame acceptSession(ScriptedPeer peer, EntityType own, EntityAddr self) {
        peer.authenticateAsServer(own);
        ClientIdentFrame ident = peer.receive(ClientIdentFrame.class);
        peer.send(peer.serverIdent(self, 1, SERVER_COOKIE));
        return ident;
    }

    static ReconnectFrame acceptReconnect(ScriptedPeer peer, EntityType own) {
        peer.authenticateAsServer(own);
        return peer.receive(ReconnectFrame.class);
    }

    static void expectMessage(ScriptedPeer peer, String text, long seq) {
        TextMessage m = peer.receive(TextMessage.class);
        assertThat(m.text()).isEqualTo(text);
        assertThat(m.seq()).isEqualTo(seq);
        m.release();
    }

    /** The ident of a peer that connects under the address it listens on. */
    static ClientIdentFrame peerIdent(EntityAddr self, EntityAddr target, long globalSeq, long cookie) {
        return new ClientIdentFrame(
                EntityAddrVec.of(self),
                target,
                0,
                globalSeq,
                Feature.PACIFIC_SUPPORTED,
                Feature.MSG_ADDR2.mask(),
                0,
                cookie);
    }
}
