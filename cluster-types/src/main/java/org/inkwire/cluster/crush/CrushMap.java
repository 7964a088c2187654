// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Function;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/**
 * The hierarchy of devices and buckets, the rules that place data on it, and the names of both (protocol: osdmap-crush
 * section 4). Immutable; {@link #toBuilder()} starts the next one. Device ids are 0 and up, bucket ids -1 and down.
 * Weights are 16.16 fixed, unsigned. Ceph: {@code CrushWrapper}.
 */
public final class CrushMap {
    /** "No device here" in a result. */
    public static final int ITEM_NONE = 0x7fff_ffff;

    /** Weight 1.0. */
    public static final int WEIGHT_ONE = 0x1_0000;

    /** Type number of devices. */
    public static final int TYPE_DEVICE = 0;

    private static final int MAGIC = 0x0001_0000;

    private final @Nullable CrushBucket[] buckets;
    private final @Nullable CrushRule[] rules;
    private final int maxDevices;
    private final CrushTunables tunables;
    private final NavigableMap<Integer, String> typeNames;
    private final NavigableMap<Integer, String> names;
    private final NavigableMap<Integer, String> ruleNames;
    private final NavigableMap<Integer, Integer> classOf;
    private final NavigableMap<Integer, String> classNames;
    private final NavigableMap<Integer, NavigableMap<Integer, Integer>> shadows;
    private final NavigableMap<Long, ChooseArgs> chooseArgs;

    /** Null until first used. Racing threads compute the same. */
    private volatile @Nullable CrushTables tables;

    CrushMap(CrushParts parts) {
        this.buckets = parts.buckets;
        this.rules = parts.rules;
        this.maxDevices = parts.maxDevices;
        this.tunables = parts.tunables;
        this.typeNames = Collections.unmodifiableNavigableMap(parts.typeNames);
        this.names = Collections.unmodifiableNavigableMap(parts.names);
        this.ruleNames = Collections.unmodifiableNavigableMap(parts.ruleNames);
        this.classOf = Collections.unmodifiableNavigableMap(parts.classOf);
        this.classNames = Collections.unmodifiableNavigableMap(parts.classNames);
        this.shadows = Collections.unmodifiableNavigableMap(parts.shadows);
        this.chooseArgs = Collections.unmodifiableNavigableMap(parts.chooseArgs);
    }

    /** What the mapper reads. */
    CrushTables tables() {
        CrushTables known = tables;
        if (known == null) {
            known = new CrushTables(buckets, rules, maxDevices, chooseArgs);
            tables = known;
        }
        return known;
    }

    /** A mutable copy. */
    public CrushMapBuilder toBuilder() {
        return new CrushMapBuilder(parts());
    }

    /** A copy of the map's parts. */
    CrushParts parts() {
        CrushParts p = new CrushParts();
        p.buckets = buckets.clone();
        p.rules = rules.clone();
        p.maxDevices = maxDevices;
        p.tunables = tunables;
        p.typeNames.putAll(typeNames);
        p.names.putAll(names);
        p.ruleNames.putAll(ruleNames);
        p.classOf.putAll(classOf);
        p.classNames.putAll(classNames);
        shadows.forEach((bucket, byClass) -> p.shadows.put(bucket, new TreeMap<>(byClass)));
        p.chooseArgs.putAll(chooseArgs);
        return p;
    }

    /** Device ids are below this. */
    public int maxDevices() {
        return maxDevices;
    }

    /** Bucket ids are above {@code -1 - maxBuckets}; a table size, not a count. */
    public int maxBuckets() {
        return buckets.length;
    }

    /** Rule ids are below this; a table size, not a count. */
    public int maxRules() {
        return rules.length;
    }

    /** @return null if there is no such bucket */
    public @Nullable CrushBucket bucket(int id) {
        int index = -1 - id;
        return index >= 0 && index < buckets.length ? buckets[index] : null;
    }

    /** Existing buckets, ids from -1 down. */
    public Iterable<CrushBucket> buckets() {
        return () -> new PresentIterator<>(buckets);
    }

    /** @return null if there is no such rule */
    public @Nullable CrushRule rule(int id) {
        return id >= 0 && id < rules.length ? rules[id] : null;
    }

    public CrushTunables tunables() {
        return tunables;
    }

    /** Type number to name; 0 is the device type. */
    public NavigableMap<Integer, String> typeNames() {
        return typeNames;
    }

    /** Device or bucket id to name. */
    public NavigableMap<Integer, String> names() {
        return names;
    }

    /** Rule id to name. */
    public NavigableMap<Integer, String> ruleNames() {
        return ruleNames;
    }

    /** Class id to name. */
    public NavigableMap<Integer, String> classNames() {
        return classNames;
    }

    /** Bucket id to class id to the id of the bucket's shadow that holds only devices of that class. */
    public NavigableMap<Integer, NavigableMap<Integer, Integer>> shadows() {
        return shadows;
    }

    /** Weight sets by id: a pool's, or {@link ChooseArgs#DEFAULT_ID}. */
    public NavigableMap<Long, ChooseArgs> chooseArgs() {
        return chooseArgs;
    }

    /** @return null if the item has no name */
    public @Nullable String name(int item) {
        return names.get(item);
    }

    /** @return null if nothing has that name */
    public @Nullable Integer idOf(String name) {
        return keyOf(names, name);
    }

    /** @return null if no type has that name */
    public @Nullable Integer typeOf(String typeName) {
        return keyOf(typeNames, typeName);
    }

    /** @return null if no rule has that name */
    public @Nullable Integer ruleId(String name) {
        return keyOf(ruleNames, name);
    }

    /** @return name of the device class of a device or shadow bucket, or null */
    public @Nullable String classOf(int item) {
        Integer id = classOf.get(item);
        return id == null ? null : classNames.get(id);
    }

    /** Whether the bucket belongs to a shadow tree, kept for rules that take a device class. */
    public boolean isShadow(int id) {
        String name = names.get(id);
        return id < 0 && name != null && name.indexOf('~') >= 0;
    }

    /** Id of the first bucket, shadows aside, that holds {@code item}; null at a root. */
    public @Nullable Integer parentOf(int item) {
        for (CrushBucket b : buckets()) {
            if (!isShadow(b.id()) && b.indexOf(item) >= 0) {
                return b.id();
            }
        }
        return null;
    }

    /** Type names to bucket names from the item's parent up to its root, nearest first. */
    public Map<String, String> location(int item) {
        Map<String, String> location = new LinkedHashMap<>();
        for (Integer at = parentOf(item); at != null; at = parentOf(at)) {
            CrushBucket b = bucket(at);
            if (b == null) {
                break;
            }
            location.put(
                    typeNames.getOrDefault(b.type(), String.valueOf(b.type())),
                    names.getOrDefault(at, String.valueOf(at)));
        }
        return location;
    }

    static @Nullable Integer keyOf(Map<Integer, String> map, String value) {
        for (Map.Entry<Integer, String> e : map.entrySet()) {
            if (e.getValue().equals(value)) {
                return e.getKey();
            }
        }
        return null;
    }

    /** Writes the map, without a length before it. */
    public void encode(Encoder out) {
        out.u32(MAGIC);
        out.s32(buckets.length);
        out.u32(rules.length);
        out.s32(maxDevices);
        for (CrushBucket b : buckets) {
            if (b == null) {
                out.u32(0);
            } else {
                b.encode(out);
            }
        }
        for (CrushRule r : rules) {
            out.u32(r == null ? 0 : 1);
            if (r != null) {
                r.encode(out);
            }
        }
        encodeNames(typeNames, out);
        encodeNames(names, out);
        encodeNames(ruleNames, out);
        out.s32(tunables.chooseLocalTries());
        out.s32(tunables.chooseLocalFallbackTries());
        out.s32(tunables.chooseTotalTries());
        out.s32(tunables.chooseleafDescendOnce());
        out.u8(tunables.chooseleafVaryR());
        out.u8(tunables.strawCalcVersion());
        out.s32(tunables.allowedBucketAlgs());
        out.u8(tunables.chooseleafStable());
        out.map(classOf, (k, e) -> e.s32(k), (v, e) -> e.s32(v));
        encodeNames(classNames, out);
        out.map(
                shadows,
                (k, e) -> e.s32(k),
                (byClass, e) -> e.map(byClass, (k, e2) -> e2.s32(k), (v, e2) -> e2.s32(v)));
        ChooseArgs.encodeAll(chooseArgs, out);
    }

    /** The encoded map. */
    public byte[] encode() {
        ByteBuf buf = Unpooled.buffer(1024);
        encode(new Encoder(buf));
        byte[] bytes = new byte[buf.readableBytes()];
        buf.readBytes(bytes);
        return bytes;
    }

    private static void encodeNames(Map<Integer, String> names, Encoder out) {
        out.map(names, (k, e) -> e.s32(k), (v, e) -> e.string(v));
    }

    public static CrushMap decode(byte[] bytes) {
        return decode(new Decoder(Unpooled.wrappedBuffer(bytes)));
    }

    /**
     * Reads a map to the end of {@code in}. Tail groups that an old encoder left out get legacy values; fields that a
     * newer one appended are skipped.
     *
     * @throws MalformedInputException also for buckets that contain themselves, since mapping would not end
     */
    public static CrushMap decode(Decoder in) {
        long magic = in.u32();
        if (magic != MAGIC) {
            throw new MalformedInputException("not a crush map: magic " + Long.toHexString(magic));
        }
        CrushParts p = new CrushParts();
        // Empty slots of both tables take 4 bytes each, and the two names maps follow.
        int maxBuckets = in.count(4);
        int maxRules = in.count(4);
        p.maxDevices = in.s32();
        if (p.maxDevices < 0) {
            throw new MalformedInputException("max_devices " + p.maxDevices);
        }
        p.buckets = new CrushBucket[maxBuckets];
        for (int i = 0; i < maxBuckets; i++) {
            long alg = in.u32();
            if (alg != 0) {
                CrushBucket b = CrushBucket.decode(in, alg);
                if (b.id() != -1 - i) {
                    throw new MalformedInputException("bucket " + b.id() + " in the slot of " + (-1 - i));
                }
                p.buckets[i] = b;
            }
        }
        p.rules = new CrushRule[maxRules];
        for (int i = 0; i < maxRules; i++) {
            if (in.u32() != 0) {
                p.rules[i] = CrushRule.decode(in);
            }
        }
        Function<Decoder, Integer> s32 = Decoder::s32;
        p.typeNames.putAll(in.map(8, s32, Decoder::string));
        p.names.putAll(in.map(8, s32, Decoder::string));
        p.ruleNames.putAll(in.map(8, s32, Decoder::string));
        p.tunables = decodeTunables(in);
        if (in.remaining() > 0) {
            p.classOf.putAll(in.map(8, s32, s32));
            p.classNames.putAll(in.map(8, s32, Decoder::string));
            in.map(8, s32, d -> new TreeMap<Integer, Integer>(d.map(8, s32, s32)))
                    .forEach(p.shadows::put);
        }
        if (in.remaining() > 0) {
            for (int n = in.count(12); n > 0; n--) {
                p.chooseArgs.put(in.s64(), ChooseArgs.decode(in, p.buckets));
            }
        }
        CrushCycles.refuse(p.buckets);
        return new CrushMap(p);
    }

    private static CrushTunables decodeTunables(Decoder in) {
        CrushTunables legacy = CrushTunables.LEGACY;
        boolean retries = in.remaining() > 0;
        int local = retries ? in.s32() : legacy.chooseLocalTries();
        int fallback = retries ? in.s32() : legacy.chooseLocalFallbackTries();
        int total = retries ? in.s32() : legacy.chooseTotalTries();
        int descendOnce = in.remaining() > 0 ? in.s32() : legacy.chooseleafDescendOnce();
        int varyR = in.remaining() > 0 ? in.u8() : legacy.chooseleafVaryR();
        int strawCalc = in.remaining() > 0 ? in.u8() : legacy.strawCalcVersion();
        int algs = in.remaining() > 0 ? in.s32() : legacy.allowedBucketAlgs();
        int stable = in.remaining() > 0 ? in.u8() : legacy.chooseleafStable();
        return new CrushTunables(local, fallback, total, descendOnce, varyR, strawCalc, algs, stable);
    }

    private static final class PresentIterator<T> implements Iterator<T> {
        private final @Nullable T[] table;
        private int next;

        PresentIterator(@Nullable T[] table) {
            this.table = table;
        }

        @Override
        public boolean hasNext() {
            while (next < table.length && table[next] == null) {
                next++;
            }
            return next < table.length;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T present = table[next++];
            if (present == null) {
                throw new NoSuchElementException();
            }
            return present;
        }
    }
}
