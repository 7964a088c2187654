// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.inkwire.workload.messenger.LegRecord.End;
import org.jspecify.annotations.Nullable;

/**
 * Records everything that senders, receivers and dispatchers see, and reports every loss, duplicate, reordering or
 * reset that the policies do not allow. Any thread; the order of calls is the order of events.
 *
 * <p><b>Words.</b> A <em>node</em> is one life of a messenger: a restart creates a new node. A <em>leg</em> is one
 * node's {@code Connection} object; it is <em>thrown away</em> by a mark_down, or by a fault after it was marked
 * disposable. A <em>stream</em> is the messages sent on one leg with one priority, numbered from 0: messages of
 * different priorities may overtake each other, messages of one priority may not.
 *
 * <p><b>Rules.</b> Violations are recorded as text, in order; they throw nothing.
 *
 * <ol>
 *   <li>Every delivered message was sent by that node to this one, and its content is intact.
 *   <li>Within a stream nothing is delivered twice or out of order. Only an {@link Guarantee#UNCHECKED} stream may step
 *       back, and only on a new leg of a receiver that itself threw the earlier one away.
 *   <li>Every gap must be accounted for. {@link Guarantee#LOSSY}: gaps are never allowed; only the end of a stream may
 *       be missing, once the leg has ended. Lossless: each run of missing messages needs a separate remote reset,
 *       reported to the sender after they were sent; or the stop of the sender, which may never have learned of the
 *       reset; or, for {@code UNCHECKED}, a new leg of a receiver that threw its earlier leg away.
 *   <li>A lossy stream is delivered on one leg of the receiver. A leg delivers nothing after its reset was reported.
 *   <li>On lossless sessions between two nodes, within a priority, no message of an older leg is delivered after one of
 *       a newer leg: no message from before a reset appears after it.
 *   <li>A lossless session never reports a reset, unless its owner marked it disposable: it continues, or reports a
 *       remote reset. Each remote reset has a separate cause: the peer stopped, or it threw a leg away after this node
 *       last threw its side away. A fault is not a cause, except for a disposable leg.
 *   <li>At the end nothing that is {@linkplain #owes owed} is missing.
 * </ol>
 *
 * <p>Messages that arrive at a leg that its own node marked down, or at a stopped node, are ignored: the application no
 * longer cares.
 */
public final class DeliveryChecker {
    private static final int VIOLATIONS_KEPT = 100;

    private record Lane(int sender, int receiver, int priority) {}

    private record Way(int by, int towards) {}

    private final List<LegRecord> legs = new ArrayList<>();
    private final Set<Integer> stopped = new HashSet<>();
    private final Map<Lane, Integer> newestDelivered = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<Way, ThrownAway> thrownAway = new HashMap<>();
    private long events;
    private long digest;

    // ---- reported by the nodes

    /**
     * A node has a new connection.
     *
     * @param dials whether this side can re-establish the session
     * @return the number of the leg, ascending
     */
    public synchronized int open(int owner, int peer, Guarantee guarantee, boolean dials) {
        LegRecord leg = new LegRecord(
                legs.size(),
                owner,
                peer,
                guarantee,
                dials,
                thrownAway(owner, peer).last());
        legs.add(leg);
        note('o', leg.number, owner, peer);
        count("legs");
        if (stopped.contains(owner)) {
            leg.end = End.OWNER_STOPPED;
        }
        if (guarantee == Guarantee.UNCHECKED) {
            forgiveSendersTo(leg);
        }
        return leg.number;
    }

    /** The receiver threw its earlier leg away, with everything it had not dispatched; the sender is not notified. */
    private void forgiveSendersTo(LegRecord fresh) {
        boolean forgot = false;
        for (LegRecord leg : legs) {
            forgot |= leg.owner == fresh.owner && leg.peer == fresh.peer && leg.mayBeForgotten();
        }
        if (!forgot) {
            return;
        }
        for (LegRecord leg : legs) {
            if (leg.owner == fresh.peer && leg.peer == fresh.owner && leg.end == null) {
                leg.remoteReset();
            }
        }
    }

