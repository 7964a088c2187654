// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * CRUSH as its definition reads: what {@link CrushMapper} is compared with on random maps. It walks the map's buckets
 * themselves, hashes one item at a time, and divides. {@link CrushMapper} walks tables made of them, hashes items in
 * pairs, multiplies by reciprocals, and skips draws that cannot win. What the two share, {@link CrushHash} and {@link
 * CrushLn}, is checked against recorded values.
 *
 * <p>It is as long as it is because a map may have any of five bucket algorithms, two ways to choose (firstn and indep),
 * and tunables of every age.
 */
final class ReferenceMapper {
    private static final int NONE = CrushMap.ITEM_NONE;

    /** "Not tried yet" in an indep result. */
    private static final int UNDEF = 0x7fff_fffe;

    private static final int ONE = CrushMap.WEIGHT_ONE;

    // Constant within a rule, except for its set steps.
    private CrushMap map = CrushMapBuilder.empty().build();
    private int x;
    private int[] weights = {};
    private @Nullable ChooseArgs args;
    private int localTries;
    private int localFallbackTries;
    private int varyR;
    private boolean stable;

    // Working list, chosen items, their leaves.
    private int[] work = {};
    private int[] chosen = {};
    private int[] leaves = {};

    // The most recent permutation, of which a prefix is computed.
    private int[] permutation = {};
    private @Nullable CrushBucket permuted;
    private int permutedX;
    private int permutedCount;

    /**
     * @param ruleId a rule of {@code map}; an unknown one yields nothing
     * @param input what to place
     * @param result written from 0; {@link CrushMap#ITEM_NONE} marks a hole an indep rule left
     * @param resultMax devices wanted, at most {@code result.length}
     * @param deviceWeights 16.16 fixed by device id: 0 is out, below 1.0 out for that share of inputs; devices beyond
     *     are out; borrowed
     * @param chooseArgs weight set to use, or null
     * @return the number of devices written
     */
    int doRule(
            CrushMap map,
            int ruleId,
            int input,
            int[] result,
            int resultMax,
            int[] deviceWeights,
            @Nullable ChooseArgs chooseArgs) {
        CrushRule rule = map.rule(ruleId);
        if (rule == null) {
            return 0;
        }
        begin(map, input, deviceWeights, chooseArgs, resultMax);
        CrushTunables t = map.tunables();
        // The tunable counts retries; a set step counts tries.
        int chooseTries = t.chooseTotalTries() + 1;
        int leafTries = 0;
        int workSize = 0;
        int resultSize = 0;
        for (int s = 0; s < rule.steps().size(); s++) {
            CrushRule.Step step = rule.steps().get(s);
            int arg1 = step.arg1();
            switch (step.op()) {
                case CrushRule.OP_TAKE -> {
                    if (arg1 >= 0 && arg1 < map.maxDevices() || map.bucket(arg1) != null) {
                        work[0] = arg1;
                        workSize = 1;
                    }
                }
                case CrushRule.OP_SET_CHOOSE_TRIES -> chooseTries = arg1 > 0 ? arg1 : chooseTries;
                case CrushRule.OP_SET_CHOOSELEAF_TRIES -> leafTries = arg1 > 0 ? arg1 : leafTries;
                case CrushRule.OP_SET_CHOOSE_LOCAL_TRIES -> localTries = arg1 >= 0 ? arg1 : localTries;
                case CrushRule.OP_SET_CHOOSE_LOCAL_FALLBACK_TRIES ->
                    localFallbackTries = arg1 >= 0 ? arg1 : localFallbackTries;
                case CrushRule.OP_SET_CHOOSELEAF_VARY_R -> varyR = arg1 >= 0 ? arg1 : varyR;
                case CrushRule.OP_SET_CHOOSELEAF_STABLE -> stable = arg1 >= 0 ? arg1 != 0 : stable;
                case CrushRule.OP_CHOOSE_FIRSTN, CrushRule.OP_CHOOSELEAF_FIRSTN -> {
                    boolean leaf = step.op() == CrushRule.OP_CHOOSELEAF_FIRSTN;
                    int recurseTries = leafTries != 0 ? leafTries : t.chooseleafDescendOnce() != 0 ? 1 : chooseTries;
                    workSize = chooseFirstn(workSize, step, resultMax, chooseTries, recurseTries, leaf);
                }
                case CrushRule.OP_CHOOSE_INDEP, CrushRule.OP_CHOOSELEAF_INDEP -> {
                    boolean leaf = step.op() == CrushRule.OP_CHOOSELEAF_INDEP;
                    int recurseTries = leafTries != 0 ? leafTries : 1;
                    workSize = chooseIndep(workSize, step, resultMax, chooseTries, recurseTries, leaf);
                }
                case CrushRule.OP_EMIT -> {
                    int n = Math.min(workSize, resultMax - resultSize);
                    System.arraycopy(work, 0, result, resultSize, n);
                    resultSize += n;
                    workSize = 0;
                }
                default -> {
                    // Ceph skips unknown steps.
                }
            }
        }
        return resultSize;
    }

