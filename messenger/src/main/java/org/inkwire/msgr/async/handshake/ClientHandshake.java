// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.link.ProtocolException;
import org.inkwire.msgr.async.session.ConnectionParts;
import org.inkwire.msgr.async.session.Peer;
import org.inkwire.msgr.async.session.Session;
import org.inkwire.msgr.async.session.StateMachine;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthException;
import org.inkwire.msgr.frame.AuthBadMethodFrame;
import org.inkwire.msgr.frame.AuthDoneFrame;
import org.inkwire.msgr.frame.AuthReplyMoreFrame;
import org.inkwire.msgr.frame.AuthRequestFrame;
import org.inkwire.msgr.frame.AuthRequestMoreFrame;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.frame.IdentMissingFeaturesFrame;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.RetryFrame;
import org.inkwire.msgr.frame.RetryGlobalFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * The connecting side from HELLO to READY (protocol: msgr2 section 7.2). Confined to the connection's EventCenter.
 */
public final class ClientHandshake {
    /** What this phase needs from the protocol. */
    public interface Context extends Handshake {
        /** The peer answered WAIT: its own attempt is to replace this one. */
        void waitForPeer();
    }

    private final Context protocol;
    private final StateMachine machine;
    private final Session session;
    private final Peer peer;
    private final DispatchPort dispatch;
    private final LocalEnd self;
    private final OwnAddresses addresses;
    private final SessionNumbers numbers;
    private AuthClient.@Nullable Exchange auth;

    public ClientHandshake(Context protocol, ConnectionParts parts, LocalEnd self) {
        this.protocol = protocol;
        this.machine = parts.machine();
        this.session = parts.session();
        this.peer = parts.peer();
        this.dispatch = parts.dispatch();
        this.self = self;
        this.addresses = self.addresses();
        this.numbers = self.numbers();
    }

    public void onHello(HelloFrame hello) {
        EntityType dialled = peer.type();
        if (hello.entityType() != dialled) {
            throw new ProtocolException("dialled a " + dialled + ", HELLO says " + hello.entityType());
        }
        addresses.onHello(hello, protocol.link());
        AuthClient.Exchange exchange = self.authClient().begin(hello.entityType());
        auth = exchange;
        machine.become(State.AUTH_CONNECTING, "HELLO");
        authStep(() -> send(exchange.request()));
    }

    private void send(AuthClient.Request request) {
        protocol.link().send(new AuthRequestFrame(request.method(), request.preferredModes(), request.payload()));
    }

    private AuthClient.Exchange auth() {
        AuthClient.Exchange exchange = auth;
        if (exchange == null) {
            throw new AssertionError("no authentication in progress");
        }
        return exchange;
    }

    private static void authStep(Runnable step) {
        try {
            step.run();
        } catch (AuthException e) {
            throw new ProtocolException("authentication failed: " + e.getMessage(), e);
        }
    }

    public void onAuthBadMethod(AuthBadMethodFrame frame) {
        machine.expect(State.AUTH_CONNECTING, "AUTH_BAD_METHOD");
        authStep(() ->
                send(auth().badMethod(frame.method(), frame.result(), frame.allowedMethods(), frame.allowedModes())));
    }

    public void onAuthReplyMore(AuthReplyMoreFrame frame) {
        machine.expect(State.AUTH_CONNECTING, "AUTH_REPLY_MORE");
        authStep(() -> protocol.link().send(new AuthRequestMoreFrame(auth().replyMore(frame.payload()))));
    }

    public void onAuthDone(AuthDoneFrame frame) {
        machine.expect(State.AUTH_CONNECTING, "AUTH_DONE");
        authStep(() -> {
            AuthClient.Result result = auth().done(frame.globalId(), frame.mode(), frame.payload());
            peer.authenticated(frame.globalId());
            machine.become(State.AUTH_CONNECTING_SIGN, "AUTH_DONE");
            protocol.link().send(protocol.link().authenticated(result));
        });
        auth = null;
    }

