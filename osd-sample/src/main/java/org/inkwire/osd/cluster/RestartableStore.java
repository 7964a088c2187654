// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.store.ForwardingObjectStore;
import org.inkwire.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store that loses its content on umount mounted while OSDs come and go, so that a crashed OSD can restart with
 * what it had. Ends with {@link #discard}.
 */
final class RestartableStore extends ForwardingObjectStore {
    private final ObjectStore store;

    private RestartableStore(ObjectStore store) {
        this.store = store;
    }

    /** @param store not mounted yet; owned by the result from now on */
    static CompletionStage<RestartableStore> on(ObjectStore store) {
        return store.mount().thenApply(mounted -> new RestartableStore(store));
    }

    /** Unmounts the store, which loses its content; no OSD may still be running on it. */
    CompletionStage<@Nullable Void> discard() {
        return store.umount();
    }

    @Override
    protected ObjectStore delegate() {
        return store;
    }

    /** Does nothing: the store is mounted already. */
    @Override
    public CompletionStage<@Nullable Void> mount() {
        return CompletableFuture.completedStage(null);
    }

    /** Does nothing: the next OSD finds what this one leaves. */
    @Override
    public CompletionStage<@Nullable Void> umount() {
        return CompletableFuture.completedStage(null);
    }
}
