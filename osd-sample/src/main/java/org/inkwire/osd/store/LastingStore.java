// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.store;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One store that is kept while OSDs come and go. The store behind is mounted when this is made and unmounted by {@link
 * #discard}.
 */
public final class LastingStore extends OutlivingStore {
    private final ObjectStore disk;

    private LastingStore(ObjectStore disk) {
        this.disk = disk;
    }

    /** @param disk not mounted yet; the result's from now on */
    public static CompletionStage<LastingStore> on(ObjectStore disk) {
        return disk.mount().thenApply(mounted -> new LastingStore(disk));
    }

    /** Throws the content away; no OSD may run on it any more. */
    public CompletionStage<@Nullable Void> discard() {
        return disk.umount();
    }

    @Override
    protected ObjectStore content() {
        return disk;
    }

    @Override
    public CompletionStage<@Nullable Void> apply(Transaction transaction) {
        return disk.apply(transaction);
    }
}
