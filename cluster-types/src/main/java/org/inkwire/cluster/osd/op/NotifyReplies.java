// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.List;
import java.util.Map;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Data segment of a NOTIFY_COMPLETE. Wire: map of (u64 gid, u64 cookie) to bl reply, then set of (gid, cookie) that did
 * not answer in time (protocol: osd section 7).
 *
 * @param replies in key order: given, not copied
 * @param missed in order
 */
public record NotifyReplies(Map<Watch, byte[]> replies, List<Watch> missed) {
    public NotifyReplies {
        missed = List.copyOf(missed);
    }

    /** A watch: the watching client's global id and the cookie it chose. Ordered as Ceph's pairs. Immutable. */
    public record Watch(long gid, long cookie) implements Comparable<Watch> {
        private static final int BYTES = 16;

        void encode(Encoder out) {
            out.u64(gid);
            out.u64(cookie);
        }

        static Watch decode(Decoder in) {
            return new Watch(in.u64(), in.u64());
        }

        @Override
        public int compareTo(Watch other) {
            int byGid = Long.compareUnsigned(gid, other.gid);
            return byGid != 0 ? byGid : Long.compareUnsigned(cookie, other.cookie);
        }
    }

    public void encode(Encoder out) {
        out.map(replies, Watch::encode, (reply, e) -> e.blob(reply));
        out.list(missed, Watch::encode);
    }

    public static NotifyReplies decode(Decoder in) {
        Map<Watch, byte[]> replies = in.map(Watch.BYTES + 4, Watch::decode, Decoder::blob);
        return new NotifyReplies(replies, in.list(Watch.BYTES, Watch::decode));
    }
}
