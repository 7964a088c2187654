// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/**
 * Alternative weights and ids of straw2 buckets, as one of a map's weight sets (protocol: osdmap-crush section 4).
 * Immutable; the arrays handed out are borrowed and must not be changed.
 */
public final class ChooseArgs {
    /** Id of the weight set used by pools that have none of their own. */
    public static final long DEFAULT_ID = -1;

    /**
     * The replacements for one bucket's weights and ids.
     *
     * @param weightSet by position in the result, then by item; 16.16 fixed; empty: the bucket's own weights
     * @param ids by item, fed to the hash instead of the item's id; empty: the bucket's own items
     */
    public record Arg(int[][] weightSet, int[] ids) {
        void check(@Nullable CrushBucket bucket) {
            if (bucket == null) {
                throw new MalformedInputException("choose_args of a bucket that does not exist");
            }
            for (int[] weights : weightSet) {
                if (weights.length != bucket.size()) {
                    throw new MalformedInputException("choose_args give " + weights.length + " weights to bucket "
                            + bucket.id() + " of " + bucket.size());
                }
            }
            if (ids.length != 0 && ids.length != bucket.size()) {
                throw new MalformedInputException(
                        "choose_args give " + ids.length + " ids to bucket " + bucket.id() + " of " + bucket.size());
            }
        }
    }

    /** Bucket index, weight set count, id count. */
    private static final int MIN_ARG_BYTES = 12;

    /** Ascending; when every bucket has an entry, slot i holds i. */
    private final int[] indexes;

    private final Arg[] args;

    /** @param byBucketIndex by -1 - bucket id */
    ChooseArgs(SortedMap<Integer, Arg> byBucketIndex) {
        this.indexes = byBucketIndex.keySet().stream().mapToInt(i -> i).toArray();
        this.args = byBucketIndex.values().toArray(new Arg[0]);
    }

    /** @return null: the bucket uses its own weights and ids */
    public @Nullable Arg forBucket(int bucketId) {
        int index = -1 - bucketId;
        if (index >= 0 && index < indexes.length && indexes[index] == index) {
            return args[index];
        }
        int at = Arrays.binarySearch(indexes, index);
        return at < 0 ? null : args[at];
    }

    SortedMap<Integer, Arg> byBucketIndex() {
        SortedMap<Integer, Arg> map = new TreeMap<>();
        for (int i = 0; i < indexes.length; i++) {
            map.put(indexes[i], args[i]);
        }
        return map;
    }

    void encode(Encoder out) {
        out.u32(indexes.length);
        for (int i = 0; i < indexes.length; i++) {
            out.u32(indexes[i]);
            out.u32(args[i].weightSet.length);
            for (int[] weights : args[i].weightSet) {
                CrushBucket.encodeInts(weights, out);
            }
            CrushBucket.encodeInts(args[i].ids, out);
        }
    }

    static ChooseArgs decode(Decoder in, @Nullable CrushBucket[] buckets) {
        int count = in.count(MIN_ARG_BYTES);
        SortedMap<Integer, Arg> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            long index = in.u32();
            if (index >= buckets.length) {
                throw new MalformedInputException("choose_args of bucket index " + index + " of " + buckets.length);
            }
            int[][] weightSet = new int[in.count(4)][];
            for (int p = 0; p < weightSet.length; p++) {
                weightSet[p] = CrushBucket.decodeInts(in, in.count(4));
            }
            Arg arg = new Arg(weightSet, CrushBucket.decodeInts(in, in.count(4)));
            arg.check(buckets[(int) index]);
            map.put((int) index, arg);
        }
        return new ChooseArgs(map);
    }

    static void encodeAll(Map<Long, ChooseArgs> all, Encoder out) {
        out.map(all, (id, e) -> e.s64(id), ChooseArgs::encode);
    }
}
