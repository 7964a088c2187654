// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the history of one object for linearizability: is there an order of its operations, each taking effect at one
 * moment between its request and its answer, in which every answer is what a single copy would have given?
 *
 * <ul>
 *   <li>An acknowledged change happens exactly once, a refused one changes nothing.
 *   <li>A change of unknown outcome happens at most once, at any moment from its request to the end of the history: a
 *       request may wait in a queue or a socket long after its client gave up.
 *   <li>An operation that a client requests after a change of its own takes effect after that change if the change is
 *       acknowledged, even if both were in flight together. Where stores were full, reads are excepted: they overtake
 *       changes that wait for space.
 *   <li>Versions increase with every change, and a read returns the version of the state it saw. A change that had
 *       nothing to do returns that version, or 0.
 * </ul>
 *
 * <p>The algorithm is Wing and Gong's search with Lowe's memoization of configurations. Four things keep it near
 * linear: known versions fix the order of most operations; an operation that fits and changes nothing is taken at once,
 * which never affects later choices; changes of unknown outcome are tried only when nothing else fits; and a
 * configuration is not retried if it was tried with a subset of the unknown changes used so far.
 */
public final class ObjectChecker {
    private static final int TRAIL_SHOWN = 12;

    private final List<HistoryOp> known;
    private final List<HistoryOp> unknown;
    /** Operations with a fixed version, in the order in which they must take effect. */
    private final List<Integer> byVersion;

    private final int[] rankOf;
    private final long budget;
    private final boolean readsOvertake;
    private final Map<Seen, List<BitSet>> memory = new HashMap<>();
    private final Deque<Choice> open = new ArrayDeque<>();
    private @Nullable Node best;
    private long tried;

    private ObjectChecker(List<HistoryOp> history, long budget, boolean readsOvertake) {
        Comparator<HistoryOp> byInvocation = Comparator.comparingLong(HistoryOp::invoked);
        this.known =
                history.stream().filter(HistoryOp::isKnown).sorted(byInvocation).toList();
        // An operation of unknown outcome that cannot have changed anything need not be placed.
        this.unknown = history.stream()
                .filter(op -> !op.isKnown() && op.mayChange())
                .sorted(byInvocation)
                .toList();
        this.byVersion = inVersionOrder(known);
        this.rankOf = ranks(byVersion, known.size());
        this.budget = budget;
        this.readsOvertake = readsOvertake;
    }

