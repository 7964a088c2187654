// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.heartbeat;

import java.util.SortedSet;
import java.util.function.Consumer;
import org.inkwire.wire.entity.EntityAddrVec;

/** What heartbeats need from the OSD. Called on its center. */
public interface HeartbeatHost {
    /** OSDs our PGs talk to; {@code then} runs on the center. */
    void collectPeers(Consumer<SortedSet<Integer>> then);

    /** Whether the monitor accepts our reports about others: the map shows us up. */
    boolean isActive();

    /**
     * Reports to the monitor.
     *
     * @param addrs the OSD's public addresses
     * @param flags of {@link org.inkwire.cluster.message.osdmon.MOSDFailure}
     */
    void reportFailure(int osd, EntityAddrVec addrs, int flags, int silentSeconds);

    /** Nothing listens any longer where the process that came up at {@code upFrom} did. */
    void sawRefused(int osd, int upFrom);

    /** A map of this epoch exists: asks for it. */
    void requestMap(long epoch);
}
