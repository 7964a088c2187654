// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.handshake.BannerExchange;
import org.inkwire.msgr.async.handshake.ClientHandshake;
import org.inkwire.msgr.async.handshake.ConnectionReplacer;
import org.inkwire.msgr.async.handshake.ServerHandshake;
import org.inkwire.msgr.async.link.InjectedFault;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.link.LinkOwner;
import org.inkwire.msgr.async.link.OldAddress;
import org.inkwire.msgr.async.link.PeerLeft;
import org.inkwire.msgr.async.link.ProtocolException;
import org.inkwire.msgr.async.link.StaleAttempt;
import org.inkwire.msgr.async.session.ConnectionParts;
import org.inkwire.msgr.async.session.MessageExchange;
import org.inkwire.msgr.async.session.Peer;
import org.inkwire.msgr.async.session.SendPort;
import org.inkwire.msgr.async.session.Session;
import org.inkwire.msgr.async.session.StateMachine;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.msgr.fault.InterceptedConnection;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.AuthBadMethodFrame;
import org.inkwire.msgr.frame.AuthDoneFrame;
import org.inkwire.msgr.frame.AuthReplyMoreFrame;
import org.inkwire.msgr.frame.AuthRequestFrame;
import org.inkwire.msgr.frame.AuthRequestMoreFrame;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.frame.IdentMissingFeaturesFrame;
import org.inkwire.msgr.frame.Keepalive2AckFrame;
import org.inkwire.msgr.frame.Keepalive2Frame;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.RetryFrame;
import org.inkwire.msgr.frame.RetryGlobalFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.frame.WaitFrame;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The msgr2.1 state machine of one connection. It holds the state, the current TCP {@link Link} and the
 * {@link Session}, and delegates to its phases: {@link ClientHandshake}, {@link ServerHandshake},
 * {@link MessageExchange}. {@link ConnectionReplacer} handles the case that an older connection exists. Confined to the
 * connection's EventCenter. Ceph: {@code src/msg/async/ProtocolV2.cc}.
 *
 * <p>Every link failure ends up in {@link #fault}, where the policy decides. Events carry their link; those of a link
 * that is no longer current are ignored.
 */
final class ProtocolV2
        implements LinkOwner,
                ClientHandshake.Context,
                ServerHandshake.Context,
                ConnectionReplacer.Context,
                MessageExchange.Context,
                Dialler.Context {
    private static final Logger log = LoggerFactory.getLogger(ProtocolV2.class);

    /** Largest control frame. An ident with 64 addresses or a cephx payload is well below this. */
    private static final int MAX_CONTROL_BYTES = 64 << 10;

    private final AsyncConnection connection;
    private final MessengerConfig config;
    private final EventCenter center;
    private final OwnedTasks tasks;
    private final StateMachine machine;
    private final Session session;
    private final Peer peer;
    private final DispatchPort dispatch;
    private final ConnectionTrace trace;
    private final MessageExchange exchange;
    private final BannerExchange banners;
    private final ClientHandshake client;
    private final ServerHandshake server;
    private final ConnectionReplacer replacer;
    private final LinkActivity activity;
    private @Nullable Link link;
    private final Dialler dialler;
    private final ReconnectBackoff backoff;
    private EventCenter.@Nullable Timer readyTimer;
    private EventCenter.@Nullable Timer idleTimer;

    ProtocolV2(AsyncConnection connection, ConnectionParts parts, SendPort port) {
        AsyncMessenger messenger = connection.messenger();
        this.config = messenger.config();
        this.connection = connection;
        this.center = parts.center();
        this.tasks = parts.tasks();
        this.machine = parts.machine();
        this.session = parts.session();
        this.peer = parts.peer();
        this.dispatch = parts.dispatch();
        this.trace = parts.trace();
        this.activity = new LinkActivity(center);
        this.backoff = new ReconnectBackoff(config.initialBackoff(), config.maxBackoff());
        this.dialler = new Dialler(this, messenger, parts);
        this.exchange =
                new MessageExchange(this, parts, port, messenger.dispatch().throttle(), config);
        this.banners = new BannerExchange(this, parts, messenger);
        this.client = new ClientHandshake(this, parts, messenger);
        this.server = new ServerHandshake(this, parts, messenger);
        this.replacer = new ConnectionReplacer(this, parts, exchange, server, messenger, connection);
    }

    // ---- what the phases and the link use

    MessageExchange exchange() {
        return exchange;
    }

    ConnectionReplacer replacer() {
        return replacer;
    }

    LinkActivity activity() {
        return activity;
    }

    @Override
    public EventCenter center() {
        return center;
    }

    @Override
    public OwnedTasks tasks() {
        return tasks;
    }

    @Override
    public InterceptedConnection connection() {
        return connection;
    }

    @Override
    public boolean isReady() {
        return machine.state() == State.READY;
    }

    /** The current link. */
    @Override
    public Link link() {
        Link l = link;
        if (l == null) {
            throw new AssertionError(connection + " has no link in " + machine.state());
        }
        return l;
    }

    @Override
    public Link detachLink() {
        Link l = link();
        link = null;
        return l;
    }

    @Override
    public void attachLink(Link newLink) {
        newLink.handTo(this);
        link = newLink;
        activity.touch();
        armReadyTimer();
    }

    /** Both handshakes end here. */
    @Override
    public void ready(String why) {
        if (peer.view().features() == 0) {
            throw new AssertionError(connection + " is ready without knowing the peer's features");
        }
        machine.become(State.READY, why);
        trace.ready(why);
        session.ready();
        backoff.ready();
        cancelReadyTimer();
        armIdleTimer();
        exchange.requestWrite();
    }

    @Override
    public void progressed() {
        backoff.progressed();
    }

    @Override
    public void admitted(ClientIdentFrame frame) {
        replacer.onClientIdent(frame);
    }

    @Override
    public void admitted(ReconnectFrame frame) {
        replacer.onReconnect(frame);
    }

    // ---- begin

    @Override
    public void startConnect(String why) {
        machine.become(State.START_CONNECT, why);
        dialler.dial();
    }

    @Override
    public void dialling() {
        armReadyTimer();
    }

    @Override
    public void dialled(ConnectedSocket socket) {
        open(socket, State.BANNER_CONNECTING);
    }

    @Override
    public void unreachable(Throwable cause, boolean refused) {
        if (refused) {
            dispatch.refused();
        }
        fault(null, cause);
    }

    void startAccept(ConnectedSocket socket) {
        machine.become(State.START_ACCEPT, "accepted from " + socket.remoteAddress());
        trace.accepted("from " + socket.remoteAddress());
        armReadyTimer();
        open(socket, State.BANNER_ACCEPTING);
    }

    private void open(ConnectedSocket socket, State next) {
        Link opened = new Link(socket, config, this);
        link = opened;
        activity.touch();
        machine.become(next, "tcp connected");
        try {
            opened.sendBanner();
        } catch (ProtocolException e) {
            fault(opened, e);
            return;
        }
        opened.open();
    }

    @Override
    public void onBanner(Banner banner) {
        banners.onBanner(banner);
    }

    // ---- receive

    @Override
    public boolean admit(Link from, Preamble preamble) {
        if (from != link || replacer.isDeciding()) {
            return false;
        }
        if (preamble.tag() != Tag.MESSAGE) {
            if (preamble.length(0) > MAX_CONTROL_BYTES) {
                throw new MalformedInputException(
                        preamble.tag() + " of " + preamble.length(0) + " bytes, at most " + MAX_CONTROL_BYTES);
            }
            return true;
        }
        machine.expect(State.READY, "MESSAGE");
        return exchange.admit(from, preamble);
    }

    @Override
    public void onMessage(MessageFrame frame) {
        exchange.onMessage(frame);
    }

    @Override
    public void onAborted() {
        exchange.onAborted();
    }

    @Override
    public void onSkipped(MessageHeader header) {
        exchange.onSkipped(header);
    }

    @Override
    public void handOver() {
        exchange.handOver();
    }

    @Override
    public void onReadBatchEnd(Link from) {
        if (from == link) {
            activity.touch();
            activity.account(from);
            exchange.onReadBatchEnd(from);
        }
    }

    @Override
    public void onWritable(Link from) {
        if (from == link) {
            exchange.requestWrite();
        }
    }

    @Override
    public void onHello(HelloFrame hello) {
        if (machine.state() == State.HELLO_CONNECTING) {
            client.onHello(hello);
        } else {
            server.onHello(hello);
        }
    }

    @Override
    public void onAuthRequest(AuthRequestFrame frame) {
        server.onAuthRequest(frame);
    }

    @Override
    public void onAuthBadMethod(AuthBadMethodFrame frame) {
        client.onAuthBadMethod(frame);
    }

    @Override
    public void onAuthReplyMore(AuthReplyMoreFrame frame) {
        client.onAuthReplyMore(frame);
    }

    @Override
    public void onAuthRequestMore(AuthRequestMoreFrame frame) {
        server.onAuthRequestMore(frame);
    }

    @Override
    public void onAuthDone(AuthDoneFrame frame) {
        client.onAuthDone(frame);
    }

    @Override
    public void onAuthSignature(AuthSignatureFrame frame) {
        if (machine.state() == State.AUTH_CONNECTING_SIGN) {
            client.onAuthSignature(frame);
        } else {
            server.onAuthSignature(frame);
        }
    }

    @Override
    public void onClientIdent(ClientIdentFrame frame) {
        server.onClientIdent(frame);
    }

    @Override
    public void onServerIdent(ServerIdentFrame frame) {
        client.onServerIdent(frame);
    }

    @Override
    public void onIdentMissingFeatures(IdentMissingFeaturesFrame frame) {
        client.onIdentMissingFeatures(frame);
    }

    @Override
    public void onReconnect(ReconnectFrame frame) {
        server.onReconnect(frame);
    }

    @Override
    public void onSessionReset(ResetFrame frame) {
        client.onSessionReset(frame);
    }

    @Override
    public void onSessionRetry(RetryFrame frame) {
        client.onSessionRetry(frame);
    }

    @Override
    public void onSessionRetryGlobal(RetryGlobalFrame frame) {
        client.onSessionRetryGlobal(frame);
    }

    @Override
    public void onReconnectOk(ReconnectOkFrame frame) {
        client.onReconnectOk(frame);
    }

    @Override
    public void onWait(WaitFrame frame) {
        client.onWait();
    }

    @Override
    public void onKeepalive2(Keepalive2Frame frame) {
        exchange.onKeepalive2(frame);
    }

    @Override
    public void onKeepalive2Ack(Keepalive2AckFrame frame) {
        exchange.onKeepalive2Ack();
    }

    @Override
    public void onAck(AckFrame frame) {
        exchange.onAck(frame);
    }

    // ---- fault

    /**
     * The link broke, or the peer violated the protocol (protocol: msgr2 section 7.4).
     *
     * @param from the link it happened on, null before there was one; the fault is ignored unless this is the current
     *     link
     */
    @Override
    public void fault(@Nullable Link from, Throwable cause) {
        center.assertInThread();
        if (from != link || machine.state() == State.CLOSED) {
            return;
        }
        logFault(cause);
        trace.fault(cause, cause instanceof InjectedFault);
        dispatch.fault(cause);
        dropLink();
        if (replacer.abandon()) {
            close("fault while waiting for an older connection's decision");
            return;
        }
        if ((session.policy().lossy() || connection.isDisposable())
                && !machine.state().isConnecting()) {
            boolean known = session.wasReady() || !connection.holder().letGo();
            close("fault on a lossy session");
            if (known) {
                dispatch.reset();
            }
            return;
        }
        session.requeueSent();
        if (machine.state().isAccepting()
                && !session.wasReady()
                && connection.holder().letGo()) {
            close("fault while accepting");
            return;
        }
        if (!mayDial() || session.policy().standby() && !exchange.hasWork() && machine.state() != State.WAIT) {
            if (machine.state() != State.STANDBY) {
                machine.become(State.STANDBY, mayDial() ? "nothing to send" : "the peer dials, we do not");
            }
            return;
        }
        reconnect();
    }

    @Override
    public void failed(Link from, Throwable cause) {
        if (from == link) {
            failed(cause);
        } else {
            Failures.log(log, "{} failed on a link that it has left", connection, cause);
            from.close();
        }
    }

    /** A task of this connection threw: it is in no known state, so it ends, and only it. */
    void failed(Throwable cause) {
        Failures.log(log, "{} failed in {}: closing", connection, machine.state(), cause);
        center.reportFailure(cause);
        if (machine.state() != State.CLOSED) {
            trace.fault(cause, false);
            dispatch.fault(cause);
            end("failed: " + cause);
        }
    }

    @Override
    public void end(String why) {
        try {
            close(why);
        } finally {
            dispatch.reset();
        }
    }

    /** The worker's thread has ended: releases what its tasks would have released. Any thread. */
    void centerEnded() {
        Link l = link;
        link = null;
        if (l != null) {
            l.centerEnded();
        }
        exchange.onLinkLost();
    }

    @Override
    public boolean mayDial() {
        return !session.policy().server() && peer.target().port() != 0;
    }

    /** Warns of a misbehaving peer; a lost connection is only info. */
    private void logFault(Throwable cause) {
        boolean happens = cause instanceof InjectedFault
                || cause instanceof PeerLeft
                || cause instanceof OldAddress
                || cause instanceof StaleAttempt;
        boolean peerIsWrong =
                cause instanceof MalformedInputException || cause instanceof ProtocolException && !happens;
        if (peerIsWrong) {
            log.warn("{} fault in {}: {}", connection, machine.state(), cause.getMessage());
        } else if (cause instanceof EOFException && session.policy().lossy() && machine.state() == State.READY) {
            // The way a client says goodbye.
            log.debug("{} the peer closed the connection", connection);
        } else if (cause instanceof StaleAttempt
                || cause instanceof IOException && machine.state().isAccepting()) {
            // A short-lived client, the loser of a race, or a port scanner.
            log.debug("{} left in {}: {}", connection, machine.state(), cause.toString());
        } else {
            log.info("{} fault in {}: {}", connection, machine.state(), cause.toString());
        }
    }

    private void reconnect() {
        boolean wasEstablished = machine.state() == State.READY || machine.state() == State.SESSION_ACCEPTING;
        session.countReconnect();
        Duration delay = wasEstablished
                ? backoff.afterReady()
                : machine.state() == State.WAIT ? backoff.afterWait() : backoff.afterConnecting();
        trace.reconnecting(delay.toNanos(), session.connectSeq(), delay.isZero() ? "immediately" : "after a delay");
        if (delay.isZero()) {
            startConnect("reconnect immediately");
            return;
        }
        machine.become(State.START_CONNECT, "reconnect in " + delay.toMillis() + " ms");
        dialler.dialAfter(delay);
    }

    /** The peer's own attempt is to replace this one. Ours resumes only if that never arrives. */
    @Override
    public void waitForPeer() {
        machine.become(State.WAIT, "peer says WAIT");
        closeLink();
        reconnect();
    }

    /** Dials again, if it may dial. */
    @Override
    public void wakeFromStandby() {
        if (machine.state() == State.STANDBY && mayDial()) {
            session.countReconnect();
            startConnect("something to send");
        }
    }

    @Override
    public void dropLink() {
        closeLink();
        exchange.onLinkLost();
    }

    private void closeLink() {
        dialler.cancel();
        cancelReadyTimer();
        cancelIdleTimer();
        Link l = link;
        link = null;
        if (l != null) {
            activity.account(l);
            l.close();
        }
    }

    @Override
    public @Nullable Link linkOrNull() {
        return link;
    }

    @Override
    public void close(String why) {
        center.assertInThread();
        if (machine.state() == State.CLOSED) {
            return;
        }
        machine.become(State.CLOSED, why);
        try {
            closeLink();
            replacer.abandon();
            exchange.onLinkLost();
            session.dropQueues();
            exchange.onClosed();
        } finally {
            connection.closed();
        }
    }

    // ---- timers

    private void armReadyTimer() {
        cancelReadyTimer();
        Duration limit = config.connectionReadyTimeout();
        readyTimer = tasks.schedule(limit.toNanos(), () -> {
            readyTimer = null;
            String late = "within " + limit.toMillis() + " ms";
            if (!dialler.giveUp(late)
                    && machine.state() != State.READY
                    && machine.state() != State.CLOSED
                    && machine.state() != State.STANDBY) {
                fault(link, new ProtocolException("not ready " + late));
            }
        });
    }

    private void cancelReadyTimer() {
        if (readyTimer != null) {
            readyTimer.cancel();
            readyTimer = null;
        }
    }

    private void armIdleTimer() {
        cancelIdleTimer();
        long limit = config.connectionIdleTimeout().toNanos();
        idleTimer = tasks.schedule(limit - activity.idleNanos(), () -> {
            idleTimer = null;
            if (machine.state() != State.READY) {
                return;
            }
            if (activity.idleNanos() >= limit) {
                fault(link, new ProtocolException("idle for " + limit / 1_000_000 + " ms"));
            } else {
                armIdleTimer();
            }
        });
    }

    private void cancelIdleTimer() {
        if (idleTimer != null) {
            idleTimer.cancel();
            idleTimer = null;
        }
    }

    @Override
    public void onWritten(Link to) {
        activity.touch();
        activity.account(to);
    }

    /** The send queue exceeded its overflow limit: gives up on the peer, whatever its policy. */
    void overflow() {
        if (machine.state() != State.CLOSED) {
            log.warn("{} send queue overflowed at {} messages: closing", connection, session.countedHere());
            close("the send queue overflowed");
            dispatch.reset();
        }
    }
}
