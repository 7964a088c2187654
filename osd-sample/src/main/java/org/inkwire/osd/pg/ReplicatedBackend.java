// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
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
import org.inkwire.wire.Encoder;
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
    private final NavigableMap<EVersion, InFlight> inFlight = new TreeMap<>();
    /** What each member of the interval has durably, while the PG is active. */
    private final Map<Integer, EVersion> committed = new TreeMap<>();

    private final Map<Integer, EVersion> committedAtLastResend = new TreeMap<>();
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
        for (int osd : copy.mapping().acting()) {
            committed.put(osd, copy.info().lastUpdate());
        }
    }

    /** The interval is over: forgets the writes in flight. Their requests are the caller's again. */
    void reset() {
        inFlight.values().forEach(write -> write.repOp.payload().release());
        inFlight.clear();
        committed.clear();
        committedAtLastResend.clear();
        fullUntil.clear();
        cancelResend();
    }

    /** Writes not committed everywhere yet, oldest first. */
    Collection<InFlight> inFlight() {
        return inFlight.values();
    }

    /**
     * The message that carries the PG's next write to members.
     *
     * @param t borrowed
     */
    PeerMessage.RepOp repOp(PgLogEntry entry, long objectsDelta, long bytesDelta, Transaction t) {
        PgInfo before = copy.info();
        ByteBuf encoded = Unpooled.buffer();
        t.encode(new Encoder(encoded));
        return new PeerMessage.RepOp(
                copy.pgid(),
                copy.interval(),
                entry,
                before.lastUpdate(),
                copy.log().trimPoint(options.logEntries()),
                before.historyLastEpochStarted(),
                objectsDelta,
                bytesDelta,
                ByteBufUtil.getBytes(encoded),
                t.payload(host.allocator()));
    }

    /**
     * Passes the write to every member, including ourselves.
     *
     * @param t taken
     */
    void submit(InFlight write, Transaction t) {
        EVersion version = write.version();
        inFlight.put(version, write);
        for (int osd : copy.mapping().acting()) {
            if (osd != host.whoami()) {
                send(osd, write);
            }
        }
        copy.write(t, write.repOp, () -> onCommitted(host.whoami(), version, false));
        armResend();
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
        EVersion old = committed.get(osd);
        if (old == null || version.compareTo(old) <= 0) {
            return;
        }
        committed.put(osd, version);
        EVersion all = version;
        for (EVersion theirs : committed.values()) {
            all = theirs.compareTo(all) < 0 ? theirs : all;
        }
        while (!inFlight.isEmpty() && inFlight.firstKey().compareTo(all) <= 0) {
            InFlight write = inFlight.pollFirstEntry().getValue();
            write.repOp.payload().release();
            onAllCommit.accept(write);
        }
        if (inFlight.isEmpty()) {
            cancelResend();
        }
    }

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

    /** A member that has confirmed nothing since the last call may have lost its session, and our writes with it. */
    private void resend() {
        resendTimer = null;
        for (int osd : committed.keySet()) {
            EVersion theirs = committed.get(osd);
            if (theirs != null && theirs.equals(committedAtLastResend.get(osd))) {
                resendTo(osd);
            }
        }
        committedAtLastResend.clear();
        committedAtLastResend.putAll(committed);
        if (!inFlight.isEmpty()) {
            armResend();
        }
    }

    /** Sends what a member has not confirmed, in order. */
    void resendTo(int osd) {
        EVersion theirs = committed.get(osd);
        if (theirs != null && osd != host.whoami()) {
            inFlight.tailMap(theirs, false).values().forEach(write -> send(osd, write));
        }
    }
}
