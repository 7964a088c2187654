// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import org.inkwire.cluster.osd.HObject;

/**
 * A position in the listing of a pool. It stays valid while objects come and go and placement groups split. Immutable,
 * ordered.
 */
public final class ObjectCursor implements Comparable<ObjectCursor> {
    /** Before the first object. */
    public static final ObjectCursor BEGIN = new ObjectCursor(HObject.MIN);

    /** After the last object. */
    public static final ObjectCursor END = new ObjectCursor(HObject.MAX);

    private final HObject position;

    ObjectCursor(HObject position) {
        this.position = position;
    }

    HObject position() {
        return position;
    }

    public boolean isEnd() {
        return position.max();
    }

    @Override
    public int compareTo(ObjectCursor other) {
        return position.compareTo(other.position);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ObjectCursor c && position.equals(c.position);
    }

    @Override
    public int hashCode() {
        return position.hashCode();
    }

    @Override
    public String toString() {
        return position.toString();
    }
}
