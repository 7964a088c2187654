// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Arrays;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * {@code interval_set<u64>}: a set of ids as runs, used for snapshots. Wire: u32 count, then u64 start, u64 length,
 * ascending. Ids are compared unsigned; a run ends below 2^64. Immutable.
 */
public final class IntervalSet {
    public static final IntervalSet EMPTY = new IntervalSet(new long[0]);

    /** Start and end (exclusive) of each run, ascending; runs do not touch unless they did on the wire. */
    private final long[] bounds;

    private IntervalSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** @param length at least 1 */
    public static IntervalSet of(long start, long length) {
        if (length == 0 || Long.compareUnsigned(start + length, start) < 0) {
            throw new IllegalArgumentException("interval " + start + "~" + length);
        }
        return new IntervalSet(new long[] {start, start + length});
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** Number of runs. */
    public int intervals() {
        return bounds.length / 2;
    }

    /** First id of run {@code index}. */
    public long start(int index) {
        return bounds[2 * index];
    }

    /** Ids in run {@code index}. */
    public long length(int index) {
        return bounds[2 * index + 1] - bounds[2 * index];
    }

    /** Ids in the set. */
    public long size() {
        long size = 0;
        for (int i = 0; i < intervals(); i++) {
            size += length(i);
        }
        return size;
    }

    public boolean contains(long id) {
        for (int i = 0; i < bounds.length && Long.compareUnsigned(bounds[i], id) <= 0; i += 2) {
            if (Long.compareUnsigned(id, bounds[i + 1]) < 0) {
                return true;
            }
        }
        return false;
    }

    public IntervalSet union(IntervalSet other) {
        return combine(other, true);
    }

    /** This set without the ids of {@code other}. */
    public IntervalSet minus(IntervalSet other) {
        return combine(other, false);
    }

    /** Sweeps over both sets' bounds; {@code inside} decides which ids the result contains. */
    private IntervalSet combine(IntervalSet other, boolean union) {
        long[] out = new long[bounds.length + other.bounds.length];
        int n = 0;
        int i = 0;
        int j = 0;
        boolean open = false;
        while (i < bounds.length || j < other.bounds.length) {
            boolean mine = j == other.bounds.length
                    || i < bounds.length && Long.compareUnsigned(bounds[i], other.bounds[j]) <= 0;
            long at = mine ? bounds[i] : other.bounds[j];
            while (i < bounds.length && bounds[i] == at) {
                i++;
            }
            while (j < other.bounds.length && other.bounds[j] == at) {
                j++;
            }
            boolean inMine = (i & 1) == 1;
            boolean inOther = (j & 1) == 1;
            boolean inside = union ? inMine || inOther : inMine && !inOther;
            if (inside != open) {
                out[n++] = at;
                open = inside;
            }
        }
        return n == 0 ? EMPTY : new IntervalSet(Arrays.copyOf(out, n));
    }

    public void encode(Encoder out) {
        out.u32(intervals());
        for (int i = 0; i < intervals(); i++) {
            out.u64(start(i));
            out.u64(length(i));
        }
    }

    public static IntervalSet decode(Decoder in) {
        int n = in.count(16);
        if (n == 0) {
            return EMPTY;
        }
        long[] bounds = new long[2 * n];
        for (int i = 0; i < n; i++) {
            long start = in.u64();
            long length = in.u64();
            long end = start + length;
            if (length == 0
                    || Long.compareUnsigned(end, start) < 0
                    || i > 0 && Long.compareUnsigned(start, bounds[2 * i - 1]) < 0) {
                throw new MalformedInputException("interval " + Long.toUnsignedString(start) + "~"
                        + Long.toUnsignedString(length) + " is empty or out of order");
            }
            bounds[2 * i] = start;
            bounds[2 * i + 1] = end;
        }
        return new IntervalSet(bounds);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof IntervalSet s && Arrays.equals(bounds, s.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** Ceph's text: {@code [1~1,5~3]}, numbers in hex. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < intervals(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append(Long.toHexString(start(i)))
                    .append('~')
                    .append(Long.toHexString(length(i)));
        }
        return text.append(']').toString();
    }
}
