// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import org.inkwire.cluster.map.MonInfo;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.osd.Errno;

/** The monitors themselves. Ceph: {@code MonmapMonitor}. */
final class MonCommands {
    private static final List<String> PERSISTENT_FEATURES =
            List.of("kraken", "luminous", "mimic", "osdmap-prune", "nautilus", "octopus", "pacific", "elector-pinging");

    private MonCommands() {}

    static void addTo(CommandTable t) {
        t.add("mon stat", "", "show the monitors in a line", "mon", "r", MonCommands::stat);
        t.add("mon dump", "epoch:Int?,range=0", "show the monmap", "mon", "r", MonCommands::dump);
        t.add("mon getmap", "epoch:Int?,range=0", "get the encoded monmap", "mon", "r", c -> {
            checkEpoch(c);
            MonMap map = c.monitor().monMap();
            return Reply.data(map.encode(), "got monmap epoch " + map.epoch());
        });
        t.add("mon metadata", "id:String?", "show what monitors said of themselves", "mon", "r", MonCommands::metadata);
        t.add(
                "mon versions",
                "",
                "count the versions of monitors",
                "mon",
                "r",
                c -> c.reply(Json.object().put(StatusCommands.VERSION, 1)));
        t.add("mon feature ls", "with_value:Choices?,strings=--with-value", "list monmap features", "mon", "r", c -> {
            ObjectNode o = Json.object();
            ArrayNode all = o.putObject("all").putArray("supported");
            PERSISTENT_FEATURES.forEach(all::add);
            o.putObject("monmap").set("persistent", persistentFeatures());
            return c.reply(o);
        });
    }

    static ArrayNode persistentFeatures() {
        return Json.strings(PERSISTENT_FEATURES);
    }

    private static void checkEpoch(Call c) {
        long epoch = c.optionalInteger("epoch").orElse(0);
        if (epoch != 0 && epoch != c.monitor().monMap().epoch()) {
            throw new CommandException(Errno.ENOENT, "there is no map for epoch " + epoch);
        }
    }

    static ObjectNode monMapJson(Monitor m) {
        MonMap map = m.monMap();
        ObjectNode o =
                Json.object().put("epoch", map.epoch()).put("fsid", map.fsid().toString());
        o.put("modified", Units.stampZ(map.lastChanged())).put("created", Units.stampZ(map.created()));
        o.put("min_mon_release", map.minMonRelease());
        o.put("min_mon_release_name", OsdMapDump.release(map.minMonRelease()));
        // Ceph's keys do have the colon and the blank.
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

    private static Reply stat(Call c) {
        Monitor m = c.monitor();
        MonMap map = m.monMap();
        ObjectNode o = Json.object().put("epoch", map.epoch());
        o.put("min_mon_release_name", OsdMapDump.release(map.minMonRelease())).put("num_mons", map.size());
        o.put("leader", m.name());
        o.putArray("quorum").addObject().put("rank", 0).put("name", m.name());
        String plain = "e" + map.epoch() + ": " + map.size() + " mons at {" + m.name() + "="
                + StoredState.addrs(map) + "} removed_ranks: {}, election epoch " + Monitor.ELECTION_EPOCH
                + ", leader 0 " + m.name() + ", quorum 0 " + m.name() + "\n";
        return c.reply(o, plain);
    }

    private static Reply dump(Call c) {
        checkEpoch(c);
        Monitor m = c.monitor();
        ObjectNode o = monMapJson(m);
        o.putArray("quorum").add(0);
        Reply data = c.reply(o, m.monMap().print());
        return new Reply(0, "dumped monmap epoch " + m.monMap().epoch(), data.data(), false);
    }

    static ObjectNode monStatus(Monitor m) {
        ObjectNode o = Json.object().put("name", m.name()).put("rank", 0).put("state", "leader");
        o.put("election_epoch", Monitor.ELECTION_EPOCH);
        o.putArray("quorum").add(0);
        o.put("quorum_age", m.quorumAge());
        o.set("monmap", monMapJson(m));
        return o;
    }

    private static Reply metadata(Call c) {
        Monitor m = c.monitor();
        String id = c.optional("id", m.name());
        if (!id.equals(m.name()) && !id.equals("mon." + m.name())) {
            throw new CommandException(Errno.ENOENT, "mon." + id + " does not exist");
        }
        ObjectNode o = Json.object().put("name", m.name());
        TreeMap<String, String> all = new TreeMap<>(m.metadata());
        all.put("addrs", StoredState.addrs(m.monMap()).toString());
        all.put("ceph_release", "pacific");
        all.put("ceph_version", StatusCommands.VERSION);
        all.put("ceph_version_short", "16.2.15");
        all.forEach(o::put);
        return c.reply(c.has("id") ? o : Json.array().add(o));
    }
}
