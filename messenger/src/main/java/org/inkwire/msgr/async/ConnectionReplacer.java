// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.io.IOException;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.RetryFrame;
import org.inkwire.msgr.frame.RetryGlobalFrame;
import org.inkwire.msgr.frame.WaitFrame;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a peer connects to whom we already have a connection. Both live on centers of their own, so this is a
 * conversation: the incoming one asks ({@code decide} on the existing one's center, by {@link RaceRules}), is told
 * ({@code decided} on its own), and if its socket is to be taken over, hands it across ({@code takeOver}).
 *
 * <p>From the moment the existing connection agreed until the socket arrives it has no link and is in state NONE, which
 * tells everyone else to wait; if the incoming connection dies in between, it is told so and goes its own way again.
 * Nobody is blocked and no lock is held. Confined to the connection's EventCenter.
 */
final class ConnectionReplacer {
    private final ProtocolV2 protocol;

    /** Set while this incoming connection waits for a decision; a fresh object per question. */
    private @Nullable Question asked;

    /** Set while this existing connection waits for the socket of an incoming one. */
    private @Nullable Question promised;

    ConnectionReplacer(ProtocolV2 protocol) {
        this.protocol = protocol;
    }

    /** One question about one existing connection; exactly one frame is set. */
    private static final class Question {
        final ProtocolV2 incoming;
        final ProtocolV2 existing;
        final @Nullable ClientIdentFrame ident;
        final @Nullable ReconnectFrame reconnect;
        final EntityType peerType;
        final boolean resetcheck;

        Question(
                ProtocolV2 incoming,
                ProtocolV2 existing,
                @Nullable ClientIdentFrame ident,
                @Nullable ReconnectFrame reconnect,
                EntityType peerType) {
            this.resetcheck = incoming.policy().resetcheck();
            this.incoming = incoming;
            this.existing = existing;
            this.ident = ident;
            this.reconnect = reconnect;
            this.peerType = peerType;
        }

        EntityAddr peer() {
            return addrs().msgr2OrFirst();
        }

        EntityAddrVec addrs() {
            return ident != null ? ident.addrs() : reconnect != null ? reconnect.addrs() : EntityAddrVec.EMPTY;
        }
    }

    /** No further frame is read while this is true. */
    boolean isDeciding() {
        return asked != null;
    }

    /**
     * The connection is going down.
     *
     * @return true if this was an incoming connection waiting for a decision
     */
    boolean abandon() {
        promised = null;
        boolean waiting = asked != null;
        asked = null;
        return waiting;
    }

    private EntityType peerType() {
        EntityType type = protocol.connection.peerType();
        if (type == null) {
            throw new AssertionError("no HELLO was read");
        }
        return type;
    }

    // ---- on the incoming connection's center

    void onClientIdent(ClientIdentFrame frame) {
        boolean anonymous = protocol.policy().server()
                && protocol.policy().lossy()
                && !protocol.policy().registerLossyClients();
        if (anonymous) {
            ServerHandshake.sendServerIdent(protocol, frame, peerType());
            return;
        }
        long now = protocol.center.nanoTime();
        if (!protocol.policy().lossy()
                && protocol.messenger
                        .recentPeers()
                        .isStale(frame.addrs(), frame.globalSeq(), protocol.connection.madeNanos(), now)) {
            throw stale(frame);
        }
        protocol.connection.introduced(EntityName.of(peerType(), frame.gid()), frame.addrs());
        AsyncConnection existing = protocol.messenger.register(frame.addrs(), protocol.connection);
        if (existing == null) {
            ServerHandshake.sendServerIdent(protocol, frame, peerType());
            return;
        }
        ask(new Question(protocol, existing.protocol(), frame, null, peerType()));
    }

    void onReconnect(ReconnectFrame frame) {
        AsyncConnection existing = protocol.messenger.lookup(frame.addrs());
        if (existing == null) {
            protocol.link().send(new ResetFrame(true));
            return;
        }
        ask(new Question(protocol, existing.protocol(), null, frame, peerType()));
    }

    private void ask(Question question) {
        asked = question;
        question.existing.center.submit(() -> question.existing.replacer().decide(question));
    }

    private boolean stillAsking(Question question) {
        if (asked != question) {
            return false;
        }
        asked = null;
        return true;
    }

    private void told(Question question, Runnable what) {
        question.incoming.center.submit(() -> {
            if (question.incoming.replacer().stillAsking(question)) {
                try {
                    what.run();
                } catch (ProtocolException e) {
                    question.incoming.fault(question.incoming.link(), e);
                }
                if (question.incoming.hasLink()) {
                    question.incoming.link().resume();
                }
            }
        });
    }

    // ---- on the existing connection's center

    private void decide(Question question) {
        if (question.ident != null) {
            decideIdent(question, question.ident);
        } else if (question.reconnect != null) {
            decideReconnect(question, question.reconnect);
        }
    }

    private RaceRules.Existing view() {
        Session s = protocol.session;
        return new RaceRules.Existing(
                protocol.state(),
                protocol.policy().lossy(),
                protocol.policy().server(),
                s.peerGlobalSeq,
                s.connectSeq,
                s.clientCookie,
                s.serverCookie);
    }

    private EntityAddr mine() {
        return protocol.messenger.addrs().msgr2OrFirst();
    }

    private void decideIdent(Question question, ClientIdentFrame ident) {
        ProtocolV2 incoming = question.incoming;
        switch (RaceRules.onIdent(view(), ident.globalSeq(), ident.cookie(), question.peer(), mine())) {
            case FRESH -> told(question, () -> incoming.replacer().onClientIdent(ident));
            case STOP_EXISTING -> {
                protocol.trace.replaced(incoming.connection, "a new session of the peer");
                protocol.close("replaced by a new session of the peer");
                protocol.messenger.dispatch().reset(protocol.connection);
                told(question, () -> incoming.replacer().onClientIdent(ident));
            }
            case RESET_AND_REUSE -> {
                if (question.resetcheck) {
                    protocol.session.reset();
                    protocol.messenger.dispatch().remoteReset(protocol.connection);
                }
                promise(question);
            }
            case REUSE -> promise(question);
            case EXISTING_WINS -> {
                protocol.exchange.sendKeepalive();
                told(question, () -> incoming.link().send(new WaitFrame()));
            }
            case WAIT -> told(question, () -> incoming.link().send(new WaitFrame()));
            case STALE -> told(question, () -> incoming.fault(incoming.link(), stale(ident)));
        }
    }

    private static ProtocolException stale(ClientIdentFrame ident) {
        return new ProtocolException("stale global_seq " + ident.globalSeq() + " of " + ident.addrs());
    }

    private void decideReconnect(Question question, ReconnectFrame frame) {
        ProtocolV2 incoming = question.incoming;
        RaceRules.Existing view = view();
        switch (RaceRules.onReconnect(
                view, frame.clientCookie(), frame.globalSeq(), frame.connectSeq(), question.peer(), mine())) {
            case RESET_FULL -> told(question, () -> incoming.link().send(new ResetFrame(true)));
            case RESET_BY_POLICY -> told(question, () -> incoming.link().send(new ResetFrame(question.resetcheck)));
            case RESET_SESSION -> {
                giveUpAttempt();
                told(question, () -> incoming.link().send(new ResetFrame(false)));
            }
            case RETRY_GLOBAL -> told(question, () -> incoming.link().send(new RetryGlobalFrame(view.peerGlobalSeq())));
            case RETRY -> told(question, () -> incoming.link().send(new RetryFrame(view.connectSeq())));
            case WAIT -> told(question, () -> incoming.link().send(new WaitFrame()));
            case REUSE -> promise(question);
        }
    }

    /**
     * The peer made a session of our CLIENT_IDENT and lost its TCP connection, whose SERVER_IDENT and first messages may lie
     * unread in our socket. Read after we told the peer to begin anew, they would be delivered, and once more later.
     */
    private void giveUpAttempt() {
        Link attempt = protocol.linkOrNull();
        if (attempt != null && protocol.state().isConnecting()) {
            protocol.fault(attempt, new IOException("the peer gave this TCP connection up"));
        }
    }

    /** Makes room for the incoming connection's socket. */
    private void promise(Question question) {
        protocol.trace.replaced(question.incoming.connection, question.ident != null ? "CLIENT_IDENT" : "RECONNECT");
        protocol.become(State.NONE, "replaced by a newer connection of the peer");
        protocol.closeLink();
        protocol.exchange.onLinkLost();
        protocol.session.requeueSent();
        promised = question;
        question.incoming.center.submit(() -> question.incoming.replacer().deliver(question));
    }

    // ---- on the incoming connection's center: the socket goes over

    private void deliver(Question question) {
        ProtocolV2 existing = question.existing;
        if (!stillAsking(question)) {
            existing.center.submit(() -> existing.replacer().promiseBroken(question));
            return;
        }
        Link link = protocol.detachLink();
        link.leaveFor(existing.center);
        long globalId = protocol.connection.peerGlobalId();
        protocol.close("its socket went to the older connection");
        link.socket()
                .moveTo(
                        existing.center,
                        () -> existing.replacer().takeOver(question, link, globalId),
                        link::lostOnTheWay);
    }

    // ---- on the existing connection's center: the socket arrives

    private void takeOver(Question question, Link link, long globalId) {
        if (promised != question) {
            link.close();
            return;
        }
        promised = null;
        protocol.connection.globalId(globalId);
        protocol.attachLink(link);
        protocol.become(State.SESSION_ACCEPTING, "took the newer connection's socket over");
        protocol.armReadyTimer();
        try {
            answer(question, link);
        } catch (ProtocolException e) {
            // The peer may be gone since its socket left its old center.
            protocol.fault(link, e);
            return;
        }
        link.open();
        link.resume();
    }

    private void answer(Question question, Link link) {
        ClientIdentFrame ident = question.ident;
        ReconnectFrame reconnect = question.reconnect;
        if (ident != null) {
            ServerHandshake.sendServerIdent(protocol, ident, question.peerType);
        } else if (reconnect != null) {
            Session session = protocol.session;
            session.connectSeq = reconnect.connectSeq();
            protocol.peerGlobalSeq(reconnect.globalSeq());
            session.discardRequeuedUpTo(reconnect.msgSeq());
            link.send(new ReconnectOkFrame(session.inSeq));
            protocol.messenger.dispatch().accepted(protocol.connection);
            protocol.ready("SESSION_RECONNECT");
        }
    }

    private void promiseBroken(Question question) {
        if (promised != question) {
            return;
        }
        promised = null;
        if (protocol.exchange.hasWork() && protocol.mayDial()) {
            protocol.startConnect("the replacing connection died");
        } else {
            protocol.become(State.STANDBY, "the replacing connection died");
        }
    }
}
