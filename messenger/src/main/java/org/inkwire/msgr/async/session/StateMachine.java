// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.async.link.ProtocolException;
import org.inkwire.msgr.async.trace.DebugMs;
import org.inkwire.msgr.async.trace.Traced;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.msgr.state.State;
import org.inkwire.msgr.state.TransitionObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a connection. {@link #become} is the only way to change it: it checks the transition, logs it and
 * notifies the observer. Changed on the connection's EventCenter; read by any thread.
 */
public final class StateMachine {
    private static final Logger log = LoggerFactory.getLogger(StateMachine.class);

    private final EventCenter center;
    private final Traced connection;
    private final Session session;
    private final @Nullable TransitionObserver observer;
    private volatile State state = State.NONE;

    /** @param observer notified of every transition; null for none */
    public StateMachine(EventCenter center, Traced connection, Session session, @Nullable TransitionObserver observer) {
        this.center = center;
        this.connection = connection;
        this.session = session;
        this.observer = observer;
    }

    /** Any thread; off the center the value may be stale. */
    public State state() {
        return state;
    }

    public void become(State next, String why) {
        center.assertInThread();
        State now = state;
        if (!now.successors().contains(next)) {
            throw new AssertionError(connection + ": " + now + " -> " + next + " (" + why + ")");
        }
        if (log.isDebugEnabled()) {
            log.debug("{}", DebugMs.line(connection, session.peerGlobalSeq(), session.connectSeq(), now, next, why));
        }
        state = next;
        if (observer != null) {
            try {
                observer.transition(now, next);
            } catch (Throwable e) {
                Failures.log(log, "{} the observer of transitions failed", connection, e);
            }
        }
    }

    /** @throws ProtocolException if {@code frame} is not allowed in the current state */
    public void expect(State wanted, String frame) {
        if (state != wanted) {
            throw new ProtocolException(frame + " in " + state + ", expected in " + wanted);
        }
    }
}