    private void begin(CrushMap newMap, int input, int[] deviceWeights, @Nullable ChooseArgs newArgs, int resultMax) {
        map = newMap;
        x = input;
        weights = deviceWeights;
        args = newArgs;
        permuted = null;
        CrushTunables t = newMap.tunables();
        localTries = t.chooseLocalTries();
        localFallbackTries = t.chooseLocalFallbackTries();
        varyR = t.chooseleafVaryR();
        stable = t.chooseleafStable() != 0;
        int room = Math.max(resultMax, 1);
        if (work.length < room) {
            work = new int[room];
            chosen = new int[room];
            leaves = new int[room];
        }
    }

    /** Replicas wanted by a step: a count of 0 or less is relative to the result's size. */
    private static int wanted(CrushRule.Step step, int resultMax) {
        return step.arg1() > 0 ? step.arg1() : step.arg1() + resultMax;
    }

    private int chooseFirstn(
            int workSize, CrushRule.Step step, int resultMax, int tries, int recurseTries, boolean leaf) {
        int size = 0;
        int wanted = wanted(step, resultMax);
        for (int i = 0; i < workSize && wanted > 0; i++) {
            CrushBucket bucket = map.bucket(work[i]);
            if (bucket != null) {
                size += firstn(
                        bucket,
                        wanted,
                        step.arg2(),
                        chosen,
                        size,
                        0,
                        resultMax - size,
                        tries,
                        recurseTries,
                        leaf ? leaves : null,
                        0);
            }
        }
        return nextWork(size, leaf);
    }

    private int chooseIndep(
            int workSize, CrushRule.Step step, int resultMax, int tries, int recurseTries, boolean leaf) {
        int size = 0;
        int wanted = wanted(step, resultMax);
        for (int i = 0; i < workSize && wanted > 0; i++) {
            CrushBucket bucket = map.bucket(work[i]);
            if (bucket != null) {
                int n = Math.min(wanted, resultMax - size);
                indep(bucket, n, wanted, step.arg2(), chosen, size, 0, tries, recurseTries, leaf ? leaves : null, 0);
                size += n;
            }
        }
        return nextWork(size, leaf);
    }

    /** Makes the leaves the working list, or the chosen items if there are no leaves. */
    private int nextWork(int size, boolean leaf) {
        int[] next = leaf ? leaves : chosen;
        if (leaf) {
            leaves = work;
        } else {
            chosen = work;
        }
        work = next;
        return size;
    }

    private int typeOf(int item) {
        CrushBucket b = map.bucket(item);
        return b == null ? CrushMap.TYPE_DEVICE : b.type();
    }

    private boolean isOut(int device) {
        if (device >= weights.length) {
            return true;
        }
        int weight = weights[device];
        if (Integer.compareUnsigned(weight, ONE) >= 0) {
            return false;
        }
        return weight == 0 || (CrushHash.hash2(x, device) & 0xffff) >= weight;
    }

    /**
     * Fills positions from the front; a failure shifts the later ones.
     *
     * @param base where the caller's region of {@code out} and {@code leafOut} begins
     * @param outpos positions of the region that are filled already
     * @param room positions that may be filled
     * @param leafOut gets the device below each chosen bucket; null: items are final
     * @return the new {@code outpos}
     */
    private int firstn(
            CrushBucket bucket,
            int numrep,
            int type,
            int[] out,
            int base,
            int outpos,
            int room,
            int tries,
            int recurseTries,
            int @Nullable [] leafOut,
            int parentR) {
        int filled = outpos;
        int count = room;
        for (int rep = stable ? 0 : outpos; rep < numrep && count > 0; rep++) {
            int item = firstnItem(bucket, rep, type, out, base, filled, count, tries, recurseTries, leafOut, parentR);
            if (item != NONE) {
                out[base + filled] = item;
                filled++;
                count--;
            }
        }
        return filled;
    }

