// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * The snapshots a write must preserve. Wire: u64 seq, vec of u64. Ceph: {@code SnapContext}. Immutable.
 *
 * @param seq newest snapshot the writer knows of
 * @param snaps existing snapshots, newest first
 */
public record SnapContext(long seq, List<Long> snaps) {
    public static final SnapContext EMPTY = new SnapContext(0, List.of());

    public SnapContext {
        snaps = List.copyOf(snaps);
    }

    public void encode(Encoder out) {
        out.u64(seq);
        out.list(snaps, (snap, e) -> e.u64(snap));
    }

    public static SnapContext decode(Decoder in) {
        long seq = in.u64();
        List<Long> snaps = in.list(Long.BYTES, Decoder::u64);
        return seq == 0 && snaps.isEmpty() ? EMPTY : new SnapContext(seq, snaps);
    }
}
