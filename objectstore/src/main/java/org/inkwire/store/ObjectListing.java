// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import java.util.List;
import org.inkwire.cluster.osd.HObject;

/**
 * A stretch of a collection's objects. Immutable.
 *
 * @param objects in order
 * @param next where to go on: the first object not in {@code objects}, or the end asked for when there is none left
 */
public record ObjectListing(List<HObject> objects, HObject next) {
    public ObjectListing {
        objects = List.copyOf(objects);
    }
}