    private static List<Integer> inVersionOrder(List<HistoryOp> known) {
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).fixedVersion() >= 0) {
                told.add(i);
            }
        }
        told.sort(Comparator.<Integer>comparingLong(i -> known.get(i).fixedVersion())
                .thenComparing(i -> known.get(i).mayChange() ? 0 : 1)
                .thenComparing(Comparator.naturalOrder()));
        return told;
    }

    private static int[] ranks(List<Integer> order, int n) {
        int[] ranks = new int[n];
        Arrays.fill(ranks, -1);
        for (int rank = 0; rank < order.size(); rank++) {
            ranks[order.get(rank)] = rank;
        }
        return ranks;
    }

    /**
     * @param history of one object that did not exist before
     * @param budget configurations to try before giving up
     */
    public static Verdict check(List<HistoryOp> history, long budget) {
        return check(history, budget, false);
    }

    /** @param readsOvertake whether reads may overtake their client's changes: stores were full */
    static Verdict check(List<HistoryOp> history, long budget, boolean readsOvertake) {
        return new ObjectChecker(history, budget, readsOvertake).search();
    }

    // ---- search

    /** The operations that led to a configuration, last one first. */
    private record Trail(HistoryOp op, @Nullable Trail before) {}

    /**
     * A configuration: the operations that have happened, and the object's resulting state. Frozen once branched from.
     */
    private static final class Node {
        final BitSet done;
        final BitSet used;
        int firstOpen;
        int nextRank;
        int doneCount;
        ObjectState state;

        @Nullable
        Trail trail;

        Node(ObjectState state) {
            this.done = new BitSet();
            this.used = new BitSet();
            this.state = state;
        }

        Node(Node from) {
            this.done = (BitSet) from.done.clone();
            this.used = (BitSet) from.used.clone();
            this.firstOpen = from.firstOpen;
            this.nextRank = from.nextRank;
            this.doneCount = from.doneCount;
            this.state = from.state;
            this.trail = from.trail;
        }
    }

    /**
     * An operation that may come next, and its effect. {@code after} is set for a known one, and computed later
     * otherwise.
     */
    private record Choice(
            Node from, int index, int effect, @Nullable ObjectState after) {}

    /** A configuration as remembered, without the changes of unknown outcome used in it. */
    private record Seen(BitSet done, long state) {}

    private Verdict search() {
        String duplicate = sameVersionTwice();
        if (duplicate != null) {
            return new Verdict.Violation(duplicate);
        }
        Node node = new Node(ObjectState.UNBORN);
        while (node != null) {
            if (++tried > budget) {
                return new Verdict.Undecided("given up after " + budget + " configurations\n" + explain());
            }
            List<Choice> choices = forward(node);
            if (choices == null) {
                return new Verdict.Legal();
            }
            if (best == null || node.doneCount > best.doneCount) {
                best = node;
            }
            if (open.isEmpty() && choices.size() == 1) {
                // Nothing to backtrack to: everything before this is settled.
                memory.clear();
                open.push(choices.get(0));
            } else if (remember(node)) {
                for (int i = choices.size() - 1; i >= 0; i--) {
                    open.push(choices.get(i));
                }
            }
            node = nextNode();
        }
        return new Verdict.Violation(olderThanBefore() + explain());
    }

    private @Nullable Node nextNode() {
        Node next = null;
        while (next == null && !open.isEmpty()) {
            next = take(open.pop());
        }
        return next;
    }

    private @Nullable String sameVersionTwice() {
        for (int rank = 1; rank < byVersion.size(); rank++) {
            HistoryOp a = known.get(byVersion.get(rank - 1));
            HistoryOp b = known.get(byVersion.get(rank));
            if (a.fixedVersion() == b.fixedVersion() && a.mayChange() && b.mayChange()) {
                return "two changes with one version:\n  " + a + "\n  " + b;
            }
        }
        return null;
    }

    /**
     * Takes every operation that changes nothing.
     *
     * @return what may come next; null if every known operation has happened
     */
    private @Nullable List<Choice> forward(Node node) {
        while (node.doneCount < known.size()) {
            List<Integer> candidates = candidates(node);
            if (!absorb(node, candidates)) {
                return choices(node, candidates);
            }
        }
        return null;
    }

    private boolean absorb(Node node, List<Integer> candidates) {
        boolean any = false;
        for (int i : candidates) {
            List<ObjectState> after = statesAfter(node, known.get(i));
            if (after.size() == 1 && after.get(0).equals(node.state)) {
                markDone(node, i);
                any = true;
            }
        }
        return any;
    }

    private void markDone(Node node, int i) {
        node.done.set(i);
        node.doneCount++;
        node.firstOpen = node.done.nextClearBit(node.firstOpen);
        node.trail = new Trail(known.get(i), node.trail);
        while (node.nextRank < byVersion.size() && node.done.get(byVersion.get(node.nextRank))) {
            node.nextRank++;
        }
    }

    private List<Choice> choices(Node node, List<Integer> candidates) {
        List<Choice> choices = new ArrayList<>();
        for (int i : candidates) {
            for (ObjectState after : statesAfter(node, known.get(i))) {
                choices.add(new Choice(node, i, 0, after));
            }
        }
        if (node.state.lowVersion() >= versionCeiling(node)) {
            // The next version known leaves no room for another change.
            return choices;
        }
        long before = earliestReturn(node);
        for (int i = 0; i < unknown.size() && unknown.get(i).invoked() < before; i++) {
            if (!node.used.get(i)) {
                int n = Steps.mostEffects(unknown.get(i).steps(), node.state);
                for (int effect = 0; effect < n; effect++) {
                    choices.add(new Choice(node, i, effect, null));
                }
            }
        }
        return choices;
    }

    private @Nullable Node take(Choice choice) {
        ObjectState known = choice.after();
        ObjectState after = known != null ? known : unknownAfter(choice);
        if (after == null) {
            return null;
        }
        Node node = new Node(choice.from());
        node.state = after;
        if (known != null) {
            markDone(node, choice.index());
        } else {
            node.used.set(choice.index());
            node.trail = new Trail(unknown.get(choice.index()), node.trail);
        }
        return node;
    }

    /** @return false if it was already tried with the same unknown changes used, or a subset of them */
    private boolean remember(Node node) {
        List<BitSet> before =
                memory.computeIfAbsent(new Seen(node.done, node.state.digest()), seen -> new ArrayList<>(1));
        for (BitSet used : before) {
            BitSet more = (BitSet) used.clone();
            more.andNot(node.used);
            if (more.isEmpty()) {
                return false;
            }
        }
        before.add(node.used);
        return true;
    }

    // ---- what may come next

    private long earliestReturn(Node node) {
        long earliest = Long.MAX_VALUE;
        for (int i = node.firstOpen; i < known.size() && known.get(i).invoked() < earliest; i++) {
            if (!node.done.get(i)) {
                earliest = Math.min(earliest, known.get(i).returned());
            }
        }
        return earliest;
    }

    /**
     * Operations requested before the earliest outstanding answer that wait neither for their client's changes nor for
     * their version.
     */
    private List<Integer> candidates(Node node) {
        List<Integer> candidates = new ArrayList<>();
        long before = earliestReturn(node);
        BitSet waiting = new BitSet();
        for (int i = node.firstOpen; i < known.size() && known.get(i).invoked() < before; i++) {
            HistoryOp op = known.get(i);
            if (node.done.get(i)) {
                continue;
            }
            boolean waits = waiting.get(op.client()) && (op.mayChange() || !readsOvertake);
            if (!waits && isDueByVersion(node, i)) {
                candidates.add(i);
            }
            if (op.isAcknowledgedChange()) {
                waiting.set(op.client());
            }
        }
        return candidates;
    }

    private boolean isDueByVersion(Node node, int i) {
        if (rankOf[i] < 0 || node.nextRank >= byVersion.size()) {
            return true;
        }
        HistoryOp next = known.get(byVersion.get(node.nextRank));
        // Within one version: the change first, then the operations that saw it, in any order.
        return byVersion.get(node.nextRank) == i
                || !next.mayChange() && next.fixedVersion() == known.get(i).fixedVersion();
    }

    /** The highest version that a change may get now, other than the one due next. */
    private long versionCeiling(Node node) {
        if (node.nextRank >= byVersion.size()) {
            return Long.MAX_VALUE;
        }
        HistoryOp next = known.get(byVersion.get(node.nextRank));
        return next.mayChange() ? next.fixedVersion() - 1 : next.fixedVersion();
    }

    /** The states an operation can leave behind, given its outcome; none if it does not fit here. */
    private List<ObjectState> statesAfter(Node node, HistoryOp op) {
        List<ObjectState> states = new ArrayList<>(1);
        for (Steps.Effect effect : Steps.effects(op.steps(), node.state)) {
            ObjectState after = fits(node, op, effect);
            if (after != null) {
                states.add(after);
            }
        }
        return states;
    }

    private @Nullable ObjectState fits(Node node, HistoryOp op, Steps.Effect effect) {
        if (op.outcome() instanceof Outcome.Refused refused) {
            return effect.errno() == refused.errno() ? effect.after() : null;
        }
        Outcome.Done done = (Outcome.Done) op.outcome();
        if (effect.errno() != 0 || !effect.outputs().equals(done.outputs())) {
            return null;
        }
        if (effect.changed()) {
            return changed(node, op, effect, done.version());
        }
        // On a retry, Ceph knows that a change with nothing to do was done, but not its version.
        return op.mayChange() && done.version() == 0 ? effect.after() : seen(effect, done.version());
    }

    private @Nullable ObjectState changed(Node node, HistoryOp op, Steps.Effect effect, long version) {
        long low = effect.before().lowVersion() + 1;
        if (version < 0) {
            long high = versionCeiling(node);
            return low <= high ? effect.after().withVersion(low, high) : null;
        }
        boolean due = op.fixedVersion() >= 0 || version <= versionCeiling(node);
        return version >= low && due ? effect.after().withVersion(version, version) : null;
    }

    /** Nothing changed: the answer is the object's current version, 0 if it does not exist. */
    private static @Nullable ObjectState seen(Steps.Effect effect, long version) {
        ObjectState s = effect.after();
        if (version < 0) {
            return s;
        }
        if (!s.exists()) {
            return version == 0 ? s : null;
        }
        if (version < s.lowVersion() || version > s.highVersion()) {
            return null;
        }
        return s.hasExactVersion() ? s : s.withVersion(version, version);
    }

    private @Nullable ObjectState unknownAfter(Choice choice) {
        Node from = choice.from();
        List<Steps.Effect> effects = Steps.effects(unknown.get(choice.index()).steps(), from.state);
        if (choice.effect() >= effects.size()) {
            return null;
        }
        Steps.Effect effect = effects.get(choice.effect());
        if (effect.errno() != 0 || !effect.changed()) {
            return null;
        }
        long low = effect.before().lowVersion() + 1;
        long high = versionCeiling(from);
        return low <= high ? effect.after().withVersion(low, high) : null;
    }

    // ---- explanation

    /** The simplest reason: an answer whose version is lower than that of an answer given before its request. */
    private String olderThanBefore() {
        for (HistoryOp late : known) {
            for (HistoryOp early : known) {
                if (late.fixedVersion() > 0
                        && early.returned() < late.invoked()
                        && early.fixedVersion() > late.fixedVersion()) {
                    return "an older version than was answered before:\n  " + early + "\n  " + late + "\n";
                }
            }
        }
        return "";
    }

    private String explain() {
        Node at = best;
        if (at == null) {
            return "";
        }
        StringBuilder out = new StringBuilder(512);
        out.append("after ")
                .append(at.doneCount)
                .append(" of ")
                .append(known.size())
                .append(" answered operations:\n");
        Deque<HistoryOp> last = new ArrayDeque<>();
        for (Trail t = at.trail; t != null && last.size() < TRAIL_SHOWN; t = t.before()) {
            last.push(t.op());
        }
        last.forEach(op -> out.append("  ").append(op).append('\n'));
        out.append("the object is ").append(at.state).append("\nand none of these fits:\n");
        long before = earliestReturn(at);
        for (int i = at.firstOpen; i < known.size() && known.get(i).invoked() < before; i++) {
            if (!at.done.get(i)) {
                out.append("  ").append(known.get(i)).append('\n');
            }
        }
        for (int i = 0; i < unknown.size() && unknown.get(i).invoked() < before; i++) {
            out.append(at.used.get(i) ? "  (used) " : "  (maybe) ")
                    .append(unknown.get(i))
                    .append('\n');
        }
        return out.toString();
    }
}
