// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.List;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.pg.host.MergeReadiness;
import org.jspecify.annotations.Nullable;

/** What the PGs of all shards need from their OSD. Any thread. Ceph: {@code OSDService}. */
public interface OsdService {
    /** Asks for a map that says {@code up_thru >= epoch} of us; repeated until there is one. */
    void requestUpThru(int epoch);

    /** Asks for another acting set: primary first; empty: the one CRUSH wants. The PG repeats this. */
    void requestPgTemp(SpgId pgid, List<Integer> acting);

    /** A map of this epoch exists: asks for it. */
    void requestMap(int epoch);

    /** First epoch the OSD's store was up in; {@link Integer#MAX_VALUE} before that. */
    int storeBornEpoch();

    /**
     * A PG led here has stopped for a merge.
     *
     * @param readiness null: it no longer has
     */
    void mergeReadiness(SpgId pgid, @Nullable MergeReadiness readiness);

    /** A PG's state is worth reporting soon. */
    void statChanged();
}