    /** @return the item for one replica, or NONE if none could be found */
    private int firstnItem(
            CrushBucket bucket,
            int rep,
            int type,
            int[] out,
            int base,
            int filled,
            int count,
            int tries,
            int recurseTries,
            int @Nullable [] leafOut,
            int parentR) {
        CrushBucket in = bucket;
        int failures = 0;
        int localFailures = 0;
        while (true) {
            boolean collides = false;
            boolean rejected = false;
            int item = NONE;
            if (in.size() == 0) {
                rejected = true;
            } else {
                int r = rep + parentR + failures;
                boolean permute =
                        localFallbackTries > 0 && localFailures >= in.size() >> 1 && localFailures > localFallbackTries;
                item = permute ? permChoose(in, r) : choose(in, r, filled);
                if (item >= map.maxDevices()) {
                    return NONE;
                }
                if (typeOf(item) != type) {
                    CrushBucket inner = map.bucket(item);
                    if (inner == null) {
                        return NONE;
                    }
                    in = inner;
                    continue;
                }
                collides = contains(out, base, base + filled, item);
                if (!collides && leafOut != null) {
                    if (item < 0) {
                        rejected = !firstnLeaf(item, r, filled, base, count, recurseTries, leafOut);
                    } else {
                        leafOut[base + filled] = item;
                    }
                }
                if (!rejected && !collides && type == CrushMap.TYPE_DEVICE) {
                    rejected = item < 0 || isOut(item);
                }
            }
            if (!rejected && !collides) {
                return item;
            }
            failures++;
            localFailures++;
            boolean again = collides && localFailures <= localTries
                    || localFallbackTries > 0 && localFailures <= in.size() + localFallbackTries;
            if (!again) {
                if (failures >= tries) {
                    return NONE;
                }
                in = bucket;
                localFailures = 0;
            }
        }
    }

    /** Finds a device below a chosen bucket. */
    private boolean firstnLeaf(int item, int r, int filled, int base, int count, int recurseTries, int[] leafOut) {
        CrushBucket inner = map.bucket(item);
        if (inner == null) {
            return false;
        }
        int subR = varyR == 0 ? 0 : r >> varyR - 1;
        int numrep = stable ? 1 : filled + 1;
        return firstn(inner, numrep, CrushMap.TYPE_DEVICE, leafOut, base, filled, count, recurseTries, 0, null, subR)
                > filled;
    }

    private static boolean contains(int[] items, int from, int to, int item) {
        for (int i = from; i < to; i++) {
            if (items[i] == item) {
                return true;
            }
        }
        return false;
    }

    /** Fills {@code count} positions from {@code outpos} on, each independently: a failure leaves a hole. */
    private void indep(
            CrushBucket bucket,
            int count,
            int numrep,
            int type,
            int[] out,
            int base,
            int outpos,
            int tries,
            int recurseTries,
            int @Nullable [] leafOut,
            int parentR) {
        int from = base + outpos;
        int to = from + count;
        Arrays.fill(out, from, to, UNDEF);
        if (leafOut != null) {
            Arrays.fill(leafOut, from, to, UNDEF);
        }
        int left = count;
        for (int failures = 0; left > 0 && failures < tries; failures++) {
            for (int at = from; at < to; at++) {
                if (out[at] == UNDEF) {
                    int r = at - base + parentR;
                    indepItem(bucket, numrep, type, out, base, from, to, at, failures, recurseTries, leafOut, r);
                    if (out[at] != UNDEF) {
                        left--;
                    }
                }
            }
        }
        undefToNone(out, from, to);
        if (leafOut != null) {
            undefToNone(leafOut, from, to);
        }
    }

    private static void undefToNone(int[] items, int from, int to) {
        for (int i = from; i < to; i++) {
            if (items[i] == UNDEF) {
                items[i] = NONE;
            }
        }
    }

    /**
     * Tries one position once: leaves it UNDEF for another try, or settles it, on NONE if further tries are useless.
     */
    private void indepItem(
            CrushBucket bucket,
            int numrep,
            int type,
            int[] out,
            int base,
            int from,
            int to,
            int at,
            int failures,
            int recurseTries,
            int @Nullable [] leafOut,
            int firstR) {
        CrushBucket in = bucket;
        while (true) {
            // A uniform bucket whose size numrep divides would show each replica the same few items again.
            int stride = in.alg() == BucketAlg.UNIFORM && in.size() % numrep == 0 ? numrep + 1 : numrep;
            int r = firstR + stride * failures;
            if (in.size() == 0) {
                return;
            }
            int item = choose(in, r, from - base);
            CrushBucket inner = map.bucket(item);
            boolean matches = typeOf(item) == type;
            if (item >= map.maxDevices() || !matches && inner == null) {
                out[at] = NONE;
                if (leafOut != null) {
                    leafOut[at] = NONE;
                }
                return;
            }
            if (!matches && inner != null) {
                in = inner;
                continue;
            }
            if (contains(out, from, to, item)) {
                return;
            }
            if (leafOut != null) {
                if (inner != null) {
                    indep(inner, 1, numrep, CrushMap.TYPE_DEVICE, leafOut, base, at - base, recurseTries, 0, null, r);
                    if (leafOut[at] == NONE) {
                        return;
                    }
                } else {
                    leafOut[at] = item;
                }
            }
            if (type == CrushMap.TYPE_DEVICE && (item < 0 || isOut(item))) {
                return;
            }
            out[at] = item;
            return;
        }
    }

