// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import org.inkwire.cluster.osd.op.Comparison;

/** Comparison of a given value with the stored one; true iff {@code given OP stored}. */
public enum Compare {
    EQ(Comparison.EQ),
    NE(Comparison.NE),
    GT(Comparison.GT),
    GTE(Comparison.GTE),
    LT(Comparison.LT),
    LTE(Comparison.LTE);

    private final Comparison wire;

    Compare(Comparison wire) {
        this.wire = wire;
    }

    Comparison wire() {
        return wire;
    }
}
