// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

/** Values of {@code snapid_t} (u64) that are not snapshots. Ceph: {@code src/include/object.h}. */
public final class SnapId {
    /** The object as it is now. */
    public static final long HEAD = -2;

    /** All snapshots of the object at once; used by LIST_SNAPS. */
    public static final long SNAPDIR = -1;

    private SnapId() {}

    /** {@code head}, {@code snapdir}, or the id in hex, as Ceph prints it. */
    public static String text(long snap) {
        if (snap == HEAD) {
            return "head";
        }
        return snap == SNAPDIR ? "snapdir" : Long.toHexString(snap);
    }
}
