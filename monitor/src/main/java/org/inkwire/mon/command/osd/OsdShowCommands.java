// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.ReleaseName;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.CrushDevices;
import org.inkwire.mon.map.OsdMapHistory;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.show.OsdDf;
import org.inkwire.mon.show.OsdMapDump;
import org.inkwire.mon.show.OsdTree;
import org.inkwire.mon.show.OsdUtilization;
import org.inkwire.mon.show.Status;
import org.jspecify.annotations.Nullable;

/** Shows OSDs and their map. Ceph: {@code OSDMonitor::preprocess_command}. */
final class OsdShowCommands {
    private static final String EPOCH = "epoch:Int?,range=0";
    private static final String STATES = "states:Choices*?,strings=up|down|in|out|destroyed";

    private final OsdMapHistory history;
    private final OsdMetadata metadata;
    private final PgStatsMap pgStats;
    private final Status status;

    OsdShowCommands(OsdMapHistory history, OsdMetadata metadata, PgStatsMap pgStats, Status status) {
        this.history = history;
        this.metadata = metadata;
        this.pgStats = pgStats;
        this.status = status;
    }

    void addTo(CommandTable t) {
        t.add(
                "osd stat",
                "",
                "summarize the OSDs",
                "osd",
                "r",
                c -> c.reply(
                        Status.osdMapJson(c.map()),
                        status.osdLine(c.map())
                                        .replace("; ", "; epoch: e" + c.map().epoch() + "; ")
                                + (c.map().pgTemp().isEmpty()
                                        ? "; epoch: e" + c.map().epoch()
                                        : "") + "\n"));
        t.add("osd dump", EPOCH, "show the OSDMap", "osd", "r", c -> {
            OSDMap map = mapOf(c);
            return c.reply(OsdMapDump.json(map), OsdMapDump.plain(map));
        });
        t.add("osd info", "id:OsdName?", "show OSDs as in the map", "osd", "r", OsdShowCommands::info);
        t.add("osd tree", EPOCH + " " + STATES, "show the OSDs in their hierarchy", "osd", "r", c -> tree(c, null));
        t.add("osd tree-from", EPOCH + " bucket:String " + STATES, "show the OSDs below a bucket", "osd", "r", c -> {
            Integer from = mapOf(c).crush().idOf(c.string("bucket"));
            if (from == null) {
                throw new RefusedException(Errno.ENOENT, "bucket '" + c.string("bucket") + "' does not exist");
            }
            return tree(c, from);
        });
        t.add("osd ls", EPOCH, "list the ids of OSDs", "osd", "r", c -> c.replyIds(existing(mapOf(c))));
        t.add("osd ls-tree", EPOCH + " name:String", "list the ids of OSDs below a bucket", "osd", "r", c -> {
            Integer item = mapOf(c).crush().idOf(c.string("name"));
            if (item == null) {
                throw new RefusedException(Errno.ENOENT, "\"" + c.string("name") + "\" does not exist");
            }
            return c.replyIds(List.copyOf(CrushDevices.under(mapOf(c).crush(), item)));
        });
        t.add("osd getmap", EPOCH, "get the encoded OSDMap", "osd", "r", this::getMap);
        t.add(
                "osd getcrushmap",
                EPOCH,
                "get the encoded CRUSH map",
                "osd",
                "r",
                c -> Reply.data(mapOf(c).crush().encode(), String.valueOf(mapOf(c).crushVersion())));
        t.add(
                "osd getmaxosd",
                "",
                "show the limit of OSD ids",
                "osd",
                "r",
                c -> c.reply(
                        Json.object()
                                .put("epoch", c.map().epoch())
                                .put("max_osd", c.map().maxOsd()),
                        "max_osd = " + c.map().maxOsd() + " in epoch " + c.map().epoch() + "\n"));
        t.add("osd find", "id:OsdName", "show where an OSD is", "osd", "r", this::find);
        t.add("osd metadata", "id:OsdName?", "show metadata of OSDs", "osd", "r", this::metadata);
        t.add(
                "osd count-metadata",
                "property:String",
                "count values of a property of OSDs",
                "osd",
                "r",
                this::countMetadata);
        t.add("osd versions", "", "count the versions of OSDs", "osd", "r", c -> {
            ObjectNode o = Json.object();
            metadata.count(OsdMetadata.CEPH_VERSION, c.map()).forEach(o::put);
            return c.reply(o);
        });
        t.add(
                "osd df",
                "output_method:Choices?,strings=plain|tree filter_by:Choices?,strings=class|name filter:String?",
                "show space of OSDs",
                "osd",
                "r",
                Command.FLAG_MGR,
                this::df);
        t.add("osd utilization", "", "show how PGs are spread over OSDs", "osd", "r", this::utilization);
        t.add(
                "osd get-require-min-compat-client",
                "",
                "show the oldest client release admitted",
                "osd",
                "r",
                c -> Reply.data(ReleaseName.of(c.map().requireMinCompatClient()) + "\n"));
    }

