// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs a rule: from an input number to devices (protocol: osdmap-crush sections 6 and 7). The result depends on the
 * arguments only; the object holds only scratch space, so keep one per thread. Allocates only when a result is longer,
 * or a permuted bucket larger, than any before. Not thread-safe. Ceph: {@code src/crush/mapper.c}.
 */
public final class CrushMapper {
    private static final int NONE = CrushMap.ITEM_NONE;

    /** "Not tried yet" in an indep result. */
    private static final int UNDEF = 0x7fff_fffe;

    private static final int ONE = CrushMap.WEIGHT_ONE;

    private static final int[] NO_WEIGHTS = {};

    /** Stands for no pool: the buckets' own weights. */
    public static final long NO_POOL = Long.MIN_VALUE;

    // Constant within a rule, except for its set steps.
    private CrushTables t = CrushTables.EMPTY;
    private final BucketChooser chooser = new BucketChooser();
    private int x;
    private int[] weights = NO_WEIGHTS;
    private int localTries;
    private int localFallbackTries;
    private int varyR;
    private boolean stable;

    // Working list, chosen items, their leaves.
    private int[] work = {};
    private int[] chosen = {};
    private int[] leaves = {};

    /**
     * @param ruleId a rule of {@code map}; an unknown one yields nothing
     * @param input what to place
     * @param result written from 0; {@link CrushMap#ITEM_NONE} marks a hole an indep rule left
     * @param resultMax devices wanted, at most {@code result.length}
     * @param deviceWeights 16.16 fixed by device id: 0 is out, below 1.0 out for that share of inputs; devices beyond
     *     are out; borrowed
     * @param pool whose weight set is used, the default one if it has none; or {@link #NO_POOL}
     * @return the number of devices written
     */
    public int doRule(
            CrushMap map, int ruleId, int input, int[] result, int resultMax, int[] deviceWeights, long pool) {
        CrushTables tables = map.tables();
        int[] rule = tables.rule(ruleId);
        if (rule == null) {
            return 0;
        }
        CrushTunables tunables = map.tunables();
        begin(tables, tunables, input, deviceWeights, pool, resultMax);
        int found = run(rule, tunables, result, resultMax);
        release();
        return found;
    }

