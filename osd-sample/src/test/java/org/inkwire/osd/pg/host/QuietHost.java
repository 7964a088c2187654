// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.message.PeerMessage;
import org.jspecify.annotations.Nullable;

/** A host with space for everything, where no time passes, nobody answers, and the store does not fail. */
public interface QuietHost extends PgHost {
    @Override
    default int whoami() {
        return 0;
    }

    @Override
    default long nanoTime() {
        return 1;
    }

    @Override
    default ByteBufAllocator allocator() {
        return ByteBufAllocator.DEFAULT;
    }

    @Override
    default Timer schedule(long delayNanos, Runnable task) {
        return () -> {};
    }

    @Override
    default void sendToPeer(int osd, PeerMessage message) {
        message.payload().release();
    }

    @Override
    default void requestUpThru(int epoch) {}

    @Override
    default void requestMap(int epoch) {}

    @Override
    default boolean admits(long bytes) {
        return true;
    }

    @Override
    default boolean takes(long bytes) {
        return true;
    }

    @Override
    default boolean isBackfillFull() {
        return false;
    }

    @Override
    default int storeBornEpoch() {
        return 1;
    }

    @Override
    default boolean knownDead(int osd, int upFrom) {
        return false;
    }

    @Override
    default Slot reserve(Reservation kind, Runnable granted) {
        return () -> {};
    }

    @Override
    default void requestPgTemp(SpgId pgid, List<Integer> acting) {}

    @Override
    default void storeFailed(Throwable cause) {
        throw new AssertionError("store of osd." + whoami(), cause);
    }

    @Override
    default void mergeReadiness(SpgId pgid, @Nullable MergeReadiness readiness) {}

    @Override
    default void statChanged(SpgId pgid) {}

    @Override
    default void submitAgain(ClientOp op) {
        op.drop();
    }
}
