// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.trace;

import java.util.function.Supplier;
import org.inkwire.msgr.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Reports what happens to one connection to JFR. An event that is not recorded costs a short-lived object and a flag
 * check. Confined to the connection's EventCenter.
 */
public final class ConnectionTrace {
    private final Traced connection;
    /** Supplies the connection's state. */
    private final Supplier<State> state;

    private Events.@Nullable Connect connect;
    private Events.@Nullable Ready ready;
    private Events.@Nullable ThrottleWait wait;

    public ConnectionTrace(Traced connection, Supplier<State> state) {
        this.connection = connection;
        this.state = state;
    }

    private void commit(Events.ConnectionEvent event, String cause) {
        if (event.shouldCommit()) {
            event.fill(connection, state.get(), cause);
            event.commit();
        }
    }

    public void dialling() {
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

    /** @param cause null if the TCP connection was established */
    public void dialled(@Nullable Throwable cause) {
        Events.Connect c = connect;
        connect = null;
        if (c != null) {
            c.succeeded = cause == null;
            commit(c, cause == null ? "" : cause.toString());
        }
    }

    public void accepted(String why) {
        commit(new Events.Accept(), why);
        handshakeBegins();
    }

    public void ready(String why) {
        Events.Ready r = ready;
        ready = null;
        if (r != null) {
            commit(r, why);
        }
    }

    public void fault(Throwable cause, boolean injected) {
        Events.Fault f = new Events.Fault();
        f.injected = injected;
        commit(f, cause.toString());
    }

    public void reconnecting(long pauseNanos, long connectSeq, String why) {
        Events.Reconnect r = new Events.Reconnect();
        r.pause = pauseNanos;
        r.connectSeq = connectSeq;
        commit(r, why);
    }

    public void replaced(long byConnection, String why) {
        Events.Replaced r = new Events.Replaced();
        r.by = byConnection;
        commit(r, why);
    }

    public void reset(String why) {
        commit(new Events.Reset(), why);
    }

    public void throttled(String throttle, long amount) {
        Events.ThrottleWait w = new Events.ThrottleWait();
        if (w.isEnabled()) {
            w.throttle = throttle;
            w.amount = amount;
            w.begin();
            wait = w;
        }
    }

    /** The wait is over: granted, admitted by the reserve, or abandoned with the link. */
    public void throttleWaitOver(String why) {
        Events.ThrottleWait w = wait;
        wait = null;
        if (w != null) {
            commit(w, why);
        }
    }
}