    private int run(int[] rule, CrushTunables tunables, int[] result, int resultMax) {
        // The tunable counts retries; a set step counts tries.
        int chooseTries = tunables.chooseTotalTries() + 1;
        int leafTries = 0;
        int workSize = 0;
        int resultSize = 0;
        for (int s = 0; s < rule.length; s += 3) {
            int op = rule[s];
            int arg1 = rule[s + 1];
            int arg2 = rule[s + 2];
            switch (op) {
                case CrushRule.OP_TAKE -> {
                    if (arg1 >= 0 && arg1 < t.maxDevices || t.bucket(arg1) != CrushTables.NO_BUCKET) {
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
                    boolean leaf = op == CrushRule.OP_CHOOSELEAF_FIRSTN;
                    int recurseTries =
                            leafTries != 0 ? leafTries : tunables.chooseleafDescendOnce() != 0 ? 1 : chooseTries;
                    workSize = chooseFirstn(
                            workSize, wanted(arg1, resultMax), arg2, resultMax, chooseTries, recurseTries, leaf);
                }
                case CrushRule.OP_CHOOSE_INDEP, CrushRule.OP_CHOOSELEAF_INDEP -> {
                    boolean leaf = op == CrushRule.OP_CHOOSELEAF_INDEP;
                    int recurseTries = leafTries != 0 ? leafTries : 1;
                    workSize = chooseIndep(
                            workSize, wanted(arg1, resultMax), arg2, resultMax, chooseTries, recurseTries, leaf);
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

    private void begin(
            CrushTables tables, CrushTunables tunables, int input, int[] deviceWeights, long pool, int resultMax) {
        t = tables;
        x = input;
        weights = deviceWeights;
        chooser.begin(tables, tables.weightsFor(pool), input);
        localTries = tunables.chooseLocalTries();
        localFallbackTries = tunables.chooseLocalFallbackTries();
        varyR = tunables.chooseleafVaryR();
        stable = tunables.chooseleafStable() != 0;
        int room = Math.max(resultMax, 1);
        if (work.length < room) {
            work = new int[room];
            chosen = new int[room];
            leaves = new int[room];
        }
    }

    /** Keeps no map alive: a mapper may belong to a thread. */
    private void release() {
        t = CrushTables.EMPTY;
        weights = NO_WEIGHTS;
        chooser.release();
    }

    /** Replicas wanted by a step: a count of 0 or less is relative to the result's size. */
    private static int wanted(int count, int resultMax) {
        return count > 0 ? count : count + resultMax;
    }

    private int chooseFirstn(
            int workSize, int wanted, int type, int resultMax, int tries, int recurseTries, boolean leaf) {
        int size = 0;
        for (int i = 0; i < workSize && wanted > 0; i++) {
            int bucket = t.bucket(work[i]);
            if (bucket != CrushTables.NO_BUCKET) {
                size += firstn(
                        bucket,
                        wanted,
                        type,
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
            int workSize, int wanted, int type, int resultMax, int tries, int recurseTries, boolean leaf) {
        int size = 0;
        for (int i = 0; i < workSize && wanted > 0; i++) {
            int bucket = t.bucket(work[i]);
            if (bucket != CrushTables.NO_BUCKET) {
                int n = Math.min(wanted, resultMax - size);
                indep(bucket, n, wanted, type, chosen, size, 0, tries, recurseTries, leaf ? leaves : null, 0);
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

    /** @param bucket the item's, or {@link CrushTables#NO_BUCKET} */
    private int typeOf(int bucket) {
        return bucket == CrushTables.NO_BUCKET ? CrushMap.TYPE_DEVICE : t.type[bucket];
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
            int bucket,
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
            int bucket,
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
        int in = bucket;
        int failures = 0;
        int localFailures = 0;
        while (true) {
            boolean collides = false;
            boolean rejected = false;
            int item = NONE;
            if (t.size[in] == 0) {
                rejected = true;
            } else {
                int r = rep + parentR + failures;
                boolean permute = localFallbackTries > 0
                        && localFailures >= t.size[in] >> 1
                        && localFailures > localFallbackTries;
                item = permute ? chooser.permuted(in, r) : chooser.choose(in, r, filled);
                if (item >= t.maxDevices) {
                    return NONE;
                }
                int inner = t.bucket(item);
                if (typeOf(inner) != type) {
                    if (inner == CrushTables.NO_BUCKET) {
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
                    || localFallbackTries > 0 && localFailures <= t.size[in] + localFallbackTries;
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
        int inner = t.bucket(item);
        if (inner == CrushTables.NO_BUCKET) {
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
            int bucket,
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
            int bucket,
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
        int in = bucket;
        while (true) {
            // A uniform bucket whose size numrep divides would show each replica the same few items again.
            int stride = chooser.isUniform(in) && t.size[in] % numrep == 0 ? numrep + 1 : numrep;
            int r = firstR + stride * failures;
            if (t.size[in] == 0) {
                return;
            }
            int item = chooser.choose(in, r, from - base);
            int inner = t.bucket(item);
            boolean matches = typeOf(inner) == type;
            if (item >= t.maxDevices || !matches && inner == CrushTables.NO_BUCKET) {
                out[at] = NONE;
                if (leafOut != null) {
                    leafOut[at] = NONE;
                }
                return;
            }
            if (!matches) {
                in = inner;
                continue;
            }
            if (contains(out, from, to, item)) {
                return;
            }
            if (leafOut != null) {
                if (inner != CrushTables.NO_BUCKET) {
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
}