    /**
     * Call before sending, under a lock that also covers the send.
     *
     * @return the message's index in its stream
     */
    public synchronized int sent(int leg, int priority) {
        int index = legs.get(leg).stream(priority).send();
        note('s', leg, priority, index);
        count("sent");
        return index;
    }

    /**
     * A message arrived.
     *
     * @param at the receiver's leg
     * @param from the sender's leg, as the message says
     * @param intact whether the content is what the sender derived from leg, priority and index
     */
    public synchronized void delivered(int at, int from, int priority, int index, boolean intact) {
        LegRecord receiver = legs.get(at);
        note('d', at, from, ((long) priority << Integer.SIZE) + index);
        if (stopped.contains(receiver.owner) || receiver.end == End.MARKED_DOWN) {
            count("ignored");
            return;
        }
        String what = "message " + from + "." + priority + "." + index + " at " + receiver;
        if (!intact) {
            violation(what + ": content is not what was sent");
            return;
        }
        if (from < 0 || from >= legs.size()) {
            violation(what + ": never sent, there is no such leg");
            return;
        }
        LegRecord sender = legs.get(from);
        StreamRecord stream = sender.find(priority);
        if (stream == null || index < 0 || index >= stream.sent()) {
            violation(what + ": never sent, " + (stream == null ? 0 : stream.sent()) + " were");
            return;
        }
        if (sender.peer != receiver.owner || sender.owner != receiver.peer) {
            violation(what + ": was sent on " + sender);
            return;
        }
        if (receiver.end == End.RESET || receiver.end == End.DISPOSED) {
            violation(what + ": after the reset of this connection was told");
            return;
        }
        if (isInOrder(what, sender, stream, receiver, index)) {
            stream.deliver(index, at);
            count("delivered");
        }
    }

    private boolean isInOrder(String what, LegRecord sender, StreamRecord stream, LegRecord receiver, int index) {
        if (sender.guarantee != Guarantee.LOSSY && !isNewest(what, sender, stream.priority, receiver)) {
            return false;
        }
        boolean otherLeg = stream.receiverLeg() >= 0 && stream.receiverLeg() != receiver.number;
        if (otherLeg && sender.guarantee == Guarantee.LOSSY) {
            violation(what + ": a lossy session began on " + legs.get(stream.receiverLeg()) + " and continues here");
            return false;
        }
        boolean receiverForgot = otherLeg
                && receiver.number > stream.receiverLeg()
                && sender.guarantee == Guarantee.UNCHECKED
                && legs.get(stream.receiverLeg()).mayBeForgotten();
        if (index == stream.next()) {
            return true;
        }
        if (index < stream.next()) {
            if (receiverForgot) {
                count("redelivered");
                return true;
            }
            violation(what + (stream.has(index) ? ": delivered twice" : ": out of order") + ", " + (stream.next() - 1)
                    + " was delivered before");
            return false;
        }
        if (sender.guarantee == Guarantee.LOSSY) {
            violation(what + ": " + stream.next() + " should come first on a lossy session");
            return false;
        }
        stream.skipTo(index);
        return true;
    }

    private boolean isNewest(String what, LegRecord sender, int priority, LegRecord receiver) {
        Lane lane = new Lane(sender.owner, receiver.owner, priority);
        int newest = newestDelivered.merge(lane, sender.number, Math::max);
        if (newest > sender.number) {
            violation(what + ": from before the reset, something of " + legs.get(newest) + " was delivered already");
            return false;
        }
        return true;
    }

