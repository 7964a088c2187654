// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeSet;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.IntervalSet;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.OsdInfo;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.OsdXInfo;
import org.inkwire.cluster.map.ReleaseName;
import org.inkwire.cluster.map.UpmapItem;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * An OSDMap as {@code osd dump} shows it, in text and JSON. Ceph: {@code OSDMap::print}, {@code dump}. Pure functions.
 */
public final class OsdMapDump {
    private static final double ONE = CrushMap.WEIGHT_ONE;

    /** Names by bit of an OSD's state. */
    private static final String[] STATE_NAMES = {
        "exists",
        "up",
        "autoout",
        "new",
        "full",
        "nearfull",
        "backfillfull",
        "destroyed",
        "noup",
        "nodown",
        "noin",
        "noout",
        "stop"
    };

    private OsdMapDump() {}

    /** Oldest release whose clients understand the map: luminous with upmaps, else jewel (straw2, stable). */
    public static String minCompatClient(OSDMap map) {
        return map.pgUpmap().isEmpty() && map.pgUpmapItems().isEmpty() ? "jewel" : "luminous";
    }

    public static List<String> stateNames(int state) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < STATE_NAMES.length; i++) {
            if ((state & 1 << i) != 0) {
                names.add(STATE_NAMES[i]);
            }
        }
        return names;
    }

    public static String plain(OSDMap map) {
        StringBuilder out = new StringBuilder();
        out.append("epoch ").append(map.epoch()).append('\n');
        out.append("fsid ").append(map.fsid()).append('\n');
        out.append("created ").append(Units.stamp(map.created())).append('\n');
        out.append("modified ").append(Units.stamp(map.modified())).append('\n');
        out.append("flags ")
                .append(String.join(",", OSDMapFlags.names(map.flags())))
                .append('\n');
        out.append("crush_version ").append(map.crushVersion()).append('\n');
        out.append("full_ratio ").append(Units.general(map.fullRatio())).append('\n');
        out.append("backfillfull_ratio ")
                .append(Units.general(map.backfillfullRatio()))
                .append('\n');
        out.append("nearfull_ratio ").append(Units.general(map.nearfullRatio())).append('\n');
        out.append("require_min_compat_client ")
                .append(ReleaseName.of(map.requireMinCompatClient()))
                .append('\n');
        out.append("min_compat_client ").append(minCompatClient(map)).append('\n');
        out.append("require_osd_release ")
                .append(ReleaseName.of(map.requireOsdRelease()))
                .append('\n');
        out.append("stretch_mode_enabled ").append(map.stretchMode().enabled()).append('\n');
        out.append(PoolDump.plain(map));
        out.append("max_osd ").append(map.maxOsd()).append('\n');
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                out.append(osdLine(map, osd)).append('\n');
            }
        }
        map.pgUpmap()
                .forEach((pg, osds) -> out.append("pg_upmap ")
                        .append(pg)
                        .append(' ')
                        .append(list(osds))
                        .append('\n'));
        map.pgUpmapItems().forEach((pg, items) -> {
            List<Integer> flat = new ArrayList<>();
            for (UpmapItem item : items) {
                flat.add(item.from());
                flat.add(item.to());
            }
            out.append("pg_upmap_items ")
                    .append(pg)
                    .append(' ')
                    .append(list(flat))
                    .append('\n');
        });
        map.pgTemp()
                .forEach((pg, osds) -> out.append("pg_temp ")
                        .append(pg)
                        .append(' ')
                        .append(list(osds))
                        .append('\n'));
        map.primaryTemp()
                .forEach((pg, osd) -> out.append("primary_temp ")
                        .append(pg)
                        .append(' ')
                        .append(osd)
                        .append('\n'));
        map.blocklist()
                .forEach((addr, until) -> out.append("blocklist ")
                        .append(Json.legacyAddr(addr))
                        .append(" expires ")
                        .append(Units.stamp(until))
                        .append('\n'));
        return out.toString();
    }

    /** {@code [1,0,2]}. */
    public static String list(List<Integer> osds) {
        return osds.toString().replace(" ", "");
    }

    public static String osdLine(OSDMap map, int osd) {
        OsdInfo info = map.osdInfo(osd);
        StringBuilder out = new StringBuilder("osd." + osd);
        out.append(map.isUp(osd) ? " up  " : " down").append(map.isIn(osd) ? " in " : " out");
        out.append(" weight ").append(Units.general(map.weight(osd) / ONE));
        if (map.primaryAffinity(osd) != OSDMap.DEFAULT_PRIMARY_AFFINITY) {
            out.append(" primary_affinity ").append(Units.general(map.primaryAffinity(osd) / ONE));
        }
        out.append(" up_from ").append(info.upFrom());
        out.append(" up_thru ").append(info.upThru());
        out.append(" down_at ").append(info.downAt());
        out.append(" last_clean_interval [").append(info.lastCleanBegin()).append(',');
        out.append(info.lastCleanEnd()).append(')');
        if (info.lostAt() != 0) {
            out.append(" lost_at ").append(info.lostAt());
        }
        out.append(' ').append(map.clientAddrs(osd)).append(' ').append(map.clusterAddrs(osd));
        out.append(' ').append(String.join(",", stateNames(map.state(osd))));
        out.append(' ').append(map.osdUuid(osd));
        return out.toString();
    }

    public static ObjectNode json(OSDMap map) {
        ObjectNode o = Json.object();
        o.put("epoch", map.epoch()).put("fsid", map.fsid().toString());
        o.put("created", Units.stamp(map.created())).put("modified", Units.stamp(map.modified()));
        o.put("last_up_change", Units.stamp(map.lastUpChange()));
        o.put("last_in_change", Units.stamp(map.lastInChange()));
        List<String> flags = OSDMapFlags.names(map.flags());
        o.put("flags", String.join(",", flags)).put("flags_num", map.flags());
        o.set("flags_set", Json.strings(new TreeSet<>(flags)));
        o.put("crush_version", map.crushVersion());
        o.set("full_ratio", Json.number(map.fullRatio()));
        o.set("backfillfull_ratio", Json.number(map.backfillfullRatio()));
        o.set("nearfull_ratio", Json.number(map.nearfullRatio()));
        o.put("cluster_snapshot", "").put("pool_max", map.poolMax()).put("max_osd", map.maxOsd());
        o.put("require_min_compat_client", ReleaseName.of(map.requireMinCompatClient()));
        o.put("min_compat_client", minCompatClient(map));
        o.put("require_osd_release", ReleaseName.of(map.requireOsdRelease()));
        o.set("pools", PoolDump.json(map));
        ArrayNode osds = o.putArray("osds");
        ArrayNode xinfos = o.putArray("osd_xinfo");
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                osds.add(osdJson(map, osd));
                xinfos.add(xinfoJson(map, osd));
            }
        }
        addPlacement(map, o);
        addRest(map, o);
        return o;
    }

    public static ObjectNode osdJson(OSDMap map, int osd) {
        OsdInfo info = map.osdInfo(osd);
        ObjectNode o = Json.object();
        o.put("osd", osd).put("uuid", map.osdUuid(osd).toString());
        o.put("up", map.isUp(osd) ? 1 : 0).put("in", map.isIn(osd) ? 1 : 0);
        o.set("weight", Json.number(map.weight(osd) / ONE));
        o.set("primary_affinity", Json.number(map.primaryAffinity(osd) / ONE));
        o.put("last_clean_begin", info.lastCleanBegin()).put("last_clean_end", info.lastCleanEnd());
        o.put("up_from", info.upFrom()).put("up_thru", info.upThru());
        o.put("down_at", info.downAt()).put("lost_at", info.lostAt());
        EntityAddrVec[] addrs = {
            map.clientAddrs(osd), map.clusterAddrs(osd), map.hbBackAddrs(osd), map.hbFrontAddrs(osd)
        };
        String[] names = {"public", "cluster", "heartbeat_back", "heartbeat_front"};
        for (int i = 0; i < names.length; i++) {
            o.set(names[i] + "_addrs", Json.addrs(addrs[i]));
        }
        for (int i = 0; i < names.length; i++) {
            o.put(names[i] + "_addr", Json.legacyAddr(addrs[i]));
        }
        o.set("state", Json.strings(stateNames(map.state(osd))));
        return o;
    }

    private static ObjectNode xinfoJson(OSDMap map, int osd) {
        OsdXInfo x = map.osdXInfo(osd);
        ObjectNode o = Json.object().put("osd", osd).put("down_stamp", Units.stamp(x.downStamp()));
        o.set("laggy_probability", Json.number((float) (x.laggyProbability() / OsdXInfo.LAGGY_ONE)));
        o.put("laggy_interval", x.laggyInterval()).put("features", x.features());
        o.set("old_weight", Json.number(x.oldWeight() / ONE));
        o.put("last_purged_snaps_scrub", Units.stamp(x.lastPurgedSnapsScrub()));
        return o.put("dead_epoch", x.deadEpoch());
    }

    private static void addPlacement(OSDMap map, ObjectNode o) {
        ArrayNode upmaps = o.putArray("pg_upmap");
        map.pgUpmap().forEach((pg, osds) -> {
            ObjectNode e = upmaps.addObject().put("pgid", pg.toString());
            e.set("osds", Json.ints(osds));
        });
        ArrayNode items = o.putArray("pg_upmap_items");
        map.pgUpmapItems().forEach((pg, pairs) -> {
            ArrayNode mappings = items.addObject().put("pgid", pg.toString()).putArray("mappings");
            pairs.forEach(p -> mappings.addObject().put("from", p.from()).put("to", p.to()));
        });
        ArrayNode temps = o.putArray("pg_temp");
        map.pgTemp().forEach((pg, osds) -> {
            ObjectNode e = temps.addObject().put("pgid", pg.toString());
            e.set("osds", Json.ints(osds));
        });
        ArrayNode primaries = o.putArray("primary_temp");
        map.primaryTemp()
                .forEach((pg, osd) ->
                        primaries.addObject().put("pgid", pg.toString()).put("osd", osd));
    }

    private static void addRest(OSDMap map, ObjectNode o) {
        ObjectNode blocklist = o.putObject("blocklist");
        map.blocklist().forEach((addr, until) -> blocklist.put(Json.legacyAddr(addr), Units.stamp(until)));
        ObjectNode ranges = o.putObject("range_blocklist");
        map.rangeBlocklist().forEach((addr, until) -> ranges.put(Json.legacyAddr(addr), Units.stamp(until)));
        ObjectNode profiles = o.putObject("erasure_code_profiles");
        map.erasureCodeProfiles().forEach((name, profile) -> {
            ObjectNode p = profiles.putObject(name);
            profile.forEach(p::put);
        });
        addSnaps(o.putArray("removed_snaps_queue"), map.removedSnapsQueue());
        addSnaps(o.putArray("new_removed_snaps"), map.newRemovedSnaps());
        addSnaps(o.putArray("new_purged_snaps"), map.newPurgedSnaps());
        ObjectNode nodeFlags = o.putObject("crush_node_flags");
        map.crushNodeFlags().forEach((item, flags) -> {
            String name = map.crush().name(item);
            nodeFlags.set(name == null ? String.valueOf(item) : name, flagNames(flags));
        });
        ObjectNode classFlags = o.putObject("device_class_flags");
        map.deviceClassFlags()
                .forEach((id, flags) -> classFlags.set(
                        map.crush().classNames().getOrDefault(id, String.valueOf(id)), flagNames(flags)));
        ObjectNode stretch = o.putObject("stretch_mode");
        stretch.put("stretch_mode_enabled", map.stretchMode().enabled());
        stretch.put("stretch_bucket_count", 0).put("degraded_stretch_mode", 0);
        stretch.put("recovering_stretch_mode", 0).put("stretch_mode_bucket", 0);
    }

    private static ArrayNode flagNames(long flags) {
        return Json.strings(
                stateNames((int) flags & (OsdState.NOUP | OsdState.NODOWN | OsdState.NOIN | OsdState.NOOUT)));
    }

    private static void addSnaps(ArrayNode list, NavigableMap<Long, IntervalSet> byPool) {
        byPool.forEach((pool, snaps) -> {
            ArrayNode intervals = list.addObject().put("pool", pool).putArray("snaps");
            for (int i = 0; i < snaps.intervals(); i++) {
                intervals.addObject().put("begin", snaps.start(i)).put("length", snaps.length(i));
            }
        });
    }
}