    /** The map of the requested epoch, or the newest. */
    private OSDMap mapOf(Call c) {
        // Ceph keeps 32 bits of it.
        long epoch = c.optionalInteger("epoch").orElse(0) & 0xffff_ffffL;
        if (epoch == 0 && c.optionalInteger("epoch").orElse(0) == 0) {
            return c.map();
        }
        OSDMap map = history.mapAt(epoch);
        if (map == null) {
            throw new RefusedException(Errno.ENOENT, "there is no map for epoch " + epoch);
        }
        return map;
    }

    private static List<Integer> existing(OSDMap map) {
        List<Integer> ids = new ArrayList<>();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                ids.add(osd);
            }
        }
        return ids;
    }

    private static Reply info(Call c) {
        OptionalInt id = c.optionalOsdId("id");
        if (id.isPresent()) {
            int osd = c.requireOsd(id.getAsInt());
            return c.reply(OsdMapDump.osdJson(c.map(), osd), OsdMapDump.osdLine(c.map(), osd) + "\n");
        }
        ArrayNode all = Json.array();
        StringBuilder plain = new StringBuilder();
        for (int osd : existing(c.map())) {
            all.add(OsdMapDump.osdJson(c.map(), osd));
            plain.append(OsdMapDump.osdLine(c.map(), osd)).append('\n');
        }
        return c.reply(all, plain.toString());
    }

    private Reply tree(Call c, @Nullable Integer from) {
        OSDMap map = mapOf(c);
        List<String> states = c.strings("states");
        long upDown = states.stream()
                .filter(s -> List.of("up", "down", "destroyed").contains(s))
                .count();
        if (upDown > 1) {
            throw new RefusedException(Errno.EINVAL, "can specify only one of 'up', 'down' and 'destroyed'");
        }
        if (states.contains("in") && states.contains("out")) {
            throw new RefusedException(Errno.EINVAL, "can specify only one of 'in' and 'out'");
        }
        IntPredicate wanted = states.isEmpty() ? null : osd -> matches(map, osd, states);
        OsdTree tree = OsdTree.osds(map, wanted, from);
        return c.reply(tree.json(), tree.toString());
    }

    private static boolean matches(OSDMap map, int osd, List<String> states) {
        boolean destroyed = (map.state(osd) & OsdState.DESTROYED) != 0;
        for (String state : states) {
            boolean is = switch (state) {
                case "up" -> map.isUp(osd);
                case "down" -> !map.isUp(osd) && !destroyed;
                case "in" -> map.isIn(osd);
                case "out" -> !map.isIn(osd);
                case "destroyed" -> destroyed;
                default -> throw new RefusedException(Errno.EINVAL, "unrecognized state '" + state + "'");
            };
            if (!is) {
                return false;
            }
        }
        return true;
    }

    private Reply getMap(Call c) {
        OSDMap map = mapOf(c);
        byte[] bytes = history.fullMap(map.epoch());
        return Reply.data(bytes == null ? map.encode() : bytes, "got osdmap epoch " + map.epoch());
    }

    private Reply find(Call c) {
        int osd = c.existingOsd("id");
        NavigableMap<String, String> told = metadata.of(osd);
        ObjectNode o = Json.object().put("osd", osd);
        o.set("addrs", Json.addrs(c.map().clientAddrs(osd)));
        o.put("osd_fsid", c.map().osdUuid(osd).toString());
        String host = told.get(OsdMetadata.HOSTNAME);
        if (host != null) {
            o.put("host", host);
        }
        String container = told.get(OsdMetadata.CONTAINER_NAME);
        if (container != null) {
            o.put("container_name", container);
        }
        ObjectNode location = o.putObject("crush_location");
        new TreeMap<>(c.map().crush().location(osd)).forEach(location::put);
        return c.reply(o);
    }

    private ObjectNode metadataOf(int osd) {
        ObjectNode o = Json.object().put("id", osd);
        metadata.of(osd).forEach(o::put);
        return o;
    }

    private Reply metadata(Call c) {
        OptionalInt id = c.optionalOsdId("id");
        if (id.isPresent()) {
            return c.reply(metadataOf(c.requireOsd(id.getAsInt())));
        }
        ArrayNode all = Json.array();
        existing(c.map()).forEach(osd -> all.add(metadataOf(osd)));
        return c.reply(all);
    }

    private Reply countMetadata(Call c) {
        ObjectNode o = Json.object();
        metadata.count(c.string("property"), c.map()).forEach(o::put);
        return c.reply(o);
    }

    private Reply df(Call c) {
        Set<Integer> only = null;
        if (c.has("filter")) {
            only = OsdDf.named(c.map(), c.string("filter"));
            if (only == null) {
                throw new RefusedException(
                        Errno.EINVAL, "'" + c.string("filter") + "' not a pool, crush node or device class name");
            }
        }
        OsdDf df = new OsdDf(
                c.map(), pgStats, only, c.optional("output_method", "plain").equals("tree"));
        return c.reply(df.json(), df.toString());
    }

    private Reply utilization(Call c) {
        OsdUtilization utilization = OsdUtilization.of(c.map(), pgStats);
        return utilization == null ? c.reply(Json.object(), "") : c.reply(utilization.json(), utilization.plain());
    }
}
