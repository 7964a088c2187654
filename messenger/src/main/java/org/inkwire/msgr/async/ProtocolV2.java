// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.io.IOException;
import java.time.Duration;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.TransitionObserver;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.AuthBadMethodFrame;
import org.inkwire.msgr.frame.AuthDoneFrame;
import org.inkwire.msgr.frame.AuthReplyMoreFrame;
import org.inkwire.msgr.frame.AuthRequestFrame;
import org.inkwire.msgr.frame.AuthRequestMoreFrame;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.FrameHandler;
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
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The msgr2.1 state machine of one connection. It holds the state, the current TCP {@link Link} and the {@link Session},
 * and hands the turns to its phases: {@link ClientHandshake}, {@link ServerHandshake}, {@link MessageExchange}; what
 * happens when an older connection exists is {@link ConnectionReplacer}'s. Confined to the connection's EventCenter.
 * Ceph: {@code src/msg/async/ProtocolV2.cc}.
 *
 * <p>Every failure of a link comes to {@link #fault}, where the policy decides. A link that is no longer the current one
 * has no say: its events carry the link, and are ignored when it was replaced.
 */
final class ProtocolV2 implements FrameHandler {
    private static final Logger log = LoggerFactory.getLogger(ProtocolV2.class);

    /** Largest control frame: an ident with 64 addresses or a cephx payload is well below. */
    private static final int MAX_CONTROL_BYTES = 64 << 10;

    final AsyncConnection connection;
    final AsyncMessenger messenger;
    final EventCenter center;
    final Session session;
    final MessageExchange exchange;
    final ConnectionTrace trace = new ConnectionTrace(this);

    private final ClientHandshake client;
    private final ServerHandshake server;
    private final ConnectionReplacer replacer;
    private State state = State.NONE;
    private Policy policy;
    private @Nullable Link link;
    /** Set while a TCP connection is being made. */
    private NetworkStack.@Nullable Dial dial;

    private boolean onceReady;
    private final ReconnectBackoff backoff;
    private EventCenter.@Nullable Timer readyTimer;
    private EventCenter.@Nullable Timer idleTimer;
    private EventCenter.@Nullable Timer reconnectTimer;
    private long lastActiveNanos;
    private long bytesReceived;
    private long bytesSent;
    private boolean everActive;

    ProtocolV2(AsyncConnection connection, Policy policy) {
        this.connection = connection;
        this.messenger = connection.messenger();
        this.center = connection.center();
        this.policy = policy;
        this.backoff = new ReconnectBackoff(
                messenger.config().initialBackoff(), messenger.config().maxBackoff());
        this.session = new Session(connection.sendBound());
        this.exchange = new MessageExchange(this);
        this.client = new ClientHandshake(this);
        this.server = new ServerHandshake(this);
        this.replacer = new ConnectionReplacer(this);
    }

    // ---- what the phases use

    State state() {
        return state;
    }

    Policy policy() {
        return policy;
    }

    /** The peer's number for the TCP connection on which a session was made or goes on. */
    void peerGlobalSeq(long globalSeq) {
        session.peerGlobalSeq = globalSeq;
        connection.peerGlobalSeq(globalSeq);
    }

    void policy(Policy newPolicy) {
        policy = newPolicy;
        connection.lossy(newPolicy.lossy());
    }

    ConnectionReplacer replacer() {
        return replacer;
    }

    /** The current link. */
    Link link() {
        Link l = link;
        if (l == null) {
            throw new AssertionError(connection + " has no link in " + state);
        }
        return l;
    }

    boolean hasLink() {
        return link != null;
    }

    /** Gives the link away, for a replacement. */
    Link detachLink() {
        Link l = link();
        link = null;
        return l;
    }

    void attachLink(Link newLink) {
        newLink.handTo(this);
        link = newLink;
        everActive = true;
        lastActiveNanos = center.nanoTime();
    }

    void become(State next, String why) {
        center.assertInThread();
        if (!state.successors().contains(next)) {
            throw new AssertionError(connection + ": " + state + " -> " + next + " (" + why + ")");
        }
        if (log.isDebugEnabled()) {
            log.debug("{}", DebugMs.line(connection, session.peerGlobalSeq, session.connectSeq, state, next, why));
        }
        TransitionObserver observer = messenger.config().transitions();
        if (observer != null) {
            observer.transition(state.name(), next.name());
        }
        state = next;
        connection.visibleState(next);
    }

    void expect(State wanted, String frame) {
        if (state != wanted) {
            throw new ProtocolException(frame + " in " + state + ", expected in " + wanted);
        }
    }

    /** There was a session: the peer may have got something, and may have sent something. */
    boolean wasReady() {
        return onceReady;
    }

    /** Both handshakes end here. */
    void ready(String why) {
        if (connection.features() == 0) {
            throw new AssertionError(connection + " would encode without knowing what the peer reads");
        }
        become(State.READY, why);
        trace.ready(why);
        onceReady = true;
        backoff.ready();
        cancelReadyTimer();
        armIdleTimer();
        exchange.requestWrite();
    }

    /** The session got on: a message came, or one of ours was acknowledged. */
    void progressed() {
        backoff.progressed();
    }

    // ---- begin

    void startConnect(String why) {
        become(State.START_CONNECT, why);
        dial();
    }

    private void dial() {
        session.globalSeq = messenger.nextGlobalSeq();
        trace.dialling();
        armReadyTimer();
        dial = messenger
                .stack()
                .connect(
                        center,
                        connection.target().toSocketAddress(),
                        messenger.socketOptions(),
                        new NetworkStack.ConnectHandler() {
                            @Override
                            public void connected(ConnectedSocket socket) {
                                dial = null;
                                connection.targets().connected();
                                trace.dialled(null);
                                open(socket, State.BANNER_CONNECTING);
                            }

                            @Override
                            public void failed(Throwable cause) {
                                dial = null;
                                trace.dialled(cause);
                                dialFailed(cause);
                            }
                        });
    }

    private void dialFailed(Throwable cause) {
        EntityAddr failed = connection.target();
        switch (connection.targets().failed(cause)) {
            case TRY_NEXT -> {
                log.info("{} cannot dial {}: {}; next {}", connection, failed, cause, connection.target());
                dial();
            }
            case REFUSED -> {
                messenger.dispatch().refused(connection);
                fault(null, cause);
            }
            case UNREACHABLE -> fault(null, cause);
        }
    }

    void startAccept(ConnectedSocket socket) {
        become(State.START_ACCEPT, "accepted from " + socket.remoteAddress());
        trace.accepted("from " + socket.remoteAddress());
        armReadyTimer();
        open(socket, State.BANNER_ACCEPTING);
    }

    private void open(ConnectedSocket socket, State next) {
        Link opened = new Link(socket, messenger.config(), this);
        link = opened;
        everActive = true;
        lastActiveNanos = center.nanoTime();
        become(next, "tcp connected");
        try {
            opened.sendBanner();
        } catch (ProtocolException e) {
            fault(opened, e);
            return;
        }
        opened.open();
    }

    void onBanner(Banner banner) {
        banner.requireCompatible(Banner.OURS);
        if (state == State.BANNER_CONNECTING) {
            become(State.HELLO_CONNECTING, "banner");
            link().send(new HelloFrame(messenger.entityType(), connection.target()));
        } else {
            expect(State.BANNER_ACCEPTING, "banner");
            become(State.HELLO_ACCEPTING, "banner");
            link().send(new HelloFrame(messenger.entityType(), connection.socketAddr(link())));
        }
    }

    // ---- receive

    /** Whether the frame may be read now; throws if it may not be read at all. */
    boolean admit(Link from, Preamble preamble) {
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
        expect(State.READY, "MESSAGE");
        return exchange.admit(from, preamble);
    }

    void onMessage(MessageFrame frame) {
        exchange.onMessage(frame);
    }

    void onAborted() {
        exchange.onAborted();
    }

    /** Everything that had arrived was taken out. */
    void onReadBatchEnd(Link from) {
        if (from == link) {
            lastActiveNanos = center.nanoTime();
            account(from);
            exchange.onReadBatchEnd(from);
        }
    }

    void onWritable(Link from) {
        if (from == link) {
            exchange.requestWrite();
        }
    }

    @Override
    public void onHello(HelloFrame hello) {
        if (state == State.HELLO_CONNECTING) {
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
        if (state == State.AUTH_CONNECTING_SIGN) {
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
     * The link is broken, or the peer was wrong (protocol: msgr2 section 7.4).
     *
     * @param from the link it happened on, null before there was one; ignored unless it is the current one
     */
    void fault(@Nullable Link from, Throwable cause) {
        center.assertInThread();
        if (from != link || state == State.CLOSED) {
            return;
        }
        logFault(cause);
        trace.fault(cause);
        closeLink();
        exchange.onLinkLost();
        if (replacer.abandon()) {
            close("faulted while an older connection was asked");
            return;
        }
        if ((policy.lossy() || connection.isDisposable()) && !state.isConnecting()) {
            boolean known = onceReady || !connection.letGo();
            close("fault on a lossy session");
            if (known) {
                messenger.dispatch().reset(connection);
            }
            return;
        }
        session.requeueSent();
        if (state.isAccepting() && !onceReady && connection.letGo()) {
            close("fault while accepting");
            return;
        }
        if (!mayDial() || policy.standby() && !exchange.hasWork() && state != State.WAIT) {
            if (state != State.STANDBY) {
                become(State.STANDBY, mayDial() ? "nothing to send" : "the peer dials, not we");
            }
            return;
        }
        reconnect();
    }

    /** Servers never dial, and nobody dials a peer that listens nowhere. */
    boolean mayDial() {
        return !policy.server() && connection.target().port() != 0;
    }

    /** A peer that is wrong is worth a warning; one that went away is not. */
    private void logFault(Throwable cause) {
        boolean peerIsWrong = cause instanceof MalformedInputException
                || cause instanceof ProtocolException && !(cause instanceof InjectedFault);
        if (peerIsWrong) {
            log.warn("{} fault in {}: {}", connection, state, cause.getMessage());
        } else {
            log.info("{} fault in {}: {}", connection, state, cause.toString());
        }
    }

    private void reconnect() {
        boolean wasEstablished = state == State.READY || state == State.SESSION_ACCEPTING;
        if (session.serverCookie != 0) {
            session.connectSeq++;
        }
        Duration delay = wasEstablished
                ? backoff.afterReady()
                : state == State.WAIT ? backoff.afterWait() : backoff.afterConnecting();
        trace.reconnecting(delay.toNanos(), delay.isZero() ? "at once" : "after a pause");
        if (delay.isZero()) {
            startConnect("reconnect at once");
            return;
        }
        become(State.START_CONNECT, "reconnect in " + delay.toMillis() + " ms");
        reconnectTimer = center.schedule(delay.toNanos(), () -> {
            reconnectTimer = null;
            if (state == State.START_CONNECT && link == null) {
                dial();
            }
        });
    }

    /** WAIT was answered: the peer's own attempt shall replace this one; ours goes on only if it never comes. */
    void waitForPeer() {
        become(State.WAIT, "peer says WAIT");
        closeLink();
        reconnect();
    }

    /** A message or keepalive for a connection in STANDBY that may dial. */
    void wakeFromStandby() {
        if (state == State.STANDBY && mayDial()) {
            if (session.serverCookie != 0) {
                session.connectSeq++;
            }
            startConnect("something to send");
        }
    }

    void closeLink() {
        if (dial != null) {
            dial.cancel();
            dial = null;
        }
        cancelReadyTimer();
        cancelIdleTimer();
        if (reconnectTimer != null) {
            reconnectTimer.cancel();
            reconnectTimer = null;
        }
        Link l = link;
        link = null;
        if (l != null) {
            account(l);
            l.close();
        }
    }

    /** Adds what went over the link since the last time to the totals of connection and worker. */
    void account(Link l) {
        long received = l.takeReceived();
        long sent = l.takeSent();
        bytesReceived += received;
        bytesSent += sent;
        connection.counters().bytesReceived(received);
        connection.counters().bytesSent(sent);
    }

    /** For a dump. */
    long bytesReceived() {
        return bytesReceived;
    }

    long bytesSent() {
        return bytesSent;
    }

    long lastActiveNanos() {
        return lastActiveNanos;
    }

    /** A link stood once. */
    boolean wasActive() {
        return everActive;
    }

    @Nullable
    Link linkOrNull() {
        return link;
    }

    /** Ends the connection for good; tells nobody. */
    void close(String why) {
        center.assertInThread();
        if (state == State.CLOSED) {
            return;
        }
        become(State.CLOSED, why);
        closeLink();
        replacer.abandon();
        exchange.onLinkLost();
        session.dropQueues();
        exchange.onClosed();
        connection.closed();
    }

    // ---- timers

    void armReadyTimer() {
        cancelReadyTimer();
        Duration limit = messenger.config().connectionReadyTimeout();
        readyTimer = center.schedule(limit.toNanos(), () -> {
            readyTimer = null;
            String late = "within " + limit.toMillis() + " ms";
            if (dial != null) {
                dial.cancel();
                dial = null;
                IOException silence = new IOException("no answer " + late);
                trace.dialled(silence);
                dialFailed(silence);
            } else if (state != State.READY && state != State.CLOSED && state != State.STANDBY) {
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
        long limit = messenger.config().connectionIdleTimeout().toNanos();
        idleTimer = center.schedule(limit - (center.nanoTime() - lastActiveNanos), () -> {
            idleTimer = null;
            if (state != State.READY) {
                return;
            }
            if (center.nanoTime() - lastActiveNanos >= limit) {
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

    /** Something was written. */
    void touch() {
        lastActiveNanos = center.nanoTime();
    }

    /** More was sent than may wait: the peer is given up, whatever its policy. */
    void overflow() {
        if (state != State.CLOSED) {
            log.warn("{} has {} messages to send: given up", connection, session.bound.messages());
            close("the send queue overflowed");
            messenger.dispatch().reset(connection);
        }
    }

    /** @param message taken, counted in the session's bound */
    void enqueue(Message message) {
        if (state == State.CLOSED) {
            session.bound.drop(message);
            session.bound.settle();
            return;
        }
        session.outQueue.add(message);
    }
}
