// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.state;

import java.util.EnumSet;
import java.util.Set;

/**
 * States of a connection, with Ceph's names (protocol: msgr2 sections 7.2 and 7.3). The arrows are {@link #successors};
 * {@code docs/PROTOCOL.md} shows them as a diagram, and a test keeps the two equal.
 */
public enum State {
    /** Newly created, or between two TCP connections while a new one takes over. */
    NONE,

    START_CONNECT,
    BANNER_CONNECTING,
    HELLO_CONNECTING,
    AUTH_CONNECTING,
    AUTH_CONNECTING_SIGN,
    SESSION_CONNECTING,
    SESSION_RECONNECTING,

    START_ACCEPT,
    BANNER_ACCEPTING,
    HELLO_ACCEPTING,
    AUTH_ACCEPTING,
    AUTH_ACCEPTING_MORE,
    AUTH_ACCEPTING_SIGN,
    SESSION_ACCEPTING,

    READY,
    /** No TCP connection and nothing to send: waits for a message or for the peer. */
    STANDBY,
    /**
     * The peer's own connection to us wins the race. Left at once: the wait itself is START_CONNECT with its back-off.
     */
    WAIT,
    CLOSED;

    public boolean isConnecting() {
        return switch (this) {
            case START_CONNECT,
                    BANNER_CONNECTING,
                    HELLO_CONNECTING,
                    AUTH_CONNECTING,
                    AUTH_CONNECTING_SIGN,
                    SESSION_CONNECTING,
                    SESSION_RECONNECTING -> true;
            default -> false;
        };
    }

    public boolean isAccepting() {
        return switch (this) {
            case START_ACCEPT,
                    BANNER_ACCEPTING,
                    HELLO_ACCEPTING,
                    AUTH_ACCEPTING,
                    AUTH_ACCEPTING_MORE,
                    AUTH_ACCEPTING_SIGN,
                    SESSION_ACCEPTING -> true;
            default -> false;
        };
    }

    /**
     * States that may follow. Every state but CLOSED can be left by a fault or by an incoming connection that replaces
     * it.
     */
    public Set<State> successors() {
        return switch (this) {
            case NONE -> EnumSet.of(START_CONNECT, START_ACCEPT, SESSION_ACCEPTING, STANDBY, CLOSED);
            case START_CONNECT -> onTheWayOut(BANNER_CONNECTING);
            case BANNER_CONNECTING -> onTheWayOut(HELLO_CONNECTING);
            case HELLO_CONNECTING -> onTheWayOut(AUTH_CONNECTING);
            case AUTH_CONNECTING -> onTheWayOut(AUTH_CONNECTING_SIGN);
            case AUTH_CONNECTING_SIGN -> {
                Set<State> next = onTheWayOut(SESSION_CONNECTING);
                next.add(SESSION_RECONNECTING);
                yield next;
            }
            case SESSION_CONNECTING -> {
                Set<State> next = onTheWayOut(READY);
                next.add(WAIT);
                yield next;
            }
            case SESSION_RECONNECTING -> {
                Set<State> next = onTheWayOut(READY);
                next.addAll(EnumSet.of(SESSION_CONNECTING, WAIT));
                // Under a policy with standby only a message to send wakes a session, and it cannot go away in this
                // state.
                next.remove(STANDBY);
                yield next;
            }
            case START_ACCEPT -> EnumSet.of(BANNER_ACCEPTING);
            case BANNER_ACCEPTING -> EnumSet.of(HELLO_ACCEPTING, CLOSED);
            case HELLO_ACCEPTING -> EnumSet.of(AUTH_ACCEPTING, CLOSED);
            case AUTH_ACCEPTING -> EnumSet.of(AUTH_ACCEPTING_MORE, AUTH_ACCEPTING_SIGN, CLOSED);
            case AUTH_ACCEPTING_MORE -> EnumSet.of(AUTH_ACCEPTING, AUTH_ACCEPTING_SIGN, CLOSED);
            case AUTH_ACCEPTING_SIGN -> EnumSet.of(SESSION_ACCEPTING, CLOSED);
            case SESSION_ACCEPTING -> EnumSet.of(READY, STANDBY, START_CONNECT, CLOSED);
            case READY -> EnumSet.of(START_CONNECT, STANDBY, NONE, CLOSED);
            case STANDBY -> EnumSet.of(START_CONNECT, NONE, CLOSED);
            case WAIT -> EnumSet.of(START_CONNECT);
            case CLOSED -> EnumSet.noneOf(State.class);
        };
    }

    /** The successors of a connecting state: {@code next} and those common to all. */
    private static Set<State> onTheWayOut(State next) {
        return EnumSet.of(next, START_CONNECT, STANDBY, NONE, CLOSED);
    }
}
