// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.space;

import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.StoreStats;

/**
 * The space in an OSD's store, measured against the full ratios. Whoever writes measures again before the next state
 * can be reached, so that the state is known when it begins and not only when it is reported. Any thread. Ceph: {@code
 * OSDService::update_osd_stat}, {@code check_full_status}.
 */
public final class StoreSpace {
    /** This part of the store is kept for what cannot be refused at all: maps, logs, deletions. */
    private static final int KEPT = 32;

    private final ObjectStore store;
    private final CephConf conf;
    private final int writers;
    private final long largestWrite;
    private final Runnable stateChanged;
    private volatile FullRatios ratios = FullRatios.UNKNOWN;
    private volatile FullState state = FullState.NONE;

    /**
     * @param writers number of shards that write at once
     * @param largestWrite that there is memory for
     * @param stateChanged called on the thread that measured
     */
    public StoreSpace(ObjectStore store, CephConf conf, int writers, long largestWrite, Runnable stateChanged) {
        this.store = store;
        this.conf = conf;
        this.writers = writers;
        this.largestWrite = largestWrite;
        this.stateChanged = stateChanged;
    }

    /** The ratios of this map apply from now on. */
    public void onMap(OSDMap map) {
        ratios = FullRatios.of(map, conf.get(Options.OSD_FAILSAFE_FULL_RATIO));
        measure();
    }

    /** As of the last measurement. */
    public FullState state() {
        return state;
    }

    public StoreStats stats() {
        return store.stats();
    }

    /**
     * Measures.
     *
     * @return bytes that this writer may write before it must measure again; 0 if it must before every write
     */
    public long measure() {
        StoreStats stats = store.stats();
        double used = stats.total() == 0 ? 0 : (double) stats.used() / stats.total();
        FullRatios now = ratios;
        FullState found = now.stateAt(used);
        if (found != state) {
            state = found;
            stateChanged.run();
        }
        // Half of the way: all writers may be at it, and the store's own needs count too.
        return (long) ((now.nextAfter(used) - used) * stats.total() / 2 / writers);
    }

    /** Bytes of the largest write that may begin here: its copies fit on their way into any member's store. */
    public long largestWrite() {
        return largestWrite;
    }

    /** Whether the store can take this many bytes, however full it is. */
    public boolean takes(long bytes) {
        StoreStats stats = store.stats();
        return bytes <= stats.writable() - stats.total() / KEPT;
    }
}
