// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how often each arrow of the connection state machine is taken, and reports those never taken. One instance may
 * serve any number of messengers. Any thread.
 */
public final class StateCoverage implements TransitionObserver {
    /** One arrow of the diagram in {@code docs/PROTOCOL.md}. */
    public record Arrow(String from, String to) {
        @Override
        public String toString() {
            return from + " --> " + to;
        }
    }

    private static final List<State> STATES = List.of(State.values());

    /** Filled on construction, so that counting only reads it. */
    private final Map<State, Map<State, LongAdder>> counts = new EnumMap<>(State.class);

    public StateCoverage() {
        for (State from : STATES) {
            Map<State, LongAdder> row = new EnumMap<>(State.class);
            for (State to : STATES) {
                row.put(to, new LongAdder());
            }
            counts.put(from, row);
        }
    }

    /** All arrows, in the order of the diagram. */
    public static List<Arrow> diagram() {
        List<Arrow> all = new ArrayList<>();
        for (State from : STATES) {
            for (State to : from.successors()) {
                all.add(new Arrow(from.name(), to.name()));
            }
        }
        return all;
    }

    private LongAdder counter(State from, State to) {
        Map<State, LongAdder> row = counts.get(from);
        LongAdder counter = row == null ? null : row.get(to);
        if (counter == null) {
            throw new AssertionError("every pair has a counter");
        }
        return counter;
    }

    @Override
    public void transition(State from, State to) {
        counter(from, to).increment();
    }

    /** Adds the counts of {@code other}. */
    public void add(StateCoverage other) {
        for (State from : STATES) {
            for (State to : STATES) {
                counter(from, to).add(other.counter(from, to).sum());
            }
        }
    }

    /**
     * How often an arrow was taken.
     *
     * @throws IllegalArgumentException if there is no such state
     */
    public long count(Arrow arrow) {
        return counter(State.valueOf(arrow.from), State.valueOf(arrow.to)).sum();
    }

    /** How often a state was entered. */
    public long entered(String state) {
        State to = State.valueOf(state);
        long sum = 0;
        for (State from : STATES) {
            sum += counter(from, to).sum();
        }
        return sum;
    }

    public List<Arrow> taken() {
        return diagram().stream().filter(a -> count(a) > 0).toList();
    }

    public List<Arrow> neverTaken() {
        return diagram().stream().filter(a -> count(a) == 0).toList();
    }

    /** States never entered or left. */
    public List<String> neverVisited() {
        List<Arrow> taken = taken();
        List<String> never = new ArrayList<>();
        for (State s : STATES) {
            if (taken.stream().noneMatch(a -> a.from.equals(s.name()) || a.to.equals(s.name()))) {
                never.add(s.name());
            }
        }
        return never;
    }

    /** Summary for the end of a campaign: the totals, then one line per arrow never taken. */
    public String report() {
        List<Arrow> missing = neverTaken();
        int arrows = diagram().size();
        StringBuilder text = new StringBuilder()
                .append("states visited ")
                .append(STATES.size() - neverVisited().size())
                .append(" of ")
                .append(STATES.size())
                .append(", arrows taken ")
                .append(arrows - missing.size())
                .append(" of ")
                .append(arrows)
                .append('\n');
        for (Arrow a : missing) {
            text.append("never taken: ").append(a).append('\n');
        }
        return text.toString();
    }
}
