// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.msgr.Connection;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Takes in maps from messages: applies and checks them ({@link OsdMaps}), notes them in the superblock, stores them,
 * and asks for what is still missing. Once they are durable, tells the listeners, in order. Owns the superblock.
 * Confined to the OSD's center. Ceph: {@code OSD::handle_osd_map}, {@code OSD::_committed_osd_maps}.
 */
public final class MapIntake {
    /** Follows the OSD's maps. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param newest the OSD's current map
         * @param added the epochs that are new, in order; {@code newest} is the last of them
         */
        void onMaps(OsdMapView newest, List<OsdMapView> added);
    }

    private final OsdContext osd;
    private final OsdMaps maps;
    private final OsdStorage storage;
    private final MapSubscription subscription;
    private List<Listener> listeners = List.of();
    private Superblock superblock;
    private volatile int storeBornEpoch = Integer.MAX_VALUE;
    private boolean stopped;

    /** @param osdFsid identity of the store */
    public MapIntake(OsdContext osd, UUID osdFsid, OsdMaps maps, MapSubscription subscription) {
        this.osd = osd;
        this.maps = maps;
        this.storage = maps.storage();
        this.subscription = subscription;
        this.superblock = Superblock.made(osd.fsid(), osdFsid, osd.whoami());
    }

    /** Sets the listeners; call before the first map. */
    public void tell(Listener... inOrder) {
        listeners = List.of(inOrder);
    }

    /**
     * Reads what the mounted store has, or marks an empty one as ours.
     *
     * @throws IllegalStateException if the store belongs to another OSD
     */
    public void load() {
        Superblock stored = storage.readSuperblock();
        if (stored == null) {
            Transaction t = storage.begin();
            OsdStorage.put(t, superblock);
            osd.center().whenDone(storage.apply(t), (done, cause) -> {
                if (cause != null) {
                    storeFailed(cause);
                }
            });
            return;
        }
        requireOurs(stored);
        superblock = stored;
        maps.load(stored);
        noteBorn(stored.bornEpoch());
    }

    private void requireOurs(Superblock stored) {
        boolean ours = stored.whoami() == superblock.whoami()
                && stored.fsid().equals(superblock.fsid())
                && stored.osdFsid().equals(superblock.osdFsid());
        if (!ours) {
            throw new IllegalStateException("store is that of osd." + stored.whoami() + " " + stored.osdFsid()
                    + " of cluster " + stored.fsid());
        }
    }

    public Superblock superblock() {
        return superblock;
    }

    /** First epoch the store was up in, once that is durable; {@link Integer#MAX_VALUE} before. Any thread. */
    public int storeBornEpoch() {
        return storeBornEpoch;
    }

    private void noteBorn(int epoch) {
        if (epoch != 0) {
            storeBornEpoch = epoch;
        }
    }

    // ---- intake

    /** @param message borrowed */
    public void onMap(Connection connection, MOSDMap message) {
        osd.center().assertInThread();
        if (stopped || !message.fsid().equals(osd.fsid())) {
            return;
        }
        Transaction t = storage.begin();
        List<OsdMapView> added = maps.take(message, t, subscription::requestFullMap);
        if (!added.isEmpty()) {
            subscription.onMap(message, true);
            store(added, t);
            return;
        }
        t.release();
        if (maps.isLeftBehindBy(message)) {
            // The PGs cannot continue without knowing what happened in between.
            osd.abort()
                    .because(
                            "left behind",
                            new IllegalStateException(osd + " has maps to " + maps.receivedEpoch()
                                    + ", and the cluster keeps none before " + message.oldest()
                                    + ": it must begin anew, with an empty store"));
        } else {
            subscription.onMap(message, false);
        }
    }

    private void store(List<OsdMapView> added, Transaction t) {
        superblock = superblock.withMaps(maps.oldestStored(), maps.receivedEpoch());
        for (OsdMapView view : added) {
            int upFrom = view.upFrom(osd.whoami());
            if (view.serving() && superblock.mounted() != upFrom) {
                superblock = superblock.up(upFrom);
            }
        }
        OsdStorage.put(t, superblock);
        int bornEpoch = superblock.bornEpoch();
        osd.center().whenDone(storage.apply(t), (done, cause) -> {
            if (cause != null) {
                storeFailed(cause);
            } else if (!stopped) {
                stored(added, bornEpoch);
            }
        });
    }

    private void stored(List<OsdMapView> added, int bornEpoch) {
        OsdMapView newest = added.get(added.size() - 1);
        maps.stored(newest);
        noteBorn(bornEpoch);
        listeners.forEach(listener -> listener.onMaps(newest, added));
    }

    private void storeFailed(Throwable cause) {
        osd.abort().because("the store failed", cause);
    }

    // ---- end

    /** Takes no more maps. */
    public void stop() {
        stopped = true;
    }

    /** Records that the OSD stopped cleanly. No map is taken in after that. */
    public CompletionStage<@Nullable Void> recordCleanEnd() {
        superblock = superblock.clean(maps.epoch());
        Transaction t = storage.begin();
        OsdStorage.put(t, superblock);
        return storage.apply(t);
    }
}
