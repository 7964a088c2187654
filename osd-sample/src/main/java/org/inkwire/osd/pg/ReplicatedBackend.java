// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * A primary's side of writing: sends every acting member each write, in order, until all have it durably. A write goes
 * to the others before it is applied here; what a member does not confirm is resent. The other side is
 * {@link ReplicaWrites}. Confined to the PG. Ceph: {@code src/osd/ReplicatedBackend.h}.
 */
final class ReplicatedBackend {
    /** By then the map says that a member is full, or it no longer is. */
    private static final Duration MEMBER_FULL = Duration.ofSeconds(2);

    private final PgCopy copy;
    private final PgHost host;
    private final PgOptions options;
    private final Consumer<InFlight> onAllCommit;
    /** Oldest first. */
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    /** Of the interval, while the PG is active; then in this order what each has durably, now and at the last look. */
    private int[] members = {};

    private EVersion[] committed = {};
    private EVersion[] committedBefore = {};
    /** The newest write at the last look. */
    private EVersion submittedBefore = EVersion.ZERO;

    /** Until when members count as full that said so. */
    private final Map<Integer, Long> fullUntil = new TreeMap<>();

    private PgHost.@Nullable Timer resendTimer;

    /** @param onAllCommit called for each write that all members have durably, in order */
    ReplicatedBackend(PgCopy copy, PgHost host, PgOptions options, Consumer<InFlight> onAllCommit) {
        this.copy = copy;
        this.host = host;
        this.options = options;
        this.onAllCommit = onAllCommit;
    }

    /** The PG is active: every acting member has what we have. */
    void begin() {
        List<Integer> acting = copy.mapping().acting();
        members = acting.stream().mapToInt(osd -> osd).toArray();
        committed = new EVersion[members.length];
        Arrays.fill(committed, copy.info().lastUpdate());
        committedBefore = committed.clone();
        submittedBefore = EVersion.ZERO;
    }

    /** The interval is over: forgets the writes in flight. Their requests are the caller's again. */
    void reset() {
        inFlight.forEach(write -> write.repOp.payload().release());
        inFlight.clear();
        members = new int[0];
        fullUntil.clear();
        cancelResend();
    }

    /** Writes not committed everywhere yet, oldest first. */
    Collection<InFlight> inFlight() {
        return inFlight;
    }

    /**
     * The PG's next write, as members get it if there are others.
     *
     * @param t borrowed
     */
    PeerMessage.RepOp repOp(PgLogEntry entry, long objectsDelta, long bytesDelta, Transaction t) {
        PgInfo before = copy.info();
        PeerMessage.RepOp write = PeerMessage.RepOp.local(
                copy.pgid(),
                copy.interval(),
                entry,
                entry.toRecord(copy.values()),
                before.lastUpdate(),
                copy.log().trimPoint(options.logEntries()),
                before.historyLastEpochStarted(),
                objectsDelta,
                bytesDelta);
        return hasOthers() ? write.toSend(t, t.payload(host.allocator()), copy.values()) : write;
    }

    private boolean hasOthers() {
        return members.length > 1;
    }

    /**
     * Passes the write to every member, including ourselves.
     *
     * @param t taken
     */
    void submit(InFlight write, Transaction t) {
        EVersion version = write.version();
        inFlight.add(write);
        for (int osd : members) {
            if (osd != host.whoami()) {
                send(osd, write);
            }
        }
        copy.write(t, write.repOp, () -> onCommitted(host.whoami(), version, false));
        if (hasOthers()) {
            armResend();
        }
    }

    private void send(int osd, InFlight write) {
        host.sendToPeer(osd, write.repOp.retainedDuplicate());
    }

    /** Whether a member said, a moment ago, that its store takes no new writes. */
    boolean isMemberFull() {
        if (fullUntil.isEmpty()) {
            return false;
        }
        long now = host.nanoTime();
        fullUntil.values().removeIf(until -> until <= now);
        return !fullUntil.isEmpty();
    }

    /** A later map says which members are full. */
    void onMap() {
        fullUntil.clear();
    }

    /**
     * A member has everything up to {@code version} durably.
     *
     * @param full its store takes no new writes
     */
    void onCommitted(int osd, EVersion version, boolean full) {
        if (full) {
            fullUntil.put(osd, host.nanoTime() + MEMBER_FULL.toNanos());
        } else if (!fullUntil.isEmpty()) {
            fullUntil.remove(osd);
        }
        int member = indexOf(osd);
        if (member < 0 || version.compareTo(committed[member]) <= 0) {
            return;
        }
        committed[member] = version;
        EVersion all = version;
        for (EVersion theirs : committed) {
            all = theirs.compareTo(all) < 0 ? theirs : all;
        }
        InFlight oldest = inFlight.peekFirst();
        while (oldest != null && oldest.version().compareTo(all) <= 0) {
            inFlight.removeFirst();
            oldest.repOp.payload().release();
            onAllCommit.accept(oldest);
            oldest = inFlight.peekFirst();
        }
    }

    /** −1: it is not a member. */
    private int indexOf(int osd) {
        for (int i = 0; i < members.length; i++) {
            if (members[i] == osd) {
                return i;
            }
        }
        return -1;
    }

    /** One timer for all writes: it goes on until it finds none. */
    private void armResend() {
        if (resendTimer == null) {
            resendTimer = host.schedule(options.retry().toNanos(), this::resend);
        }
    }

    private void cancelResend() {
        if (resendTimer != null) {
            resendTimer.cancel();
            resendTimer = null;
        }
    }

    /**
     * A member that has confirmed nothing since the last look, although it lacked something then, may have lost its
     * session, and our writes with it.
     */
    private void resend() {
        resendTimer = null;
        if (inFlight.isEmpty()) {
            return;
        }
        for (int i = 0; i < members.length; i++) {
            if (committed[i].compareTo(submittedBefore) < 0 && committed[i].equals(committedBefore[i])) {
                resendTo(members[i]);
            }
        }
        committedBefore = committed.clone();
        submittedBefore = inFlight.getLast().version();
        armResend();
    }

    /** Sends what a member has not confirmed, in order. */
    void resendTo(int osd) {
        int member = indexOf(osd);
        if (member >= 0 && osd != host.whoami()) {
            for (InFlight write : inFlight) {
                if (write.version().compareTo(committed[member]) > 0) {
                    send(osd, write);
                }
            }
        }
    }
}
