// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.List;
import org.inkwire.cluster.osd.SnapId;

/**
 * One state of an object: a clone that snapshots keep, or its head. Immutable.
 *
 * @param id of the clone; {@link SnapId#HEAD}: the head
 * @param snapshots that keep the clone, ascending; empty for the head
 * @param size bytes
 */
public record ObjectClone(long id, List<Long> snapshots, long size) {
    public ObjectClone {
        snapshots = List.copyOf(snapshots);
    }

    public boolean isHead() {
        return id == SnapId.HEAD;
    }
}
