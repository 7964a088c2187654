// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityAddr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One case per row of protocol msgr2 section 7.3. */
class RaceRulesTest {
    private static final EntityAddr LOW = EntityAddr.parse("v2:127.0.0.1:6800/1");
    private static final EntityAddr HIGH = EntityAddr.parse("v2:127.0.0.1:6800/2");

    private static EntityAddr peer(String side) {
        return side.equals("low") ? LOW : HIGH;
    }

    private static EntityAddr mine(String peerSide) {
        return peerSide.equals("low") ? HIGH : LOW;
    }

    @ParameterizedTest(name = "{8}")
    @CsvSource({
        // state, lossy, server, peerGs, clientCookie, serverCookie | ident gs, cookie, peer is, because -> answer
        "CLOSED, false, false, 9, 5, 6, 1, 5, 'a closed connection is ignored', low, FRESH",
        "NONE, false, false, 0, 5, 6, 1, 5, 'it is being replaced', low, WAIT",
        "READY, false, false, 2, 5, 6, 1, 5, 'an older attempt arrived late', low, STALE",
        "READY, true, false, 0, 0, 0, 1, 0, 'a lossy connection is stopped', low, STOP_EXISTING",
        "READY, false, false, 1, 5, 6, 2, 7, 'the peer lost its session', high, RESET_AND_REUSE",
        "READY, false, false, 1, 5, 6, 2, 5, 'the handshake was interrupted', high, REUSE",
        "STANDBY, false, false, 1, 0, 0, 2, 5, 'nobody is dialling', high, REUSE",
        "STANDBY, false, false, 1, 3, 0, 2, 5, 'our ident may still count and ours is lower', high, EXISTING_WINS",
        "STANDBY, false, false, 1, 3, 0, 2, 5, 'our ident may still count but the lower address wins', low, REUSE",
        "SESSION_CONNECTING, false, false, 0, 3, 0, 1, 5, 'both dial and the lower address wins', low, REUSE",
        "SESSION_CONNECTING, false, false, 0, 3, 0, 1, 5, 'both dial and ours is lower', high, EXISTING_WINS",
        "SESSION_CONNECTING, false, true, 0, 3, 0, 1, 5, 'a server does not dial', high, REUSE",
        "START_CONNECT, false, false, 0, 3, 6, 1, 3, 'same cookie: the same session', high, REUSE",
    })
    void clientIdent(
            State state,
            boolean lossy,
            boolean server,
            long peerGs,
            long clientCookie,
            long serverCookie,
            long gs,
            long cookie,
            String because,
            String side,
            RaceRules.OnIdent answer) {
        RaceRules.Existing e = new RaceRules.Existing(state, lossy, server, peerGs, 0, clientCookie, serverCookie);
        assertThat(RaceRules.onIdent(e, gs, cookie, peer(side), mine(side)))
                .as(because)
                .isEqualTo(answer);
    }

    @ParameterizedTest(name = "{8}")
    @CsvSource({
        // state, server, peerGs, connectSeq, clientCookie, serverCookie | frame cookie, gs, because, cs, peer -> answer
        "CLOSED, false, 0, 0, 5, 6, 5, 1, 'there is no open connection', 0, low, RESET_FULL",
        "NONE, false, 0, 0, 5, 6, 5, 1, 'it is being replaced', 1, low, RETRY_GLOBAL",
        "READY, false, 0, 0, 5, 6, 4, 1, 'another session', 1, low, RESET_BY_POLICY",
        "START_CONNECT, false, 0, 0, 5, 0, 5, 1, 'we never got SERVER_IDENT', 1, low, RESET_SESSION",
        "READY, false, 2, 0, 5, 6, 5, 1, 'an older attempt', 1, low, RETRY_GLOBAL",
        "STANDBY, false, 1, 3, 5, 6, 5, 2, 'our connect_seq is higher', 2, low, RETRY",
        "START_CONNECT, false, 1, 3, 5, 6, 5, 2, 'equal and the peer is higher', 3, high, WAIT",
        "START_CONNECT, true, 1, 3, 5, 6, 5, 2, 'equal but a server never waits', 3, high, REUSE",
        "START_CONNECT, false, 1, 3, 5, 6, 5, 2, 'equal and the peer is lower', 3, low, REUSE",
        "READY, false, 1, 3, 5, 6, 5, 2, 'a newer attempt', 4, high, REUSE",
    })
    void reconnect(
            State state,
            boolean server,
            long peerGs,
            long connectSeq,
            long clientCookie,
            long serverCookie,
            long cookie,
            long gs,
            String because,
            long cs,
            String side,
            RaceRules.OnReconnect answer) {
        RaceRules.Existing e =
                new RaceRules.Existing(state, false, server, peerGs, connectSeq, clientCookie, serverCookie);
        assertThat(RaceRules.onReconnect(e, cookie, gs, cs, peer(side), mine(side)))
                .as(because)
                .isEqualTo(answer);
    }
}
