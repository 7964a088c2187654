// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.cluster.osd.op.OpFlag;

/** CREATE, DELETE, SETALLOCHINT. */
final class LifeOps {
    private LifeOps() {}

    static void register(OpTable table) {
        table.on(OpCode.CREATE, LifeOps::create);
        table.on(OpCode.DELETE, LifeOps::delete);
        table.on(OpCode.SETALLOCHINT, LifeOps::setAllocHint);
    }

    private static int create(OpContext context, OSDOp op) {
        if (context.exists() && op.has(OpFlag.EXCL)) {
            return Errno.EEXIST.result();
        }
        context.create();
        context.transaction().touch(context.object());
        return 0;
    }

    private static int delete(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        context.delete();
        return 0;
    }

    private static int setAllocHint(OpContext context, OSDOp op) {
        context.create();
        context.transaction().touch(context.object());
        context.allocHint(op.expectedObjectSize(), op.expectedWriteSize(), op.hintFlags());
        return 0;
    }
}
