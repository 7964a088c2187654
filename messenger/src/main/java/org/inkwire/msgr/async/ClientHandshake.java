// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

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
final class ClientHandshake {
    private final ProtocolV2 protocol;
    private AuthClient.@Nullable Exchange auth;

    ClientHandshake(ProtocolV2 protocol) {
        this.protocol = protocol;
    }

    void onHello(HelloFrame hello) {
        EntityType dialled = protocol.connection.peerType();
        if (hello.entityType() != dialled) {
            throw new ProtocolException("dialled a " + dialled + ", HELLO says " + hello.entityType());
        }
        protocol.messenger.onHello(hello, protocol.link());
        AuthClient.Exchange exchange = protocol.messenger.config().authClient().begin(hello.entityType());
        auth = exchange;
        protocol.become(State.AUTH_CONNECTING, "HELLO");
        authStep(() -> send(exchange.request()));
    }

    private void send(AuthClient.Request request) {
        protocol.link().send(new AuthRequestFrame(request.method(), request.preferredModes(), request.payload()));
    }

    private AuthClient.Exchange auth() {
        AuthClient.Exchange exchange = auth;
        if (exchange == null) {
            throw new AssertionError("no authentication under way");
        }
        return exchange;
    }

    private static void authStep(Runnable step) {
        try {
            step.run();
        } catch (AuthException e) {
            throw new ProtocolException("authentication failed: " + e.getMessage());
        }
    }

    void onAuthBadMethod(AuthBadMethodFrame frame) {
        protocol.expect(State.AUTH_CONNECTING, "AUTH_BAD_METHOD");
        authStep(() ->
                send(auth().badMethod(frame.method(), frame.result(), frame.allowedMethods(), frame.allowedModes())));
    }

    void onAuthReplyMore(AuthReplyMoreFrame frame) {
        protocol.expect(State.AUTH_CONNECTING, "AUTH_REPLY_MORE");
        authStep(() -> protocol.link().send(new AuthRequestMoreFrame(auth().replyMore(frame.payload()))));
    }

    void onAuthDone(AuthDoneFrame frame) {
        protocol.expect(State.AUTH_CONNECTING, "AUTH_DONE");
        authStep(() -> {
            AuthClient.Result result = auth().done(frame.globalId(), frame.mode(), frame.payload());
            protocol.connection.globalId(frame.globalId());
            protocol.become(State.AUTH_CONNECTING_SIGN, "AUTH_DONE");
            protocol.link().send(protocol.link().authenticated(result));
        });
        auth = null;
    }

    void onAuthSignature(AuthSignatureFrame frame) {
        protocol.expect(State.AUTH_CONNECTING_SIGN, "AUTH_SIGNATURE");
        protocol.link().requireSignature(frame);
        if (protocol.session.serverCookie == 0) {
            sendIdent("AUTH_SIGNATURE");
        } else {
            protocol.become(State.SESSION_RECONNECTING, "AUTH_SIGNATURE");
            sendReconnect();
        }
    }

    private void sendIdent(String why) {
        Session session = protocol.session;
        boolean lossy = protocol.policy().lossy();
        if (!lossy && session.clientCookie == 0) {
            session.clientCookie = protocol.messenger.newCookie();
        }
        protocol.become(State.SESSION_CONNECTING, why);
        protocol.link()
                .send(new ClientIdentFrame(
                        protocol.messenger.identAddrs(protocol.link()),
                        protocol.connection.target(),
                        protocol.messenger.entityName().num(),
                        session.globalSeq,
                        protocol.policy().featuresSupported(),
                        protocol.policy().featuresRequired() | AsyncMessenger.ALWAYS_REQUIRED,
                        lossy ? ClientIdentFrame.LOSSY : 0,
                        session.clientCookie));
    }

    private void sendReconnect() {
        Session session = protocol.session;
        protocol.link()
                .send(new ReconnectFrame(
                        protocol.messenger.identAddrs(protocol.link()),
                        session.clientCookie,
                        session.serverCookie,
                        session.globalSeq,
                        session.connectSeq,
                        session.inSeq));
    }

    void onServerIdent(ServerIdentFrame frame) {
        protocol.expect(State.SESSION_CONNECTING, "SERVER_IDENT");
        if (!frame.addrs().contains(protocol.connection.target())) {
            throw new ProtocolException("dialled " + protocol.connection.target() + ", the peer is " + frame.addrs());
        }
        long missing =
                (protocol.policy().featuresRequired() | AsyncMessenger.ALWAYS_REQUIRED) & ~frame.featuresSupported();
        if (missing != 0) {
            throw new ProtocolException("peer lacks required features 0x" + Long.toHexString(missing));
        }
        Session session = protocol.session;
        session.restartCounters();
        session.serverCookie = frame.cookie();
        protocol.peerGlobalSeq(frame.globalSeq());
        session.connectSeq = 0;
        protocol.policy(protocol.policy().withLossy((frame.flags() & ClientIdentFrame.LOSSY) != 0));
        protocol.connection.identified(
                EntityName.of(peerType(), frame.gid()),
                frame.addrs(),
                protocol.policy().featuresSupported() & frame.featuresSupported());
        protocol.messenger.dispatch().connected(protocol.connection);
        protocol.ready("SERVER_IDENT");
    }

    private EntityType peerType() {
        EntityType type = protocol.connection.peerType();
        if (type == null) {
            throw new AssertionError("dialled without a type");
        }
        return type;
    }

    void onIdentMissingFeatures(IdentMissingFeaturesFrame frame) {
        protocol.expect(State.SESSION_CONNECTING, "IDENT_MISSING_FEATURES");
        throw new ProtocolException("we lack features 0x" + Long.toHexString(frame.features()) + " the peer requires");
    }

    void onReconnectOk(ReconnectOkFrame frame) {
        protocol.expect(State.SESSION_RECONNECTING, "SESSION_RECONNECT_OK");
        protocol.session.discardRequeuedUpTo(frame.msgSeq());
        protocol.messenger.dispatch().connected(protocol.connection);
        protocol.ready("SESSION_RECONNECT_OK");
    }

    void onSessionRetry(RetryFrame frame) {
        protocol.expect(State.SESSION_RECONNECTING, "SESSION_RETRY");
        protocol.session.connectSeq = frame.connectSeq() + 1;
        sendReconnect();
    }

    void onSessionRetryGlobal(RetryGlobalFrame frame) {
        protocol.expect(State.SESSION_RECONNECTING, "SESSION_RETRY_GLOBAL");
        protocol.session.globalSeq = protocol.messenger.nextGlobalSeqAbove(frame.globalSeq());
        sendReconnect();
    }

    void onSessionReset(ResetFrame frame) {
        protocol.expect(State.SESSION_RECONNECTING, "SESSION_RESET");
        // A connection that was accepted and faulted before it was ready has nothing to lose: what waits goes out now.
        if (frame.full() && protocol.wasReady()) {
            protocol.session.reset();
            protocol.messenger.dispatch().remoteReset(protocol.connection);
        } else {
            protocol.session.serverCookie = 0;
            protocol.session.connectSeq = 0;
            protocol.session.inSeq = 0;
        }
        sendIdent("SESSION_RESET(" + (frame.full() ? "full" : "session") + ")");
    }

    void onWait() {
        if (protocol.state() != State.SESSION_RECONNECTING) {
            protocol.expect(State.SESSION_CONNECTING, "WAIT");
        }
        protocol.waitForPeer();
    }
}
