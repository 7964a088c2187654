// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.mon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.map.ReleaseName;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.CephVersion;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.show.MonMapDump;

/** The monitors themselves. Ceph: {@code MonmapMonitor}. */
final class MonmapCommands {
    private final MonmapMonitor mons;

    MonmapCommands(MonmapMonitor mons) {
        this.mons = mons;
    }

    void addTo(CommandTable t) {
        t.add("mon stat", "", "summarize the monitors", "mon", "r", this::stat);
        t.add("mon dump", "epoch:Int?,range=0", "show the monmap", "mon", "r", this::dump);
        t.add("mon getmap", "epoch:Int?,range=0", "get the encoded monmap", "mon", "r", c -> {
            checkEpoch(c);
            MonMap map = mons.map();
            return Reply.data(map.encode(), "got monmap epoch " + map.epoch());
        });
        t.add("mon metadata", "id:String?", "show metadata of monitors", "mon", "r", this::metadata);
        t.add("mon count-metadata", "property:String", "count values of a property", "mon", "r", this::countMetadata);
        t.add(
                "mon versions",
                "",
                "count the versions of monitors",
                "mon",
                "r",
                c -> c.reply(Json.object().put(CephVersion.TEXT, 1)));
        t.add(
                "mon feature ls",
                "with_value:Choices?,strings=--with-value",
                "list monmap features",
                "mon",
                "r",
                c -> c.reply(MonMapDump.features(), MonMapDump.featuresText(mons.map(), c.has("with_value"))));
    }

    private void checkEpoch(Call c) {
        // Ceph keeps 32 bits of it.
        long epoch = c.optionalInteger("epoch").orElse(0) & 0xffff_ffffL;
        if (epoch != 0 && epoch != mons.map().epoch()) {
            throw new RefusedException(Errno.ENOENT, "there is no map for epoch " + epoch);
        }
    }

    private Reply stat(Call c) {
        MonMap map = mons.map();
        ObjectNode o = Json.object().put("epoch", map.epoch());
        o.put("min_mon_release_name", ReleaseName.of(map.minMonRelease())).put("num_mons", map.size());
        o.put("leader", mons.name());
        o.putArray("quorum").addObject().put("rank", 0).put("name", mons.name());
        String plain = "e" + map.epoch() + ": " + map.size() + " mons at {" + mons.name() + "="
                + mons.addrs() + "} removed_ranks: {}, election epoch " + MonmapMonitor.ELECTION_EPOCH
                + ", leader 0 " + mons.name() + ", quorum 0 " + mons.name() + "\n";
        return c.reply(o, plain);
    }

    private Reply dump(Call c) {
        checkEpoch(c);
        ObjectNode o = MonMapDump.json(mons.map());
        o.putArray("quorum").add(0);
        return c.reply(o, mons.map().print())
                .withStatus("dumped monmap epoch " + mons.map().epoch());
    }

    /** What is known of this monitor. */
    private NavigableMap<String, String> own() {
        NavigableMap<String, String> all = new TreeMap<>(mons.metadata());
        all.put("addrs", mons.addrs().toString());
        all.put("ceph_release", CephVersion.RELEASE);
        all.put("ceph_version", CephVersion.TEXT);
        all.put("ceph_version_short", CephVersion.SHORT);
        return all;
    }

    private Reply metadata(Call c) {
        if (c.has("id")) {
            String id = c.string("id");
            if (id.isEmpty()) {
                throw new RefusedException(Errno.ENOENT, "requested mon not found");
            }
            if (!id.equals(mons.name())) {
                throw new RefusedException(Errno.ENOENT, "mon." + id + " does not exist");
            }
            ObjectNode o = Json.object();
            own().forEach(o::put);
            return c.reply(o);
        }
        ObjectNode o = Json.object().put("name", mons.name());
        own().forEach(o::put);
        return c.reply(Json.array().add(o));
    }

    private Reply countMetadata(Call c) {
        return c.reply(Json.object().put(own().getOrDefault(c.string("property"), OsdMetadata.UNKNOWN), 1));
    }
}
