// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import java.io.IOException;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.link.ProtocolException;
import org.inkwire.msgr.async.link.StaleAttempt;
import org.inkwire.msgr.async.session.ConnectionParts;
import org.inkwire.msgr.async.session.MessageExchange;
import org.inkwire.msgr.async.session.Peer;
import org.inkwire.msgr.async.session.Session;
import org.inkwire.msgr.async.session.StateMachine;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.OwnedTasks;
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
 * Handles a peer that connects although we already have a connection to it. Each connection lives on its own center, so
 * they exchange tasks: the incoming one asks ({@code decide} on the existing one's center, by {@link RaceRules}),
 * receives the answer ({@code told} on its own center), and hands over its socket if the existing one is to take it
 * ({@code takeOver}).
 *
 * <p>From its agreement until the socket arrives, the existing connection has no link and is in state NONE, which makes
 * all other attempts wait. If the incoming connection dies in between, the existing one is notified and resumes on its
 * own. Nothing blocks and no lock is held. Confined to the connection's EventCenter.
 */
public final class ConnectionReplacer {
    /** What a replacement needs from the protocol, on either connection. */
    public interface Context extends Handshake {
        @Nullable
        Link linkOrNull();

        /** Gives the link away. */
        Link detachLink();

        /** Takes a link that another connection gave away; the handshake timeout applies until READY. */
        void attachLink(Link link);

        void fault(@Nullable Link from, Throwable cause);

        /** Closes the link and discards what belonged to it. */
        void dropLink();

        /** Closes the connection for good, without notifying dispatchers. */
        void close(String why);

        /** Whether dialling is possible: servers never dial, and the peer must listen somewhere. */
        boolean mayDial();

        void startConnect(String why);
    }

    /** Lookup of a messenger's open connections. */
    public interface OpenConnections {
        /**
         * Registers this connection under its peer's addresses.
         *
         * @return the replacer of the open connection already registered there; null if there is none
         */
        @Nullable
        ConnectionReplacer register(EntityAddrVec peerAddrs);

        /** The replacer of the open connection to a peer; null if there is none. */
        @Nullable
        ConnectionReplacer lookup(EntityAddrVec peerAddrs);

        /** Whether the peer sent this ident before an earlier connection to it ended. */
        boolean isStale(EntityAddrVec peerAddrs, long globalSeq);
    }

    private final Context protocol;
    private final EventCenter center;
    private final OwnedTasks tasks;
    private final long connectionId;
    private final StateMachine machine;
    private final Session session;
    private final Peer peer;
    private final MessageExchange exchange;
    private final DispatchPort dispatch;
    private final ConnectionTrace trace;
    private final ServerHandshake server;
    private final OwnAddresses addresses;
    private final OpenConnections connections;

    /** Set while this incoming connection waits for a decision; a new object per question. */
    private @Nullable Question asked;

    /** Set while this existing connection waits for the socket of an incoming one. */
    private @Nullable Question promised;

    public ConnectionReplacer(
            Context protocol,
            ConnectionParts parts,
            MessageExchange exchange,
            ServerHandshake server,
            LocalEnd self,
            OpenConnections connections) {
        this.protocol = protocol;
        this.center = parts.center();
        this.tasks = parts.tasks();
        this.connectionId = parts.connection().id();
        this.machine = parts.machine();
        this.session = parts.session();
        this.peer = parts.peer();
        this.exchange = exchange;
        this.dispatch = parts.dispatch();
        this.trace = parts.trace();
        this.server = server;
        this.addresses = self.addresses();
        this.connections = connections;
    }

    /** One question about one existing connection; exactly one frame is set. */
    private static final class Question {
        final ConnectionReplacer incoming;
        final ConnectionReplacer existing;
        final @Nullable ClientIdentFrame ident;
        final @Nullable ReconnectFrame reconnect;
        final EntityType peerType;
        final boolean resetcheck;

        Question(
                ConnectionReplacer incoming,
                ConnectionReplacer existing,
                @Nullable ClientIdentFrame ident,
                @Nullable ReconnectFrame reconnect,
                EntityType peerType) {
            this.resetcheck = incoming.session.policy().resetcheck();
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
    public boolean isDeciding() {
        return asked != null;
    }

    /**
     * The connection is going down.
     *
     * @return true if this was an incoming connection waiting for a decision
     */
    public boolean abandon() {
        promised = null;
        boolean waiting = asked != null;
        asked = null;
        return waiting;
    }

    // ---- on the incoming connection's center

    public void onClientIdent(ClientIdentFrame frame) {
        Policy policy = session.policy();
        boolean anonymous = policy.server() && policy.lossy() && !policy.registerLossyClients();
        if (anonymous) {
            server.sendServerIdent(frame, peer.type());
            return;
        }
        if (!policy.lossy() && connections.isStale(frame.addrs(), frame.globalSeq())) {
            throw stale(frame);
        }
        peer.introduced(EntityName.of(peer.type(), frame.gid()), frame.addrs());
        ConnectionReplacer existing = connections.register(frame.addrs());
        if (existing == null) {
            server.sendServerIdent(frame, peer.type());
            return;
        }
        ask(new Question(this, existing, frame, null, peer.type()));
    }

    public void onReconnect(ReconnectFrame frame) {
        ConnectionReplacer existing = connections.lookup(frame.addrs());
        if (existing == null) {
            protocol.link().send(new ResetFrame(true));
            return;
        }
        ask(new Question(this, existing, null, frame, peer.type()));
    }

    private void ask(Question question) {
        asked = question;
        question.existing.tasks.submit(() -> question.existing.decide(question));
    }

    private boolean stillAsking(Question question) {
        if (asked != question) {
            return false;
        }
        asked = null;
        return true;
    }

    private void told(Question question, Runnable what) {
        question.incoming.tasks.submit(() -> {
            if (question.incoming.stillAsking(question)) {
                try {
                    what.run();
                } catch (ProtocolException e) {
                    question.incoming.protocol.fault(question.incoming.protocol.link(), e);
                }
                Link link = question.incoming.protocol.linkOrNull();
                if (link != null) {
                    link.resume();
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
        return new RaceRules.Existing(
                machine.state(),
                session.policy().lossy(),
                session.policy().server(),
                session.peerGlobalSeq(),
                session.connectSeq(),
                session.clientCookie(),
                session.serverCookie());
    }

    private EntityAddr mine() {
        return addresses.addrs().msgr2OrFirst();
    }

    private void decideIdent(Question question, ClientIdentFrame ident) {
        ConnectionReplacer incoming = question.incoming;
        switch (RaceRules.onIdent(view(), ident.globalSeq(), ident.cookie(), question.peer(), mine())) {
            case FRESH -> told(question, () -> incoming.onClientIdent(ident));
            case STOP_EXISTING -> {
                trace.replaced(incoming.connectionId, "a new session of the peer");
                protocol.close("replaced by a new session of the peer");
                dispatch.reset();
                told(question, () -> incoming.onClientIdent(ident));
            }
            case RESET_AND_REUSE -> {
                if (question.resetcheck) {
                    session.reset();
                    dispatch.remoteReset();
                }
                promise(question);
            }
            case REUSE -> promise(question);
            case EXISTING_WINS -> {
                exchange.sendKeepalive();
                told(question, () -> incoming.protocol.link().send(new WaitFrame()));
            }
            case WAIT -> told(question, () -> incoming.protocol.link().send(new WaitFrame()));
            case STALE -> told(question, () -> incoming.protocol.fault(incoming.protocol.link(), stale(ident)));
        }
    }

    private static StaleAttempt stale(ClientIdentFrame ident) {
        return new StaleAttempt("stale global_seq " + ident.globalSeq() + " of " + ident.addrs());
    }

    private void decideReconnect(Question question, ReconnectFrame frame) {
        ConnectionReplacer incoming = question.incoming;
        RaceRules.Existing view = view();
        switch (RaceRules.onReconnect(
                view, frame.clientCookie(), frame.globalSeq(), frame.connectSeq(), question.peer(), mine())) {
            case RESET_FULL -> told(question, () -> incoming.protocol.link().send(new ResetFrame(true)));
            case RESET_BY_POLICY ->
                told(question, () -> incoming.protocol.link().send(new ResetFrame(question.resetcheck)));
            case RESET_SESSION -> {
                giveUpAttempt();
                told(question, () -> incoming.protocol.link().send(new ResetFrame(false)));
            }
            case RETRY_GLOBAL ->
                told(question, () -> incoming.protocol.link().send(new RetryGlobalFrame(view.peerGlobalSeq())));
            case RETRY -> told(question, () -> incoming.protocol.link().send(new RetryFrame(view.connectSeq())));
            case WAIT -> told(question, () -> incoming.protocol.link().send(new WaitFrame()));
            case REUSE -> promise(question);
        }
    }

    /**
     * Abandons our attempt in progress. The peer accepted our CLIENT_IDENT and then lost that TCP connection; its
     * SERVER_IDENT and first messages may be unread in our socket. If we read them after telling the peer to start
     * over, they would be delivered twice.
     */
    private void giveUpAttempt() {
        Link attempt = protocol.linkOrNull();
        if (attempt != null && machine.state().isConnecting()) {
            protocol.fault(attempt, new IOException("the peer abandoned this TCP connection"));
        }
    }

    /** Makes room for the incoming connection's socket. */
    private void promise(Question question) {
        trace.replaced(question.incoming.connectionId, question.ident != null ? "CLIENT_IDENT" : "RECONNECT");
        machine.become(State.NONE, "replaced by a newer connection of the peer");
        protocol.dropLink();
        session.requeueSent();
        promised = question;
        question.incoming.tasks.submit(() -> question.incoming.deliver(question));
    }

    // ---- on the incoming connection's center: the socket goes over

    private void deliver(Question question) {
        ConnectionReplacer existing = question.existing;
        if (!stillAsking(question)) {
            existing.tasks.submit(() -> existing.promiseBroken(question));
            return;
        }
        Link link = protocol.detachLink();
        link.leaveFor(existing.center);
        long globalId = peer.view().globalId();
        protocol.close("socket handed to the older connection");
        link.socket()
                .moveTo(
                        existing.center,
                        () -> existing.tasks.run(() -> existing.takeOver(question, link, globalId)),
                        link::lostOnTheWay);
    }

    // ---- on the existing connection's center: the socket arrives

    private void takeOver(Question question, Link link, long globalId) {
        if (promised != question) {
            link.close();
            return;
        }
        promised = null;
        peer.authenticated(globalId);
        protocol.attachLink(link);
        machine.become(State.SESSION_ACCEPTING, "took over the newer connection's socket");
        try {
            answer(question, link);
        } catch (ProtocolException e) {
            // The peer may have gone away after its socket left the old center.
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
            server.sendServerIdent(ident, question.peerType);
        } else if (reconnect != null) {
            session.reconnectedByClient(reconnect.connectSeq(), reconnect.globalSeq(), reconnect.msgSeq());
            link.send(new ReconnectOkFrame(session.inSeq()));
            dispatch.accepted();
            protocol.ready("SESSION_RECONNECT");
        }
    }

    private void promiseBroken(Question question) {
        if (promised != question) {
            return;
        }
        promised = null;
        if (exchange.hasWork() && protocol.mayDial()) {
            protocol.startConnect("the replacing connection died");
        } else {
            machine.become(State.STANDBY, "the replacing connection died");
        }
    }
}
