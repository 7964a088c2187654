// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

/** What the PGs of all shards need of their OSD. Any thread. Ceph: {@code OSDService}. */
public interface OsdService {
    /** Wants the map to say {@code up_thru >= epoch} of us; repeated until it does. */
    void requestUpThru(int epoch);

    /** Somebody has this map. */
    void requestMap(int epoch);

    /** First epoch the OSD's store was up in; {@link Integer#MAX_VALUE} before that. */
    int storeBornEpoch();

    /** A PG's state is worth reporting soon. */
    void statChanged();
}
