// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Sessions;
import org.inkwire.wire.feature.Feature;

/** {@code ceph features}: how many connected peers have which features, by type. Pure function. Ceph: {@code FeatureMap}. */
public final class FeatureMap {
    /** Ceph's order. */
    private static final List<String> TYPES = List.of("mon", "mds", "osd", "client", "mgr");

    private FeatureMap() {}

    /** Includes the monitor itself, and the manager, which is part of it. */
    public static ObjectNode json(Sessions sessions) {
        Map<String, Map<Long, Integer>> byType = new TreeMap<>();
        for (MonSession s : sessions.all()) {
            byType.computeIfAbsent(s.peerType().text(), k -> new TreeMap<>())
                    .merge(s.connection().features(), 1, Integer::sum);
        }
        byType.computeIfAbsent("mon", k -> new TreeMap<>()).merge(Feature.PACIFIC_SUPPORTED, 1, Integer::sum);
        byType.computeIfAbsent("mgr", k -> new TreeMap<>()).merge(MgrMonitor.FEATURES, 1, Integer::sum);
        ObjectNode o = Json.object();
        for (String type : TYPES) {
            Map<Long, Integer> counts = byType.get(type);
            if (counts != null) {
                ArrayNode list = o.putArray(type);
                counts.forEach((bits, n) -> list.addObject()
                        .put("features", "0x" + Long.toHexString(bits))
                        .put("release", Feature.SERVER_LUMINOUS.in(bits) ? "luminous" : "jewel")
                        .put("num", n));
            }
        }
        return o;
    }
}
