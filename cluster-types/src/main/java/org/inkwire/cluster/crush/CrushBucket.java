// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Arrays;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * An inner node of the hierarchy: items (devices, or buckets with negative ids) and their weights, 16.16 fixed as
 * unsigned 32 bit. Immutable; a change creates a new bucket. Wire: protocol osdmap-crush section 4.
 */
public final class CrushBucket {
    /** The only hash Ceph defines. */
    public static final int HASH_RJENKINS1 = 0;

    private static final int[] NONE = {};

    private final int id;
    private final int type;
    private final BucketAlg alg;
    private final int hash;
    private final int weight;
    private final int[] items;

    /** By item. */
    private final int[] weights;

    /** list: sums from item 0 up; tree: node weights; straw: straw lengths; else empty. */
    private final int[] derived;

    private CrushBucket(
            int id, int type, BucketAlg alg, int hash, int weight, int[] items, int[] weights, int[] derived) {
        this.id = id;
        this.type = type;
        this.alg = alg;
        this.hash = hash;
        this.weight = weight;
        this.items = items;
        this.weights = weights;
        this.derived = derived;
    }

    /**
     * @param items taken
     * @param weights taken: one per item; equal ones in a uniform bucket
     * @throws IllegalArgumentException weights whose sum exceeds 32 bits, or unequal weights in a uniform bucket
     */
    static CrushBucket of(int id, int type, BucketAlg alg, int[] items, int[] weights) {
        long sum = 0;
        for (int w : weights) {
            sum += Integer.toUnsignedLong(w);
        }
        if (sum > 0xffff_ffffL) {
            throw new IllegalArgumentException("weights of bucket " + id + " add up to more than 65535");
        }
        int[] derived = switch (alg) {
            case UNIFORM -> {
                for (int w : weights) {
                    if (w != weights[0]) {
                        throw new IllegalArgumentException("uniform bucket " + id + " with unequal weights");
                    }
                }
                yield NONE;
            }
            case LIST -> BucketDerived.listSums(weights);
            case TREE -> BucketDerived.treeNodes(weights);
            case STRAW -> BucketDerived.straws(weights);
            case STRAW2 -> NONE;
        };
        return new CrushBucket(id, type, alg, HASH_RJENKINS1, (int) sum, items, weights, derived);
    }

    /** Negative. */
    public int id() {
        return id;
    }

    /** Number of its type in the map's type names; at least 1. */
    public int type() {
        return type;
    }

    public BucketAlg alg() {
        return alg;
    }

    /** 16.16 fixed, unsigned. */
    public long weight() {
        return Integer.toUnsignedLong(weight);
    }

    public int size() {
        return items.length;
    }

    public int item(int index) {
        return items[index];
    }

    /** 16.16 fixed, unsigned. */
    public long itemWeight(int index) {
        return Integer.toUnsignedLong(weights[index]);
    }

    /** @return index of {@code item}, or -1 */
    public int indexOf(int item) {
        for (int i = 0; i < items.length; i++) {
            if (items[i] == item) {
                return i;
            }
        }
        return -1;
    }

    /** Borrowed: not to be changed. */
    int[] items() {
        return items;
    }

    /** Borrowed: not to be changed. */
    int[] weights() {
        return weights;
    }

    /** Borrowed: not to be changed. */
    int[] derived() {
        return derived;
    }

    CrushBucket withId(int newId) {
        return new CrushBucket(newId, type, alg, hash, weight, items, weights, derived);
    }

    CrushBucket withItem(int item, long itemWeight) {
        int n = items.length;
        int[] newItems = Arrays.copyOf(items, n + 1);
        int[] newWeights = Arrays.copyOf(weights, n + 1);
        newItems[n] = item;
        newWeights[n] = (int) itemWeight;
        return of(id, type, alg, newItems, newWeights);
    }

    CrushBucket withoutItem(int index) {
        return of(id, type, alg, without(items, index), without(weights, index));
    }

    /** In a uniform bucket this changes every item's weight: the bucket has only one. */
    CrushBucket withItemWeight(int index, long itemWeight) {
        int[] newWeights = weights.clone();
        if (alg == BucketAlg.UNIFORM) {
            Arrays.fill(newWeights, (int) itemWeight);
        } else {
            newWeights[index] = (int) itemWeight;
        }
        return of(id, type, alg, items, newWeights);
    }

    private static int[] without(int[] from, int index) {
        int[] to = new int[from.length - 1];
        System.arraycopy(from, 0, to, 0, index);
        System.arraycopy(from, index + 1, to, index, to.length - index);
        return to;
    }

    static void encodeInts(int[] values, Encoder out) {
        out.u32(values.length);
        for (int v : values) {
            out.s32(v);
        }
    }

    static int[] decodeInts(Decoder in, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.s32();
        }
        return values;
    }

    void encode(Encoder out) {
        out.u32(alg.code());
        out.s32(id);
        out.u16(type);
        out.u8(alg.code());
        out.u8(hash);
        out.s32(weight);
        encodeInts(items, out);
        switch (alg) {
            // An empty uniform bucket still has a weight field.
            case UNIFORM -> out.s32(weights.length == 0 ? 0 : weights[0]);
            case LIST, STRAW -> {
                for (int i = 0; i < items.length; i++) {
                    out.s32(weights[i]);
                    out.s32(derived[i]);
                }
            }
            case TREE -> {
                out.u8(derived.length);
                for (int w : derived) {
                    out.s32(w);
                }
            }
            case STRAW2 -> {
                for (int w : weights) {
                    out.s32(w);
                }
            }
        }
    }

    /** @param algCode the u32 that precedes the bucket, not 0 */
    static CrushBucket decode(Decoder in, long algCode) {
        BucketAlg alg = BucketAlg.of(algCode);
        int id = in.s32();
        int type = in.u16();
        int algAgain = in.u8();
        if (algAgain != alg.code()) {
            throw new MalformedInputException("bucket " + id + " of algorithm " + alg + " says " + algAgain);
        }
        int hash = in.u8();
        int weight = in.s32();
        int size = in.count(4);
        int[] items = decodeInts(in, size);
        int[] weights;
        int[] derived = NONE;
        switch (alg) {
            case UNIFORM -> {
                weights = new int[size];
                Arrays.fill(weights, in.s32());
            }
            case LIST, STRAW -> {
                if (size * 8L > in.remaining()) {
                    throw new MalformedInputException("bucket " + id + " of " + size + " items is cut short");
                }
                weights = new int[size];
                derived = new int[size];
                for (int i = 0; i < size; i++) {
                    weights[i] = in.s32();
                    derived[i] = in.s32();
                }
            }
            case TREE -> {
                int nodes = in.u8();
                if (size > nodes / 2 || (nodes & (nodes - 1)) != 0) {
                    throw new MalformedInputException(
                            "tree bucket " + id + " of " + size + " items, " + nodes + " nodes");
                }
                if (nodes * 4 > in.remaining()) {
                    throw new MalformedInputException("tree bucket " + id + " is cut short");
                }
                derived = decodeInts(in, nodes);
                weights = new int[size];
                for (int i = 0; i < size; i++) {
                    weights[i] = derived[2 * i + 1];
                }
            }
            case STRAW2 -> {
                if (size * 4L > in.remaining()) {
                    throw new MalformedInputException("bucket " + id + " of " + size + " items is cut short");
                }
                weights = decodeInts(in, size);
            }
            default -> throw new AssertionError(alg);
        }
        return new CrushBucket(id, type, alg, hash, weight, items, weights, derived);
    }
}
