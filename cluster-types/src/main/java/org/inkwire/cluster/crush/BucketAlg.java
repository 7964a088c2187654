// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Locale;
import org.inkwire.wire.MalformedInputException;

/** How a bucket chooses among its items, by wire number. Ceph: {@code CRUSH_BUCKET_*}. */
public enum BucketAlg {
    UNIFORM(1),
    LIST(2),
    TREE(3),
    STRAW(4),
    STRAW2(5);

    private final int code;

    BucketAlg(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static BucketAlg of(long code) {
        for (BucketAlg a : values()) {
            if (a.code == code) {
                return a;
            }
        }
        throw new MalformedInputException("unknown bucket algorithm " + code);
    }

    /** Ceph's name: {@code straw2}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
