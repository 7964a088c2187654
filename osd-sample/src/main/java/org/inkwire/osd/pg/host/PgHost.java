// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.PG;
import org.jspecify.annotations.Nullable;

/**
 * What a PG needs from its OSD. Every method is called on the PG's shard, and nothing is called back inline: answers
 * come as later tasks of that shard, or at the end of its turn.
 */
public interface PgHost {
    int whoami();

    /** Monotonic. */
    long nanoTime();

    /** For data in flight to replicas. */
    ByteBufAllocator allocator();

    /** Runs {@code task} on the PG's shard. */
    Timer schedule(long delayNanos, Runnable task);

    /** The PG's shard. */
    Executor shard();

    /**
     * Runs {@code next} on the PG's shard, where an exception it throws fails that thread; or reports that the store
     * failed. See {@link EndOfTurn}.
     *
     * @param applied of {@link org.inkwire.store.ObjectStore#apply}
     */
    void whenDurable(CompletionStage<@Nullable Void> applied, Runnable next);

    /** @param message its payload is taken. Dropped if the peer is down. */
    void sendToPeer(int osd, PeerMessage message);

    /** Asks for a map that says {@code up_thru >= epoch} of us; the OSD repeats this until there is one. */
    void requestUpThru(int epoch);

    /** A message names an epoch this PG has not seen. */
    void requestMap(int epoch);

    /** Whether a client's write of this many bytes may begin: the store is not full, and can take it. */
    boolean admits(long bytes);

    /** Whether the store can take a write of this many bytes that began elsewhere. */
    boolean takes(long bytes);

    /** Whether the store is too full to be filled by a backfill ({@code backfillfull_ratio}). */
    boolean isBackfillFull();

    /** First epoch this OSD's store was up in; {@link Integer#MAX_VALUE} before that. */
    int storeBornEpoch();

    /** The process that came up at {@code upFrom} refused a connection: it is gone. */
    boolean knownDead(int osd, int upFrom);

    /**
     * Asks for one of the OSD's slots.
     *
     * @param granted runs on the shard, once, unless cancelled first; the slot is held until the result is closed
     */
    Slot reserve(Reservation kind, Runnable granted);

    /** What an OSD does only so much of at once. */
    enum Reservation {
        /** Recovers an object, as primary: {@code osd_recovery_max_active}. */
        RECOVERY,
        /** Has others backfilled, as primary: {@code osd_max_backfills}. */
        LOCAL_BACKFILL,
        /** Is backfilled: {@code osd_max_backfills}. */
        REMOTE_BACKFILL
    }

    /**
     * Asks the monitor for another acting set; the PG repeats this while it needs it.
     *
     * @param acting primary first; empty: the one CRUSH wants
     */
    void requestPgTemp(SpgId pgid, List<Integer> acting);

    /** The store failed: this OSD cannot continue. */
    void storeFailed(Throwable cause);

    /**
     * A PG led here has stopped for a merge.
     *
     * @param readiness null: it no longer has
     */
    void mergeReadiness(SpgId pgid, @Nullable MergeReadiness readiness);

    /** Its {@link PG#stat} is worth reporting soon. */
    void statChanged(SpgId pgid);

    /** A request of a map this PG will not see: the PG that comes after it may. Taken. */
    void submitAgain(ClientOp op);

    /** Does nothing if it ran or was cancelled. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }

    /** A slot, or a place in the queue for one. */
    @FunctionalInterface
    interface Slot {
        void close();
    }
}
