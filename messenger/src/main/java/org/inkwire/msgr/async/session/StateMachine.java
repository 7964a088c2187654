// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.async.link.ProtocolException;
import org.inkwire.msgr.async.trace.DebugMs;
import org.inkwire.msgr.async.trace.Traced;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.state.State;
import org.inkwire.msgr.state.TransitionObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a connection stands. {@link #become} is the only way to another state: it checks the arrow, logs it and tells the
 * observer. Changed on the connection's EventCenter; read by any thread.
 */
public final class StateMachine {
    private static final Logger log = LoggerFactory.getLogger(StateMachine.class);

    private final EventCenter center;
    private final Traced connection;
    private final Session session;
    private final @Nullable TransitionObserver observer;
    private volatile State state = State.NONE;

    /** @param observer told of every move; null: nobody */
    public StateMachine(EventCenter center, Traced connection, Session session, @Nullable TransitionObserver observer) {
        this.center = center;
        this.connection = connection;
        this.session = session;
        this.observer = observer;
    }

    /** Any thread; off the center it may have changed a moment later. */
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
        if (observer != null) {
            observer.transition(now, next);
        }
        state = next;
    }

    /** @throws ProtocolException if this is not the state for {@code frame} */
    public void expect(State wanted, String frame) {
        if (state != wanted) {
            throw new ProtocolException(frame + " in " + state + ", expected in " + wanted);
        }
    }
}
