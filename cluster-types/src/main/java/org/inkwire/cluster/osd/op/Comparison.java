// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import org.inkwire.wire.MalformedInputException;

/** How CMPXATTR and OMAP_CMP compare: true iff {@code operand OP stored}. Ceph: {@code CEPH_OSD_CMPXATTR_OP_*}. */
public enum Comparison {
    EQ(1),
    NE(2),
    GT(3),
    GTE(4),
    LT(5),
    LTE(6);

    /** The operand is bytes. */
    public static final int MODE_STRING = 1;

    /** The operand is a u64, the stored value its decimal text. */
    public static final int MODE_U64 = 2;

    private final int code;

    Comparison(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @throws MalformedInputException for a code outside the table */
    public static Comparison of(int code) {
        if (code < 1 || code > values().length) {
            throw new MalformedInputException("unknown comparison " + code);
        }
        return values()[code - 1];
    }

    /** @param order negative, zero or positive: operand below, equal to, above the stored value */
    public boolean holds(int order) {
        return switch (this) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
        };
    }
}