    /** The owner is about to mark this leg down. */
    public synchronized void markedDown(int leg) {
        note('m', leg, 0, 0);
        LegRecord record = legs.get(leg);
        if (record.end == null
                && record.guarantee == Guarantee.RESET_CHECKED
                && thrownAway(record.peer, record.owner).isUntold(record.openedSince)) {
            // A remote reset may be on its way to the owner, who has just said that it wants to hear nothing more.
            record.remoteReset();
        }
        throwAway(record, End.MARKED_DOWN, "marked down");
    }

    /** The owner is about to mark this leg disposable: the next fault may end it. */
    public synchronized void markedDisposable(int leg) {
        note('p', leg, 0, 0);
        LegRecord record = legs.get(leg);
        if (record.guarantee != Guarantee.LOSSY && !record.isDisposable()) {
            record.disposableSince = events;
            count("marked disposable");
        }
    }

    private void throwAway(LegRecord leg, End why, String counter) {
        long earliest = leg.isDisposable() ? leg.disposableSince : events;
        if (leg.end == null && leg.endTold) {
            thrownAway(leg.owner, leg.peer).addTold(earliest);
        } else if (leg.end == null) {
            thrownAway(leg.owner, leg.peer).add(earliest, events);
        }
        end(leg, why, counter);
    }

    private ThrownAway thrownAway(int by, int towards) {
        return thrownAway.computeIfAbsent(new Way(by, towards), way -> new ThrownAway());
    }

    /** Records {@code msHandleReset}. */
    public synchronized void reset(int leg) {
        note('r', leg, 0, 0);
        LegRecord record = legs.get(leg);
        if (record.isDisposable()) {
            throwAway(record, End.DISPOSED, "disposed");
            return;
        }
        if (record.guarantee != Guarantee.LOSSY && record.end == null) {
            violation("reset of " + record + " was told, which is lossless");
        }
        end(record, End.RESET, "resets");
    }

    /** Records {@code msHandleRemoteReset}. */
    public synchronized void remoteReset(int leg) {
        note('R', leg, 0, 0);
        LegRecord record = legs.get(leg);
        count("remote resets");
        if (record.guarantee == Guarantee.LOSSY) {
            violation("remote reset of " + record + " was told, which is lossy");
        }
        record.remoteReset();
        if (!stopped.contains(record.peer)
                && !thrownAway(record.peer, record.owner).accountFor(record.openedSince)
                && !wasDisposedOf(record)) {
            violation("remote reset of " + record + " was told without a cause: the peer threw nothing away since this"
                    + " node last did, or every such reset was told already");
        }
    }

    /** Whether a fault ended a disposable leg of the peer, and the peer has not been notified yet. */
    private boolean wasDisposedOf(LegRecord told) {
        for (LegRecord leg : legs) {
            if (leg.owner == told.peer
                    && leg.peer == told.owner
                    && leg.end == null
                    && leg.isDisposable()
                    && !leg.endTold) {
                leg.endTold = true;
                return true;
            }
        }
        return false;
    }

    /** The node is about to stop, with all its legs. */
    public synchronized void nodeStopped(int node) {
        note('x', node, 0, 0);
        stopped.add(node);
        for (LegRecord leg : legs) {
            if (leg.owner == node) {
                end(leg, End.OWNER_STOPPED, "stopped");
            }
        }
    }

    private void end(LegRecord leg, End why, String counter) {
        if (leg.end == null) {
            leg.end = why;
            count(counter);
        }
    }

    /** Records any other violation. */
    public synchronized void violation(String text) {
        note('v', violations.size(), 0, 0);
        count("violations");
        if (violations.size() < VIOLATIONS_KEPT) {
            violations.add(text);
        }
    }

    /** Counts an event, for reports. */
    public synchronized void count(String name) {
        count(name, 1);
    }

    synchronized void count(String name, long by) {
        counts.merge(name, by, Long::sum);
    }

    // ---- asked by the workload

    /** The leg is in use: not marked down, not reset, neither side stopped. */
    public synchronized boolean isLive(int leg) {
        return isLive(legs.get(leg));
    }

