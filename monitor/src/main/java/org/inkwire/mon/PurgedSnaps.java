// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.map.IntervalSet;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnaps;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnapsReply;

/** Which snapshots were purged in which epochs, as far back as maps are kept. */
final class PurgedSnaps {
    /** Epochs looked at for one request; the asker goes on from {@code last}. */
    private static final int MAX_EPOCHS = 200;

    private PurgedSnaps() {}

    static void answer(MonSession session, MMonGetPurgedSnaps m, OsdMonitor osds) {
        long first = Math.max(m.start(), osds.firstCommitted());
        long last = Math.min(Math.min(m.last(), osds.map().epoch()), first + MAX_EPOCHS - 1);
        Map<Long, Map<Long, IntervalSet>> purged = new TreeMap<>();
        for (long epoch = first; epoch <= last; epoch++) {
            OSDMap map = osds.mapAt(epoch);
            if (map != null && !map.newPurgedSnaps().isEmpty()) {
                purged.put(epoch, map.newPurgedSnaps());
            }
        }
        session.reply(m, new MMonGetPurgedSnapsReply(osds.map().epoch(), m.start(), last, purged));
    }
}
