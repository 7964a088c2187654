// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.message.PeerMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a PG needs of its OSD. Every method is called on the PG's shard, and nothing is called back inline: answers come as
 * later tasks of that shard.
 */
public interface PgHost {
    int whoami();

    /** Monotonic. */
    long nanoTime();

    /** For what is on its way to replicas. */
    ByteBufAllocator allocator();

    /** Runs {@code task} on the PG's shard. */
    Timer schedule(long delayNanos, Runnable task);

    /** The PG's shard. */
    Executor shard();

    /**
     * Goes on on the PG's shard, where what {@code next} throws is a failure of that thread; or says that the store failed.
     *
     * @param applied of {@link org.inkwire.store.ObjectStore#apply}
     */
    default void whenDurable(CompletionStage<@Nullable Void> applied, Runnable next) {
        applied.whenComplete((done, failure) -> shard().execute(() -> {
            if (failure != null) {
                storeFailed(failure);
            } else {
                next.run();
            }
        }));
    }

    /** @param message its payload is taken. Lost if the peer is down. */
    void sendToPeer(int osd, PeerMessage message);

    /** Wants the map to say {@code up_thru >= epoch} of us; repeated by the OSD until it does. */
    void requestUpThru(int epoch);

    /** A message names an epoch this PG has not seen. */
    void requestMap(int epoch);

    /** First epoch this OSD's store was up in; {@link Integer#MAX_VALUE} before that. */
    int storeBornEpoch();

    /** The process that came up at {@code upFrom} refused a connection: it is gone. */
    boolean knownDead(int osd, int upFrom);

    /**
     * Asks for one of the OSD's sync slots ({@code osd_recovery_max_active}).
     *
     * @param granted runs on the shard, once, unless cancelled before; the slot is held until the result is closed
     */
    Slot reserveSync(SpgId pgid, Runnable granted);

    /** The store did not do what was asked: this OSD cannot go on. */
    void storeFailed(Throwable cause);

    /** Its {@link PG#stat} is worth reporting soon. */
    void statChanged(SpgId pgid);

    /** The copy is gone from the store; forget the PG. */
    void removed(PG pg);

    /** Does nothing if it ran or was cancelled. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }

    /** A sync slot, or a place in the queue for one. */
    @FunctionalInterface
    interface Slot {
        void close();
    }
}