    // ---- one bucket

    private int choose(CrushBucket bucket, int r, int position) {
        return switch (bucket.alg()) {
            case STRAW2 -> straw2(bucket, r, position);
            case UNIFORM -> permChoose(bucket, r);
            case LIST -> list(bucket, r);
            case TREE -> tree(bucket, r);
            case STRAW -> straw(bucket, r);
        };
    }

    /**
     * Each item draws an exponential variate scaled by its weight; the highest wins, independently of the others'
     * weights.
     */
    private int straw2(CrushBucket bucket, int r, int position) {
        int[] items = bucket.items();
        int[] itemWeights = bucket.weights();
        int[] ids = items;
        if (args != null) {
            ChooseArgs.Arg arg = args.forBucket(bucket.id());
            if (arg != null) {
                int[][] weightSet = arg.weightSet();
                if (weightSet.length > 0) {
                    itemWeights = weightSet[Math.min(position, weightSet.length - 1)];
                }
                if (arg.ids().length > 0) {
                    ids = arg.ids();
                }
            }
        }
        int best = 0;
        long bestDraw = 0;
        for (int i = 0; i < items.length; i++) {
            long draw = Long.MIN_VALUE;
            if (itemWeights[i] != 0) {
                int u = CrushHash.hash3(x, ids[i], r) & 0xffff;
                draw = (CrushLn.ln(u) - CrushLn.LN_ONE) / Integer.toUnsignedLong(itemWeights[i]);
            }
            if (i == 0 || draw > bestDraw) {
                best = i;
                bestDraw = draw;
            }
        }
        return items[best];
    }

    private int straw(CrushBucket bucket, int r) {
        int[] items = bucket.items();
        int[] straws = bucket.derived();
        int best = 0;
        long bestDraw = -1;
        for (int i = 0; i < items.length; i++) {
            long draw = (CrushHash.hash3(x, items[i], r) & 0xffff) * Integer.toUnsignedLong(straws[i]);
            if (draw > bestDraw) {
                best = i;
                bestDraw = draw;
            }
        }
        return items[best];
    }

    private int list(CrushBucket bucket, int r) {
        int[] items = bucket.items();
        for (int i = items.length - 1; i >= 0; i--) {
            long w = CrushHash.hash4(x, items[i], r, bucket.id()) & 0xffff;
            w = w * Integer.toUnsignedLong(bucket.derived()[i]) >> 16;
            if (w < bucket.itemWeight(i)) {
                return items[i];
            }
        }
        return items[0];
    }

    private int tree(CrushBucket bucket, int r) {
        int[] nodes = bucket.derived();
        int node = nodes.length >> 1;
        while ((node & 1) == 0) {
            long hash = Integer.toUnsignedLong(CrushHash.hash4(x, node, r, bucket.id()));
            long t = hash * Integer.toUnsignedLong(nodes[node]) >>> 32;
            int half = Integer.lowestOneBit(node) >> 1;
            node = t < Integer.toUnsignedLong(nodes[node - half]) ? node - half : node + half;
        }
        int index = node >> 1;
        // Node weights that do not add up can lead past the items.
        return bucket.item(Math.min(index, bucket.size() - 1));
    }

    /** Item r of a random permutation, which is computed only as far as needed. */
    private int permChoose(CrushBucket bucket, int r) {
        int size = bucket.size();
        int wanted = Integer.remainderUnsigned(r, size);
        if (permuted != bucket || permutedX != x) {
            if (permutation.length < size) {
                permutation = new int[size];
            }
            for (int i = 0; i < size; i++) {
                permutation[i] = i;
            }
            permuted = bucket;
            permutedX = x;
            permutedCount = 0;
        }
        for (; permutedCount <= wanted; permutedCount++) {
            int p = permutedCount;
            if (p < size - 1) {
                int i = Integer.remainderUnsigned(CrushHash.hash3(x, bucket.id(), p), size - p);
                int swap = permutation[p + i];
                permutation[p + i] = permutation[p];
                permutation[p] = swap;
            }
        }
        return bucket.item(permutation[wanted]);
    }
}
