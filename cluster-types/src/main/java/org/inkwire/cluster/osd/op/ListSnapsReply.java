// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.List;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Output of LIST_SNAPS. Wire: struct v2 c1 of vec of clone info, u64 seq. Immutable.
 *
 * @param clones oldest first, the head (id {@link SnapId#HEAD}) last if it exists
 * @param seq the seq of the object's snap set
 */
public record ListSnapsReply(List<Clone> clones, long seq) {
    private static final int VERSION = 2;
    private static final int COMPAT = 1;

    public ListSnapsReply {
        clones = List.copyOf(clones);
    }

    /**
     * {@code clone_info}. Wire: struct v1 c1 of u64 id, vec of u64 snaps, vec of (u64, u64) overlap, u64 size.
     *
     * @param overlap the ranges the clone shares with the next newer one
     * @param size bytes
     */
    public record Clone(long id, List<Long> snaps, List<Extent> overlap, long size) {
        private static final int VERSION = 1;
        private static final int MIN_BYTES = 30;

        public Clone {
            snaps = List.copyOf(snaps);
            overlap = List.copyOf(overlap);
        }

        void encode(Encoder out) {
            out.start(VERSION, VERSION);
            out.u64(id);
            out.list(snaps, (snap, e) -> e.u64(snap));
            out.list(overlap, Extent::encode);
            out.u64(size);
            out.finish();
        }

        static Clone decode(Decoder in) {
            in.start(VERSION);
            Clone clone = new Clone(
                    in.u64(), in.list(Long.BYTES, Decoder::u64), in.list(Extent.BYTES, Extent::decode), in.u64());
            in.finish();
            return clone;
        }
    }

    public void encode(Encoder out) {
        out.start(VERSION, COMPAT);
        out.list(clones, Clone::encode);
        out.u64(seq);
        out.finish();
    }

    public static ListSnapsReply decode(Decoder in) {
        int version = in.start(VERSION);
        List<Clone> clones = in.list(Clone.MIN_BYTES, Clone::decode);
        ListSnapsReply reply = new ListSnapsReply(clones, version >= 2 ? in.u64() : SnapId.HEAD);
        in.finish();
        return reply;
    }
}
