// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.ListWatchersReply;
import org.inkwire.cluster.osd.op.OSDOp;

/** What WATCH, NOTIFY, NOTIFY_ACK and LIST_WATCHERS need: sessions, which this package does not have. */
public interface WatchHandler {
    /** Supports none of it. */
    WatchHandler NONE = new WatchHandler() {
        @Override
        public int watch(OpRequest request, OSDOp op) {
            return Errno.EOPNOTSUPP.result();
        }

        @Override
        public int notify(OpRequest request, OSDOp op) {
            return Errno.EOPNOTSUPP.result();
        }

        @Override
        public List<ListWatchersReply.Watcher> watchers(OpRequest request) {
            return List.of();
        }
    };

    /** WATCH, of any kind; 0 or a negative errno. */
    int watch(OpRequest request, OSDOp op);

    /** NOTIFY or NOTIFY_ACK; 0 or a negative errno. Puts the output into {@code op}. */
    int notify(OpRequest request, OSDOp op);

    /** Watchers of the request's object. */
    List<ListWatchersReply.Watcher> watchers(OpRequest request);
}
