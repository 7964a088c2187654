// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.heartbeat;

import java.util.SortedSet;
import java.util.function.Consumer;
import org.inkwire.wire.entity.EntityAddrVec;

/** What heartbeats need of the OSD. Called on its center. */
public interface HeartbeatHost {
    /** OSDs our PGs talk to; {@code then} runs on the center. */
    void collectPeers(Consumer<SortedSet<Integer>> then);

    /** Whether the monitor would listen to us about others: the map has us up. */
    boolean isActive();

    /**
     * Tells the monitor.
     *
     * @param addrs the OSD's public addresses
     * @param flags of {@link org.inkwire.cluster.message.osdmon.MOSDFailure}
     */
    void reportFailure(int osd, EntityAddrVec addrs, int flags, int silentSeconds);

    /** Nothing listens any more where the process that came up at {@code upFrom} did. */
    void sawRefused(int osd, int upFrom);

    /** Somebody has this map. */
    void requestMap(long epoch);
}
