// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import org.jspecify.annotations.Nullable;

/**
 * Tells JFR what happens to one connection. An event that nobody records costs an object that dies at once, and a look at
 * a flag. Confined to the connection's EventCenter.
 */
final class ConnectionTrace {
    private final ProtocolV2 protocol;
    private Events.@Nullable Connect connect;
    private Events.@Nullable Ready ready;
    private Events.@Nullable ThrottleWait wait;

    ConnectionTrace(ProtocolV2 protocol) {
        this.protocol = protocol;
    }

    private void commit(Events.ConnectionEvent event, String cause) {
        if (event.shouldCommit()) {
            event.fill(protocol.connection, protocol.state(), cause);
            event.commit();
        }
    }

    void dialling() {
        Events.Connect c = new Events.Connect();
        connect = null;
        if (c.isEnabled()) {
            c.begin();
            connect = c;
        }
        handshakeBegins();
    }

    private void handshakeBegins() {
        Events.Ready r = new Events.Ready();
        ready = null;
        if (r.isEnabled()) {
            r.begin();
            ready = r;
        }
    }

    /** @param cause null if the TCP connection stands */
    void dialled(@Nullable Throwable cause) {
        Events.Connect c = connect;
        connect = null;
        if (c != null) {
            c.succeeded = cause == null;
            commit(c, cause == null ? "" : cause.toString());
        }
    }

    void accepted(String why) {
        commit(new Events.Accept(), why);
        handshakeBegins();
    }

    void ready(String why) {
        Events.Ready r = ready;
        ready = null;
        if (r != null) {
            commit(r, why);
        }
    }

    void fault(Throwable cause) {
        Events.Fault f = new Events.Fault();
        f.injected = cause instanceof InjectedFault;
        commit(f, cause.toString());
    }

    void reconnecting(long pauseNanos, String why) {
        Events.Reconnect r = new Events.Reconnect();
        r.pause = pauseNanos;
        r.connectSeq = protocol.session.connectSeq;
        commit(r, why);
    }

    void replaced(AsyncConnection by, String why) {
        Events.Replaced r = new Events.Replaced();
        r.by = by.id();
        commit(r, why);
    }

    void reset(String why) {
        commit(new Events.Reset(), why);
    }

    void throttled(String throttle, long amount) {
        Events.ThrottleWait w = new Events.ThrottleWait();
        if (w.isEnabled()) {
            w.throttle = throttle;
            w.amount = amount;
            w.begin();
            wait = w;
        }
    }

    /** The wait is over: granted, or given up with the link. */
    void throttleWaitOver(String why) {
        Events.ThrottleWait w = wait;
        wait = null;
        if (w != null) {
            commit(w, why);
        }
    }
}