    public void onAuthSignature(AuthSignatureFrame frame) {
        machine.expect(State.AUTH_CONNECTING_SIGN, "AUTH_SIGNATURE");
        protocol.link().requireSignature(frame);
        if (session.serverCookie() == 0) {
            sendIdent("AUTH_SIGNATURE");
        } else {
            machine.become(State.SESSION_RECONNECTING, "AUTH_SIGNATURE");
            sendReconnect();
        }
    }

    private void sendIdent(String why) {
        boolean lossy = session.policy().lossy();
        if (!lossy && session.clientCookie() == 0) {
            session.clientCookie(numbers.newCookie());
        }
        machine.become(State.SESSION_CONNECTING, why);
        protocol.link()
                .send(new ClientIdentFrame(
                        addresses.forIdent(protocol.link()),
                        peer.target(),
                        self.entityName().num(),
                        session.globalSeq(),
                        session.policy().featuresSupported(),
                        RequiredFeatures.of(session.policy()),
                        lossy ? ClientIdentFrame.LOSSY : 0,
                        session.clientCookie()));
    }

    private void sendReconnect() {
        protocol.link()
                .send(new ReconnectFrame(
                        addresses.forIdent(protocol.link()),
                        session.clientCookie(),
                        session.serverCookie(),
                        session.globalSeq(),
                        session.connectSeq(),
                        session.inSeq()));
    }

    public void onServerIdent(ServerIdentFrame frame) {
        machine.expect(State.SESSION_CONNECTING, "SERVER_IDENT");
        if (!frame.addrs().contains(peer.target())) {
            throw new ProtocolException("dialled " + peer.target() + ", the peer is " + frame.addrs());
        }
        long missing = RequiredFeatures.missing(session.policy(), frame.featuresSupported());
        if (missing != 0) {
            throw new ProtocolException("peer lacks required features 0x" + Long.toHexString(missing));
        }
        session.establishedByServer(frame.cookie(), frame.globalSeq());
        session.policy(session.policy().withLossy((frame.flags() & ClientIdentFrame.LOSSY) != 0));
        peer.identified(
                EntityName.of(peer.type(), frame.gid()),
                frame.addrs(),
                session.policy().featuresSupported() & frame.featuresSupported(),
                addresses.addrs());
        dispatch.connected();
        protocol.ready("SERVER_IDENT");
    }

    public void onIdentMissingFeatures(IdentMissingFeaturesFrame frame) {
        machine.expect(State.SESSION_CONNECTING, "IDENT_MISSING_FEATURES");
        throw new ProtocolException("we lack features 0x" + Long.toHexString(frame.features()) + " the peer requires");
    }

    public void onReconnectOk(ReconnectOkFrame frame) {
        machine.expect(State.SESSION_RECONNECTING, "SESSION_RECONNECT_OK");
        session.discardRequeuedUpTo(frame.msgSeq());
        dispatch.connected();
        protocol.ready("SESSION_RECONNECT_OK");
    }

    public void onSessionRetry(RetryFrame frame) {
        machine.expect(State.SESSION_RECONNECTING, "SESSION_RETRY");
        session.countBeyond(frame.connectSeq());
        sendReconnect();
    }

    public void onSessionRetryGlobal(RetryGlobalFrame frame) {
        machine.expect(State.SESSION_RECONNECTING, "SESSION_RETRY_GLOBAL");
        session.attempt(numbers.nextGlobalSeqAbove(frame.globalSeq()));
        sendReconnect();
    }

    public void onSessionReset(ResetFrame frame) {
        machine.expect(State.SESSION_RECONNECTING, "SESSION_RESET");
        // A connection that faulted before it was ever ready has nothing to lose: queued messages go out now.
        if (frame.full() && session.wasReady()) {
            session.reset();
            dispatch.remoteReset();
        } else {
            session.forgetServer();
        }
        sendIdent("SESSION_RESET(" + (frame.full() ? "full" : "session") + ")");
    }

    public void onWait() {
        if (machine.state() != State.SESSION_RECONNECTING) {
            machine.expect(State.SESSION_CONNECTING, "WAIT");
        }
        protocol.waitForPeer();
    }
}
