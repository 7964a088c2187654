// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.function.Supplier;
import org.inkwire.msgr.auth.AuthException;
import org.inkwire.msgr.auth.AuthServer;
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
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * The accepting side from HELLO to READY (protocol: msgr2 section 7.3). Whether an older connection to the peer exists,
 * and what becomes of it, is asked of the {@link ConnectionReplacer}. Confined to the connection's EventCenter.
 */
final class ServerHandshake {
    /** More than any method needs, with a few bad ones before. */
    private static final int MAX_ROUNDS = 16;

    private final ProtocolV2 protocol;
    private AuthServer.@Nullable Exchange auth;
    private int method;
    private int rounds;

    ServerHandshake(ProtocolV2 protocol) {
        this.protocol = protocol;
    }

    void onHello(HelloFrame hello) {
        protocol.expect(State.HELLO_ACCEPTING, "HELLO");
        AuthServer authServer = protocol.messenger.config().authServer();
        if (authServer == null) {
            throw new ProtocolException("this messenger authenticates nobody");
        }
        protocol.connection.peerType(hello.entityType());
        protocol.policy(protocol.messenger.policyFor(hello.entityType()));
        protocol.messenger.onHello(hello, protocol.link());
        auth = authServer.begin(hello.entityType());
        protocol.become(State.AUTH_ACCEPTING, "HELLO from " + hello.entityType());
    }

    void onAuthRequest(AuthRequestFrame frame) {
        protocol.expect(State.AUTH_ACCEPTING, "AUTH_REQUEST");
        method = frame.method();
        answer(() -> auth().request(frame.method(), frame.preferredModes(), frame.payload()));
    }

    void onAuthRequestMore(AuthRequestMoreFrame frame) {
        protocol.expect(State.AUTH_ACCEPTING_MORE, "AUTH_REQUEST_MORE");
        answer(() -> auth().requestMore(frame.payload()));
    }

    private AuthServer.Exchange auth() {
        AuthServer.Exchange exchange = auth;
        if (exchange == null) {
            throw new AssertionError("no authentication under way");
        }
        return exchange;
    }

    private void answer(Supplier<AuthServer.Reply> step) {
        if (++rounds > MAX_ROUNDS) {
            throw new ProtocolException("no authentication after " + MAX_ROUNDS + " rounds");
        }
        AuthServer.Reply reply;
        try {
            reply = step.get();
        } catch (AuthException e) {
            throw new ProtocolException("authentication failed: " + e.getMessage());
        }
        Link link = protocol.link();
        if (reply instanceof AuthServer.Done done) {
            protocol.connection.globalId(done.globalId());
            link.send(new AuthDoneFrame(done.globalId(), done.mode(), done.payload()));
            protocol.become(State.AUTH_ACCEPTING_SIGN, "authenticated " + done.name());
            link.send(link.authenticated(done.result()));
            auth = null;
        } else if (reply instanceof AuthServer.More more) {
            link.send(new AuthReplyMoreFrame(more.payload()));
            if (protocol.state() != State.AUTH_ACCEPTING_MORE) {
                protocol.become(State.AUTH_ACCEPTING_MORE, "AUTH_REQUEST");
            }
        } else if (reply instanceof AuthServer.BadMethod bad) {
            link.send(new AuthBadMethodFrame(method, bad.result(), bad.allowedMethods(), bad.allowedModes()));
            if (protocol.state() != State.AUTH_ACCEPTING) {
                protocol.become(State.AUTH_ACCEPTING, "bad method");
            }
        }
    }

    void onAuthSignature(AuthSignatureFrame frame) {
        protocol.expect(State.AUTH_ACCEPTING_SIGN, "AUTH_SIGNATURE");
        protocol.link().requireSignature(frame);
        protocol.become(State.SESSION_ACCEPTING, "AUTH_SIGNATURE");
    }

    void onClientIdent(ClientIdentFrame frame) {
        protocol.expect(State.SESSION_ACCEPTING, "CLIENT_IDENT");
        if (isBlank(frame.addrs())) {
            throw new ProtocolException("CLIENT_IDENT without an address: " + frame.addrs());
        }
        if (!protocol.messenger.addrs().contains(frame.target())) {
            throw new ProtocolException("peer dialled " + frame.target() + ", this is " + protocol.messenger.addrs());
        }
        refuseIfBlocked(frame.addrs());
        long missing =
                (protocol.policy().featuresRequired() | AsyncMessenger.ALWAYS_REQUIRED) & ~frame.featuresSupported();
        if (missing != 0) {
            protocol.link().send(new IdentMissingFeaturesFrame(missing));
            return;
        }
        protocol.replacer().onClientIdent(frame);
    }

    void onReconnect(ReconnectFrame frame) {
        protocol.expect(State.SESSION_ACCEPTING, "SESSION_RECONNECT");
        if (isBlank(frame.addrs())) {
            throw new ProtocolException("SESSION_RECONNECT without an address: " + frame.addrs());
        }
        refuseIfBlocked(frame.addrs());
        protocol.replacer().onReconnect(frame);
    }

    private void refuseIfBlocked(EntityAddrVec peerAddrs) {
        EntityType type = protocol.connection.peerType();
        if (type != null && protocol.messenger.acceptFilter().refuses(type, peerAddrs)) {
            throw new ProtocolException("refused " + type + " at " + peerAddrs + ": it is shut out");
        }
    }

    private static boolean isBlank(EntityAddrVec addrs) {
        return addrs.first().isBlank() || addrs.msgr2OrFirst().isBlank();
    }

    /** Begins the session: on this protocol, whose link may have been taken over from another. */
    static void sendServerIdent(ProtocolV2 protocol, ClientIdentFrame frame, EntityType peerType) {
        Session session = protocol.session;
        boolean lossy = protocol.policy().lossy();
        session.restartCounters();
        protocol.peerGlobalSeq(frame.globalSeq());
        session.clientCookie = frame.cookie();
        session.connectSeq = 0;
        session.serverCookie = lossy ? 0 : protocol.messenger.newCookie();
        session.globalSeq = protocol.messenger.nextGlobalSeq();
        protocol.connection.identified(
                EntityName.of(peerType, frame.gid()),
                frame.addrs(),
                protocol.policy().featuresSupported() & frame.featuresSupported());
        protocol.link()
                .send(new ServerIdentFrame(
                        protocol.messenger.addrs(),
                        protocol.messenger.entityName().num(),
                        session.globalSeq,
                        protocol.policy().featuresSupported(),
                        protocol.policy().featuresRequired() | AsyncMessenger.ALWAYS_REQUIRED,
                        lossy ? ClientIdentFrame.LOSSY : 0,
                        session.serverCookie));
        protocol.messenger.dispatch().accepted(protocol.connection);
        protocol.ready("CLIENT_IDENT");
    }
}
