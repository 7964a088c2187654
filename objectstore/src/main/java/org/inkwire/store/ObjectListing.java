// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import java.util.List;
import org.inkwire.cluster.osd.HObject;

/**
 * A range of a collection's objects. Immutable.
 *
 * @param objects in order
 * @param next where to continue: the first object not in {@code objects}, or the requested end if none is left
 */
public record ObjectListing(List<HObject> objects, HObject next) {
    public ObjectListing {
        objects = List.copyOf(objects);
    }
}
