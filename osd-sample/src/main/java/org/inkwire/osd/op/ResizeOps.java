// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;

/** TRUNCATE and ZERO. On an absent object both succeed and do nothing. */
final class ResizeOps {
    private ResizeOps() {}

    static void register(OpTable table) {
        table.on(OpCode.TRUNCATE, ResizeOps::truncate);
        table.on(OpCode.ZERO, ResizeOps::zero);
    }

    private static int truncate(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return 0;
        }
        // Ceph applies the check for a write of no bytes there: the largest size itself is refused.
        int refused = Limits.checkRange(context, op.offset(), 0);
        if (refused < 0) {
            return refused;
        }
        setSize(context, op.offset());
        return 0;
    }

    private static void setSize(OpContext context, long size) {
        context.transaction().truncate(context.object(), size);
        context.resize(size);
    }

    /** A write without bytes grows the object up to where it would have started. */
    static void writeNothing(OpContext context, long offset) {
        if (offset > context.info().size()) {
            setSize(context, offset);
        } else {
            context.transaction().touch(context.object());
        }
    }

    /** Never grows the object; a range that reaches the object's end is cut off instead. */
    private static int zero(OpContext context, OSDOp op) {
        int refused = Limits.checkRange(context, op.offset(), op.length());
        if (refused < 0) {
            return refused;
        }
        if (!context.exists()) {
            return 0;
        }
        long size = context.info().size();
        if (op.offset() >= size || op.length() == 0) {
            // Ceph 16 crashes on a ZERO without length; here, like one past the end, it does nothing.
            return 0;
        }
        if (op.offset() + op.length() >= size) {
            setSize(context, op.offset());
        } else {
            context.transaction().zero(context.object(), op.offset(), op.length());
        }
        return 0;
    }
}
