// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.inkwire.cluster.map.MonInfo;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.map.ReleaseName;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.service.MonmapMonitor;

/** The monmap as {@code mon dump} and similar commands show it. Ceph: {@code MonMap::dump}. Pure functions. */
public final class MonMapDump {
    private static final List<String> PERSISTENT_FEATURES =
            List.of("kraken", "luminous", "mimic", "osdmap-prune", "nautilus", "octopus", "pacific", "elector-pinging");

    private MonMapDump() {}

    public static ArrayNode persistentFeatures() {
        return Json.strings(PERSISTENT_FEATURES);
    }

    /** {@code mon dump}, without the quorum. */
    public static ObjectNode json(MonMap map) {
        ObjectNode o =
                Json.object().put("epoch", map.epoch()).put("fsid", map.fsid().toString());
        o.put("modified", Units.stampZ(map.lastChanged())).put("created", Units.stampZ(map.created()));
        o.put("min_mon_release", map.minMonRelease());
        o.put("min_mon_release_name", ReleaseName.of(map.minMonRelease()));
        // Ceph's keys do contain the colon and the space.
        o.put("election_strategy", 1).put("disallowed_leaders: ", "");
        o.put("stretch_mode", false).put("tiebreaker_mon", "").put("removed_ranks: ", "");
        ObjectNode features = o.putObject("features");
        features.set("persistent", persistentFeatures());
        features.putArray("optional");
        ArrayNode mons = o.putArray("mons");
        for (int rank = 0; rank < map.size(); rank++) {
            MonInfo info = map.mon(rank);
            ObjectNode mon = mons.addObject().put("rank", rank).put("name", info.name());
            mon.set("public_addrs", Json.addrs(info.addrs()));
            mon.put("addr", Json.legacyAddr(info.addrs())).put("public_addr", Json.legacyAddr(info.addrs()));
            mon.put("priority", info.priority()).put("weight", info.weight()).put("crush_location", "{}");
        }
        return o;
    }

    /** {@code mon_status}. */
    public static ObjectNode status(MonmapMonitor mons) {
        ObjectNode o = Json.object().put("name", mons.name()).put("rank", 0).put("state", "leader");
        o.put("election_epoch", MonmapMonitor.ELECTION_EPOCH);
        o.putArray("quorum").add(0);
        o.put("quorum_age", mons.quorumAge());
        o.set("monmap", json(mons.map()));
        return o;
    }
}
