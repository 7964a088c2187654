// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import org.inkwire.wire.MalformedInputException;

/** The action of a WATCH op (protocol: osd section 7). Ceph: {@code CEPH_OSD_WATCH_OP_*}. */
public enum WatchOp {
    UNWATCH(0),
    LEGACY_WATCH(1),
    WATCH(3),
    RECONNECT(5),
    PING(7);

    private final int code;

    WatchOp(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @throws MalformedInputException for a code outside the table */
    public static WatchOp of(int code) {
        for (WatchOp op : values()) {
            if (op.code == code) {
                return op;
            }
        }
        throw new MalformedInputException("unknown watch op " + code);
    }
}
