// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.List;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.SnapId;

/**
 * One state of an object: a clone that snapshots keep, or its head. Immutable.
 *
 * @param id of the clone; {@link SnapId#HEAD}: the head
 * @param snapshots that keep the clone, ascending; empty for the head
 * @param size bytes
 * @param overlap what it shares with the next newer state; empty for the head
 */
public record ObjectClone(long id, List<Long> snapshots, long size, List<Extent> overlap) {
    public ObjectClone {
        snapshots = List.copyOf(snapshots);
        overlap = List.copyOf(overlap);
    }

    public boolean isHead() {
        return id == SnapId.HEAD;
    }
}
