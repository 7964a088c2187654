// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.ListWatchersReply;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;

/** WATCH, NOTIFY, NOTIFY_ACK, LIST_WATCHERS: handed to the {@link WatchHandler}. */
final class WatchOps {
    private final WatchHandler watches;

    WatchOps(WatchHandler watches) {
        this.watches = watches;
    }

    void register(OpTable table) {
        table.on(OpCode.WATCH, (context, op) -> watches.watch(context.request(), op));
        table.on(OpCode.NOTIFY, (context, op) -> watches.notify(context.request(), op));
        table.on(OpCode.NOTIFY_ACK, (context, op) -> watches.notify(context.request(), op));
        table.on(OpCode.LIST_WATCHERS, this::listWatchers);
    }

    private int listWatchers(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        op.encodeOutput(new ListWatchersReply(watches.watchers(context.request()))::encode);
        return 0;
    }
}
