// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import java.util.function.Supplier;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.link.OldAddress;
import org.inkwire.msgr.async.link.ProtocolException;
import org.inkwire.msgr.async.session.ConnectionParts;
import org.inkwire.msgr.async.session.Peer;
import org.inkwire.msgr.async.session.Session;
import org.inkwire.msgr.async.session.StateMachine;
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
 * The accepting side from HELLO to READY (protocol: msgr2 section 7.3). The {@link ConnectionReplacer} checks whether
 * an older connection to the peer exists and decides what happens to it. Confined to the connection's EventCenter.
 */
public final class ServerHandshake {
    /** What this phase needs from the protocol. */
    public interface Context extends Handshake {
        /** The ident is valid: it begins a new session unless an older connection decides otherwise. */
        void admitted(ClientIdentFrame frame);

        /** The frame is valid: the session it names decides, if there is one. */
        void admitted(ReconnectFrame frame);
    }

    /** More than any method needs, even after a few rejected methods. */
    private static final int MAX_ROUNDS = 16;

    private final Context protocol;
    private final StateMachine machine;
    private final Session session;
    private final Peer peer;
    private final DispatchPort dispatch;
    private final LocalEnd self;
    private final OwnAddresses addresses;
    private final SessionNumbers numbers;
    private AuthServer.@Nullable Exchange auth;
    private int method;
    private int rounds;

    public ServerHandshake(Context protocol, ConnectionParts parts, LocalEnd self) {
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
        machine.expect(State.HELLO_ACCEPTING, "HELLO");
        AuthServer authServer = self.authServer();
        if (authServer == null) {
            throw new ProtocolException("this messenger has no auth server");
        }
        peer.said(hello.entityType());
        session.policy(self.policyFor(hello.entityType()));
        addresses.onHello(hello, protocol.link());
        auth = authServer.begin(hello.entityType());
        machine.become(State.AUTH_ACCEPTING, "HELLO from " + hello.entityType());
    }

    public void onAuthRequest(AuthRequestFrame frame) {
        machine.expect(State.AUTH_ACCEPTING, "AUTH_REQUEST");
        method = frame.method();
        answer(() -> auth().request(frame.method(), frame.preferredModes(), frame.payload()));
    }

    public void onAuthRequestMore(AuthRequestMoreFrame frame) {
        machine.expect(State.AUTH_ACCEPTING_MORE, "AUTH_REQUEST_MORE");
        answer(() -> auth().requestMore(frame.payload()));
    }

    private AuthServer.Exchange auth() {
        AuthServer.Exchange exchange = auth;
        if (exchange == null) {
            throw new AssertionError("no authentication in progress");
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
            peer.authenticated(done.globalId());
            link.send(new AuthDoneFrame(done.globalId(), done.mode(), done.payload()));
            machine.become(State.AUTH_ACCEPTING_SIGN, "authenticated " + done.name());
            link.send(link.authenticated(done.result()));
            auth = null;
        } else if (reply instanceof AuthServer.More more) {
            link.send(new AuthReplyMoreFrame(more.payload()));
            if (machine.state() != State.AUTH_ACCEPTING_MORE) {
                machine.become(State.AUTH_ACCEPTING_MORE, "AUTH_REQUEST");
            }
        } else if (reply instanceof AuthServer.BadMethod bad) {
            link.send(new AuthBadMethodFrame(method, bad.result(), bad.allowedMethods(), bad.allowedModes()));
            if (machine.state() != State.AUTH_ACCEPTING) {
                machine.become(State.AUTH_ACCEPTING, "bad method");
            }
        }
    }

    public void onAuthSignature(AuthSignatureFrame frame) {
        machine.expect(State.AUTH_ACCEPTING_SIGN, "AUTH_SIGNATURE");
        protocol.link().requireSignature(frame);
        machine.become(State.SESSION_ACCEPTING, "AUTH_SIGNATURE");
    }

    public void onClientIdent(ClientIdentFrame frame) {
        machine.expect(State.SESSION_ACCEPTING, "CLIENT_IDENT");
        if (isBlank(frame.addrs())) {
            throw new ProtocolException("CLIENT_IDENT without an address: " + frame.addrs());
        }
        if (!addresses.addrs().contains(frame.target())) {
            throw new OldAddress("peer dialled " + frame.target() + ", our addresses are " + addresses.addrs());
        }
        refuseIfBlocked(frame.addrs());
        long missing = RequiredFeatures.missing(session.policy(), frame.featuresSupported());
        if (missing != 0) {
            protocol.link().send(new IdentMissingFeaturesFrame(missing));
            return;
        }
        protocol.admitted(frame);
    }

    public void onReconnect(ReconnectFrame frame) {
        machine.expect(State.SESSION_ACCEPTING, "SESSION_RECONNECT");
        if (isBlank(frame.addrs())) {
            throw new ProtocolException("SESSION_RECONNECT without an address: " + frame.addrs());
        }
        refuseIfBlocked(frame.addrs());
        protocol.admitted(frame);
    }

    private void refuseIfBlocked(EntityAddrVec peerAddrs) {
        EntityType type = peer.type();
        if (self.refuses(type, peerAddrs)) {
            throw new ProtocolException("refused " + type + " at " + peerAddrs + ": blocked by the accept filter");
        }
    }

    private static boolean isBlank(EntityAddrVec addrs) {
        return addrs.first().isBlank() || addrs.msgr2OrFirst().isBlank();
    }

    /** Begins a session on the current link, which may have been taken over from a newer connection. */
    void sendServerIdent(ClientIdentFrame frame, EntityType peerType) {
        Policy policy = session.policy();
        session.establishedForClient(
                frame.cookie(), frame.globalSeq(), policy.lossy() ? 0 : numbers.newCookie(), numbers.nextGlobalSeq());
        peer.identified(
                EntityName.of(peerType, frame.gid()),
                frame.addrs(),
                policy.featuresSupported() & frame.featuresSupported(),
                addresses.addrs());
        protocol.link()
                .send(new ServerIdentFrame(
                        addresses.addrs(),
                        self.entityName().num(),
                        session.globalSeq(),
                        policy.featuresSupported(),
                        RequiredFeatures.of(policy),
                        policy.lossy() ? ClientIdentFrame.LOSSY : 0,
                        session.serverCookie()));
        dispatch.accepted();
        protocol.ready("CLIENT_IDENT");
    }
}
