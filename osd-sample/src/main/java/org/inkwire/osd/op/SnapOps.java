// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.ListSnapsReply;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;

/** LIST_SNAPS. No object has clones: the head is all there is. */
final class SnapOps {
    private SnapOps() {}

    static void register(OpTable table) {
        table.on(OpCode.LIST_SNAPS, SnapOps::listSnaps);
    }

    private static int listSnaps(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        if (context.request().snap() != SnapId.SNAPDIR) {
            return Errno.EINVAL.result();
        }
        ListSnapsReply.Clone head = new ListSnapsReply.Clone(
                SnapId.HEAD, List.of(), List.of(), context.info().size());
        op.encodeOutput(new ListSnapsReply(List.of(head), 0)::encode);
        return 0;
    }
}
