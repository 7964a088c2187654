// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.WireOrder;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * {@code mon_info_t}: one monitor of a MonMap. Wire: struct v5 c1. Immutable.
 *
 * @param priority lower is preferred by clients, u16
 * @param weight chance of being picked among equal priorities, u16
 * @param crushLocation bucket type to name, empty unless the cluster is in stretch mode
 */
public record MonInfo(
        String name, EntityAddrVec addrs, int priority, int weight, NavigableMap<String, String> crushLocation) {
    private static final int VERSION = 5;

    public MonInfo {
        crushLocation = Collections.unmodifiableNavigableMap(WireOrder.copy(crushLocation));
    }

    public static MonInfo of(String name, EntityAddrVec addrs) {
        return new MonInfo(name, addrs, 0, 0, WireOrder.copy(Map.of()));
    }

    void encode(Encoder out) {
        out.start(VERSION, 1);
        out.string(name);
        addrs.encode(out);
        out.u16(priority);
        out.u16(weight);
        out.stringMap(crushLocation);
        out.finish();
    }

    static MonInfo decode(Decoder in) {
        int version = in.start(VERSION);
        String name = in.string();
        EntityAddrVec addrs = EntityAddrVec.decode(in);
        int priority = version >= 2 ? in.u16() : 0;
        int weight = version >= 4 ? in.u16() : 0;
        MonInfo info = new MonInfo(
                name, addrs, priority, weight, WireOrder.copy(version >= VERSION ? in.stringMap() : Map.of()));
        in.finish();
        return info;
    }
}