    private boolean isLive(LegRecord leg) {
        return leg.end == null && !stopped.contains(leg.peer);
    }

    /** Messages on this leg that may still be in transit. */
    public synchronized int outstanding(int leg) {
        return legs.get(leg).streams.stream()
                .mapToInt(StreamRecord::outstanding)
                .sum();
    }

    /**
     * How often messages sent on this leg may have been lost: by reported remote resets and by receivers that lost
     * their side.
     */
    public synchronized int remoteResets(int leg) {
        return legs.get(leg).resets;
    }

    /**
     * Messages sent on this leg must arrive once faults have ended: it is live, and either this side can establish it
     * or the other side needs it.
     */
    public synchronized boolean owes(int leg) {
        return owes(legs.get(leg));
    }

    private boolean owes(LegRecord leg) {
        return isLive(leg) && (leg.dials || leg.guarantee == Guarantee.LOSSY || isWantedByPeer(leg));
    }

    private boolean isWantedByPeer(LegRecord leg) {
        for (LegRecord other : legs) {
            if (other.owner == leg.peer && other.peer == leg.owner && isLive(other)) {
                return true;
            }
        }
        return false;
    }

    /** Everything sent on this leg was delivered, or lost by a reported reset. */
    public synchronized boolean isSettled(int leg) {
        return legs.get(leg).streams.stream().allMatch(StreamRecord::isSettled);
    }

    /** The progress of a leg, for reports. */
    public synchronized String describe(int leg) {
        LegRecord record = legs.get(leg);
        StringBuilder text = new StringBuilder(record.toString());
        for (StreamRecord s : record.streams) {
            text.append(", priority ")
                    .append(s.priority)
                    .append(": ")
                    .append(s.next())
                    .append(" of ")
                    .append(s.sent());
        }
        return text.toString();
    }

    /** Applies the rules about missing messages once no more events come. Call once. */
    public synchronized void finish() {
        for (LegRecord leg : legs) {
            if (leg.endTold && leg.end == null) {
                violation("a remote reset was told to the peer of " + leg + ", which is disposable but never ended");
            }
            for (StreamRecord stream : leg.streams) {
                finish(leg, stream);
            }
        }
    }

    private void finish(LegRecord leg, StreamRecord stream) {
        long missing = stream.sent() - stream.deliveredCount();
        if (missing == 0) {
            return;
        }
        if (leg.end == End.OWNER_STOPPED) {
            count("lost: sender stopped", missing);
            return;
        }
        String excuse = tailExcuse(leg);
        List<String> unexplained = stream.unexplained(excuse != null);
        if (!unexplained.isEmpty()) {
            violation("priority " + stream.priority + " of " + leg + " lost " + String.join(", ", unexplained) + " of "
                    + stream.sent() + ", told of " + leg.resets + " remote resets");
            return;
        }
        long tail = excuse == null ? 0 : stream.tail();
        if (tail > 0) {
            count("lost: " + excuse, tail);
        }
        if (missing > tail) {
            count("lost: remote reset", missing - tail);
        }
    }

    /** Why the ends of a leg's streams may be missing; null if nothing excuses it. */
    private @Nullable String tailExcuse(LegRecord leg) {
        if (leg.end == End.MARKED_DOWN) {
            return "sender marked down";
        }
        if (leg.end == End.RESET) {
            return "reset";
        }
        if (leg.end == End.DISPOSED) {
            return "disposed";
        }
        if (stopped.contains(leg.peer)) {
            return "receiver stopped";
        }
        return owes(leg) ? null : "receiver went away";
    }

    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    public synchronized Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** The digest of all events so far, in order. */
    public synchronized long digest() {
        return digest;
    }

    private void note(char event, long a, long b, long c) {
        events++;
        digest = Mixing.mix(Mixing.mix(Mixing.mix(Mixing.mix(digest, event), a), b), c);
    }
}
