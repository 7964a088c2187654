// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityName;

/** Output of LIST_WATCHERS. Wire: struct v1 c1 of vec of watch_item_t. Immutable. */
public record ListWatchersReply(List<Watcher> watchers) {
    private static final int VERSION = 1;

    public ListWatchersReply {
        watchers = List.copyOf(watchers);
    }

    /**
     * {@code watch_item_t}. Wire: struct v2 c1 of entity name, u64 cookie, u32 timeout, address.
     *
     * @param timeout seconds
     */
    public record Watcher(EntityName name, long cookie, long timeout, EntityAddr addr) {
        private static final int VERSION = 2;
        private static final int COMPAT = 1;
        private static final int MIN_BYTES = 27;

        void encode(Encoder out) {
            out.start(VERSION, COMPAT);
            name.encode(out);
            out.u64(cookie);
            out.u32(timeout);
            addr.encode(out);
            out.finish();
        }

        static Watcher decode(Decoder in) {
            int version = in.start(VERSION);
            Watcher watcher = new Watcher(
                    EntityName.decode(in), in.u64(), in.u32(), version >= 2 ? EntityAddr.decode(in) : EntityAddr.BLANK);
            in.finish();
            return watcher;
        }
    }

    public void encode(Encoder out) {
        out.start(VERSION, VERSION);
        out.list(watchers, Watcher::encode);
        out.finish();
    }

    public static ListWatchersReply decode(Decoder in) {
        in.start(VERSION);
        ListWatchersReply reply = new ListWatchersReply(in.list(Watcher.MIN_BYTES, Watcher::decode));
        in.finish();
        return reply;
    }
}
