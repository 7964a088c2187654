// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The messages of one priority sent on one connection, which are ordered. Guarded by its {@link DeliveryChecker}. */
final class StreamRecord {
    /** Indices from {@code from} (inclusive) to {@code to} (exclusive) were skipped. */
    private record Gap(int from, int to) {}

    final int priority;
    private final BitSet delivered = new BitSet();
    /** Skipped messages, which must be accounted for. Ascending, except after rewinds. */
    private final List<Gap> gaps = new ArrayList<>();
    /** For each reported remote reset, how many messages had been sent by then. */
    private final List<Integer> resets = new ArrayList<>();

    private int sent;
    private int next;
    /** The receiver's connection of the last delivery; −1 before the first. */
    private int receiverLeg = -1;

    StreamRecord(int priority) {
        this.priority = priority;
    }

    int sent() {
        return sent;
    }

    /** The next index expected. */
    int next() {
        return next;
    }

    int receiverLeg() {
        return receiverLeg;
    }

    boolean has(int index) {
        return delivered.get(index);
    }

    long deliveredCount() {
        return delivered.cardinality();
    }

    int send() {
        return sent++;
    }

    void deliver(int index, int atLeg) {
        delivered.set(index);
        next = index + 1;
        receiverLeg = atLeg;
    }

    /** Records the messages before {@code index} as missing. */
    void skipTo(int index) {
        gaps.add(new Gap(next, index));
    }

    void remoteReset() {
        resets.add(sent);
    }

    /** Whether nothing more is due: everything was delivered, or lost by a reported reset. */
    boolean isSettled() {
        return next >= sent || lastReset() >= sent;
    }

    /** Messages that may still be in transit. */
    int outstanding() {
        return Math.max(0, sent - Math.max(next, lastReset()));
    }

    private int lastReset() {
        return resets.isEmpty() ? 0 : resets.get(resets.size() - 1);
    }

    /**
     * The losses that no reset accounts for. One reset accounts for one run of messages, all sent before it was
     * reported.
     *
     * @param tailExcused whether the end of the stream may be missing for another reason
     * @return the runs, as text; empty if everything is accounted for
     */
    List<String> unexplained(boolean tailExcused) {
        List<Integer> unused = new ArrayList<>(resets);
        List<String> lost = new ArrayList<>();
        for (Gap gap : allGaps(tailExcused)) {
            int at = 0;
            while (at < unused.size() && unused.get(at) < gap.to) {
                at++;
            }
            if (at < unused.size()) {
                unused.remove(at);
            } else {
                lost.add(gap.to == gap.from + 1 ? Integer.toString(gap.from) : gap.from + ".." + (gap.to - 1));
            }
        }
        return lost;
    }

    /** How many messages at the end of the stream were not delivered. */
    int tail() {
        return sent - next;
    }

    private List<Gap> allGaps(boolean tailExcused) {
        List<Gap> all = new ArrayList<>(gaps);
        if (!tailExcused && next < sent) {
            all.add(new Gap(next, sent));
        }
        return all;
    }
}
