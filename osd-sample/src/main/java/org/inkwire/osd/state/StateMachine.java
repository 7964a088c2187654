// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.state;

import org.slf4j.Logger;

/**
 * A current state, and the only way to change it. Confined to its owner's thread.
 *
 * @param <S> the states
 */
public final class StateMachine<S extends Enum<S> & State<S>> {
    private final Logger log;
    private final Object owner;
    private final Runnable changed;
    private S state;

    /**
     * @param log gets a line for every move
     * @param owner names the machine in log lines, by its {@code toString}
     * @param changed runs after every move
     */
    public StateMachine(Logger log, Object owner, S initial, Runnable changed) {
        this.log = log;
        this.owner = owner;
        this.changed = changed;
        this.state = initial;
    }

    public StateMachine(Logger log, Object owner, S initial) {
        this(log, owner, initial, () -> {});
    }

    public S state() {
        return state;
    }

    public boolean is(S wanted) {
        return state == wanted;
    }

    /**
     * Moves to the next state; does nothing if that is the current one.
     *
     * @param why for the log
     * @throws AssertionError if no arrow leads there
     */
    public void become(S next, String why) {
        if (next == state) {
            return;
        }
        if (!state.successors().contains(next)) {
            throw new AssertionError(owner + ": " + state + " -> " + next + " (" + why + ")");
        }
        log.debug("{} {} -> {}: {}", owner, state, next, why);
        state = next;
        changed.run();
    }

    @Override
    public String toString() {
        return state.name();
    }
}
