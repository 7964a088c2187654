// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.WireOrder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/** Encodings of the collections that OSDMap and its incremental share. */
final class Wire {
    static final int ADDRVEC_MIN_BYTES = 5;
    static final int ADDR_MIN_BYTES = 19;

    /** Outside the heap, so that what a buffer grows out of is no garbage; none of them leaves this class. */
    private static final ByteBufAllocator SCRATCH = new UnpooledByteBufAllocator(true, true);

    private Wire() {}

    static byte[] bytes(Consumer<Encoder> encode) {
        ByteBuf buf = SCRATCH.directBuffer(4096);
        try {
            encode.accept(new Encoder(buf));
            return ByteBufUtil.getBytes(buf);
        } finally {
            buf.release();
        }
    }

    static void ints(int[] values, Encoder out) {
        out.u32(values.length);
        for (int v : values) {
            out.s32(v);
        }
    }

    static int[] ints(Decoder in) {
        int[] values = new int[in.count(4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.s32();
        }
        return values;
    }

    static void osds(List<Integer> values, Encoder out) {
        out.list(values, (v, e) -> e.s32(v));
    }

    static List<Integer> osds(Decoder in) {
        return List.copyOf(in.list(4, Decoder::s32));
    }

    static List<UpmapItem> upmapItems(Decoder in) {
        return List.copyOf(in.list(8, UpmapItem::decode));
    }

    static void upmapItems(List<UpmapItem> items, Encoder out) {
        out.list(items, UpmapItem::encode);
    }

    static void addrVecs(EntityAddrVec[] values, Encoder out) {
        out.u32(values.length);
        for (EntityAddrVec v : values) {
            v.encode(out);
        }
    }

    static EntityAddrVec[] addrVecs(Decoder in) {
        EntityAddrVec[] values = new EntityAddrVec[in.count(ADDRVEC_MIN_BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = EntityAddrVec.decode(in);
        }
        return values;
    }

    static <V> NavigableMap<Long, V> byPool(Decoder in, int minValueBytes, Function<Decoder, V> value) {
        return new TreeMap<>(in.<Long, V>map(8 + minValueBytes, Decoder::s64, value));
    }

    static <V> NavigableMap<Integer, V> byOsd(Decoder in, int minValueBytes, Function<Decoder, V> value) {
        return new TreeMap<>(in.<Integer, V>map(4 + minValueBytes, Decoder::s32, value));
    }

    static <V> NavigableMap<PgId, V> byPg(Decoder in, int minValueBytes, Function<Decoder, V> value) {
        return new TreeMap<>(in.<PgId, V>map(PgId.BYTES + minValueBytes, PgId::decode, value));
    }

    static NavigableMap<EntityAddr, UTime> blocklist(Decoder in) {
        return new TreeMap<>(in.<EntityAddr, UTime>map(ADDR_MIN_BYTES + 8, EntityAddr::decode, UTime::decode));
    }

    static NavigableMap<String, NavigableMap<String, String>> profiles(Decoder in) {
        NavigableMap<String, NavigableMap<String, String>> profiles = new TreeMap<>(WireOrder.STRINGS);
        in.map(8, Decoder::string, Decoder::stringMap)
                .forEach((name, profile) -> profiles.put(name, WireOrder.copy(profile)));
        return profiles;
    }

    static void profiles(Map<String, NavigableMap<String, String>> profiles, Encoder out) {
        out.map(profiles, (k, e) -> e.string(k), (v, e) -> e.stringMap(v));
    }

    static <V> void byPool(Map<Long, V> map, BiConsumer<V, Encoder> value, Encoder out) {
        out.map(map, (k, e) -> e.s64(k), value);
    }

    static <V> void byOsd(Map<Integer, V> map, BiConsumer<V, Encoder> value, Encoder out) {
        out.map(map, (k, e) -> e.s32(k), value);
    }

    static <V> void byPg(Map<PgId, V> map, BiConsumer<V, Encoder> value, Encoder out) {
        out.map(map, PgId::encode, value);
    }

    static void blocklist(Map<EntityAddr, UTime> map, Encoder out) {
        out.map(map, EntityAddr::encode, UTime::encode);
    }

    static void strings(Collection<String> values, Encoder out) {
        out.strings(values);
    }
}
