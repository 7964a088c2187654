// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.msgr.Connection;

/**
 * Sends newer maps to clients and OSDs whose messages show an older epoch: the incrementals they lack, or the newest
 * full map if those are too many. Each session remembers what was sent on it, which is not sent again. Any thread.
 * Ceph: {@code OSDService::maybe_share_map}.
 */
public final class MapShare {
    /** {@code osd_map_share_max_epochs}. */
    private static final int MAX_EPOCHS = 40;

    /** Incrementals kept for peers that are behind; peers that lack more get the newest full map. */
    private static final int KEPT_EPOCHS = 500;

    /**
     * Stands for the oldest epoch the cluster keeps, which an OSD cannot tell: no receiver concludes from it that it
     * was left behind.
     */
    private static final long OLDEST_UNKNOWN = 1;

    private record Newest(long epoch, byte[] full) {}

    private final UUID fsid;
    private final ConcurrentNavigableMap<Long, byte[]> incrementals = new ConcurrentSkipListMap<>();
    private volatile Newest newest = new Newest(0, new byte[0]);

    public MapShare(UUID fsid) {
        this.fsid = fsid;
    }

    /**
     * @param full of {@code map}
     * @param incremental that led to it; empty if it came as a full map
     */
    void add(OSDMap map, byte[] full, byte[] incremental) {
        if (incremental.length == 0) {
            incrementals.clear();
        } else {
            incrementals.put(map.epoch(), incremental);
        }
        while (incrementals.size() > KEPT_EPOCHS) {
            incrementals.pollFirstEntry();
        }
        newest = new Newest(map.epoch(), full);
    }

    public long newestEpoch() {
        return newest.epoch();
    }

    /** @param theirs epoch their message showed */
    public void share(Connection connection, long theirs) {
        Newest now = newest;
        if (theirs >= now.epoch()) {
            return;
        }
        Session session = Session.of(connection);
        long from = session.claimEpochsAfter(theirs, now.epoch());
        if (from < 0) {
            return;
        }
        NavigableMap<Long, byte[]> lacking = new TreeMap<>(incrementals.subMap(from + 1, true, now.epoch(), true));
        boolean whole = lacking.size() != now.epoch() - from || lacking.size() > MAX_EPOCHS;
        connection.sendMessage(new MOSDMap(
                fsid,
                whole ? Map.of() : lacking,
                whole ? Map.of(now.epoch(), now.full()) : Map.of(),
                OLDEST_UNKNOWN,
                now.epoch(),
                Map.of()));
    }
}
