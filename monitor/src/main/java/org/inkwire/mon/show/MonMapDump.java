// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.StringJoiner;
import org.inkwire.cluster.map.MonInfo;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.map.ReleaseName;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.session.Sessions;
import org.inkwire.wire.feature.Feature;

/** The monmap as {@code mon dump} and similar commands show it. Ceph: {@code MonMap::dump}. Pure functions. */
public final class MonMapDump {
    private static final List<String> PERSISTENT_FEATURES =
            List.of("kraken", "luminous", "mimic", "osdmap-prune", "nautilus", "octopus", "pacific", "elector-pinging");

    /** What a monitor of a quorum with these features requires of another one, in decimal. */
    private static final String REQUIRED_FEATURES = "2449958747317026820";

    private MonMapDump() {}

    /** {@code mon feature ls}. All features are persistent ones, and all are required. */
    public static ObjectNode features() {
        ObjectNode o = Json.object();
        ObjectNode all = o.putObject("all");
        all.set("supported", persistentFeatures());
        all.set("persistent", persistentFeatures());
        ObjectNode current = o.putObject("monmap");
        current.set("persistent", persistentFeatures());
        current.putArray("optional");
        current.set("required", persistentFeatures());
        return o;
    }

    /** @param withValue whether to show each feature's bit */
    public static String featuresText(MonMap map, boolean withValue) {
        StringJoiner names = new StringJoiner(",", "[", "]");
        for (int i = 0; i < PERSISTENT_FEATURES.size(); i++) {
            names.add(PERSISTENT_FEATURES.get(i) + (withValue ? "(" + (1L << i) + ")" : ""));
        }
        return "all features\n\tsupported: " + names + "\n\tpersistent: " + names + "\non current monmap (epoch "
                + map.epoch() + ")\n\tpersistent: " + names + "\n\trequired: " + names + "\n";
    }

    public static boolean isPersistentFeature(String name) {
        return PERSISTENT_FEATURES.contains(name);
    }

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
    public static ObjectNode status(MonmapMonitor mons, Sessions sessions) {
        ObjectNode o = Json.object().put("name", mons.name()).put("rank", 0).put("state", "leader");
        o.put("election_epoch", MonmapMonitor.ELECTION_EPOCH);
        o.putArray("quorum").add(0);
        o.put("quorum_age", mons.quorumAge());
        ObjectNode features = o.putObject("features");
        features.put("required_con", REQUIRED_FEATURES);
        features.set("required_mon", persistentFeatures());
        features.put("quorum_con", Long.toUnsignedString(Feature.PACIFIC_SUPPORTED));
        features.set("quorum_mon", persistentFeatures());
        o.putArray("outside_quorum");
        o.putArray("extra_probe_peers");
        o.putArray("sync_provider");
        o.set("monmap", json(mons.map()));
        o.set("feature_map", FeatureMap.json(sessions));
        return o.put("stretch_mode", false);
    }
}
