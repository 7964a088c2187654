// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/** Keys and encodings of the monitor's store, except the OSDMap's. Pure functions. */
public final class StoredState {
    public static final String KEY_MONMAP = "monmap";
    public static final String KEY_MGRMAP = "mgrmap";
    public static final String KEY_CONFIG = "config";
    public static final String KEY_VALUES = "config_key";
    public static final String KEY_CONFIG_HISTORY = "config_history";
    public static final String KEY_AUTH = "auth";

    private StoredState() {}

    public static @Nullable MonMap monMap(NavigableMap<String, byte[]> stored) {
        byte[] bytes = stored.get(KEY_MONMAP);
        return bytes == null ? null : MonMap.decode(bytes);
    }

    public static EntityAddrVec addrs(MonMap map) {
        return map.mon(0).addrs();
    }

    public static int port(MonMap map) {
        return addrs(map).msgr2OrFirst().port();
    }

    public static MonMap newMonMap(UUID fsid, String name, EntityAddrVec addrs, UTime now) {
        return new MonMap.Builder(fsid)
                .epoch(1)
                .created(now)
                .lastChanged(now)
                .add(name, addrs)
                .build();
    }

    /** @throws IllegalStateException if the store belongs to another cluster or was created for another address */
    public static void check(@Nullable MonMap known, UUID fsid, EntityAddrVec addrs) {
        if (known != null && !known.fsid().equals(fsid)) {
            throw new IllegalStateException("the store belongs to cluster " + known.fsid() + ", not " + fsid);
        }
        if (known != null && !addrs(known).equals(addrs)) {
            throw new IllegalStateException(
                    "the monitor was made for " + addrs(known) + " and cannot serve at " + addrs);
        }
    }

    public static byte[] encode(Map<String, String> strings) {
        ByteBuf buf = Unpooled.buffer();
        new Encoder(buf).stringMap(strings);
        return ByteBufUtil.getBytes(buf);
    }

    /** Empty if the key is missing. */
    public static Map<String, String> strings(NavigableMap<String, byte[]> stored, String key) {
        byte[] bytes = stored.get(key);
        return bytes == null ? new TreeMap<>() : new Decoder(Unpooled.wrappedBuffer(bytes)).stringMap();
    }
}
