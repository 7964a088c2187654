// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityAddr;

/**
 * What an accepting side does when it already has a connection to the peer: pure functions (protocol: msgr2 section
 * 7.3).
 */
final class RaceRules {
    private RaceRules() {}

    /** The connection we have. */
    record Existing(
            State state,
            boolean lossy,
            boolean server,
            long peerGlobalSeq,
            long connectSeq,
            long clientCookie,
            long serverCookie) {
        /** Whether it is being moved to another TCP connection right now. */
        boolean replacing() {
            return state == State.NONE;
        }

        /**
         * Whether it is in STANDBY with an unanswered CLIENT_IDENT, from which the peer may have made a session, or
         * still may. A race must take this into account; otherwise each side accepts the other's ident, which leaves
         * two half sessions, one of which is reset with all its messages.
         */
        boolean restsInRace() {
            return state == State.STANDBY && clientCookie != 0 && serverCookie == 0;
        }
    }

    /** Answers to CLIENT_IDENT. */
    enum OnIdent {
        /** No conflict: a new session. */
        FRESH,
        /** Stop the existing lossy connection; then a new session. */
        STOP_EXISTING,
        /** The peer lost its session: ours is reset, then takes over the socket. */
        RESET_AND_REUSE,
        /** Ours takes over the socket. */
        REUSE,
        /** Our attempt wins: the peer waits. */
        EXISTING_WINS,
        /** A replacement is in progress: the peer waits. */
        WAIT,
        /** An older attempt of the peer: close it. */
        STALE
    }

    /** Answers to SESSION_RECONNECT. */
    enum OnReconnect {
        /** SESSION_RESET(full). */
        RESET_FULL,
        /** SESSION_RESET, full if the policy checks resets. */
        RESET_BY_POLICY,
        /** SESSION_RESET, not full. */
        RESET_SESSION,
        RETRY_GLOBAL,
        RETRY,
        WAIT,
        REUSE
    }

    /**
     * @param peer the peer's v2 address, {@code mine} ours
     * @param globalSeq and {@code cookie} from the ident
     */
    static OnIdent onIdent(Existing e, long globalSeq, long cookie, EntityAddr peer, EntityAddr mine) {
        if (e.state == State.CLOSED) {
            return OnIdent.FRESH;
        }
        if (e.replacing()) {
            return OnIdent.WAIT;
        }
        if (Long.compareUnsigned(e.peerGlobalSeq, globalSeq) > 0) {
            return OnIdent.STALE;
        }
        if (e.lossy) {
            return OnIdent.STOP_EXISTING;
        }
        if (e.serverCookie != 0 && e.clientCookie != 0 && e.clientCookie != cookie) {
            return OnIdent.RESET_AND_REUSE;
        }
        if (e.clientCookie == cookie || e.state == State.READY || e.state == State.STANDBY && !e.restsInRace()) {
            return OnIdent.REUSE;
        }
        return peer.compareTo(mine) < 0 || e.server ? OnIdent.REUSE : OnIdent.EXISTING_WINS;
    }

    static OnReconnect onReconnect(
            Existing e, long clientCookie, long globalSeq, long connectSeq, EntityAddr peer, EntityAddr mine) {
        if (e.state == State.CLOSED) {
            return OnReconnect.RESET_FULL;
        }
        if (e.replacing()) {
            return OnReconnect.RETRY_GLOBAL;
        }
        if (e.clientCookie != clientCookie) {
            return OnReconnect.RESET_BY_POLICY;
        }
        if (e.serverCookie == 0) {
            return OnReconnect.RESET_SESSION;
        }
        if (Long.compareUnsigned(e.peerGlobalSeq, globalSeq) > 0) {
            return OnReconnect.RETRY_GLOBAL;
        }
        if (Long.compareUnsigned(e.connectSeq, connectSeq) > 0) {
            return OnReconnect.RETRY;
        }
        if (e.connectSeq == connectSeq && peer.compareTo(mine) > 0 && !e.server) {
            return OnReconnect.WAIT;
        }
        return OnReconnect.REUSE;
    }
}
