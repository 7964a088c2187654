// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.absent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;

/** {@code ceph fs …} and {@code ceph mds …} in a cluster without file systems. Ceph: {@code MDSMonitor}. */
final class FsCommands {
    /** Commands about one file system: prefix and signature, separated by the first bar. */
    private static final String ABOUT_ONE = """
            fs set|fs_name:String var:String val:String yes_i_really_mean_it:Bool? yes_i_really_really_mean_it:Bool?
            fs fail|fs_name:String
            fs reset|fs_name:String yes_i_really_mean_it:Bool?
            fs required_client_features|fs_name:String subop:Choices,strings=add|rm val:String
            fs add_data_pool|fs_name:String pool:String
            fs rm_data_pool|fs_name:String pool:String
            fs set-default|fs_name:String
            fs mirror enable|fs_name:String
            fs mirror disable|fs_name:String
            """;

    /** Names by bit; the first are reserved. */
    private static final List<String> FEATURES = List.of(
            "reserved",
            "reserved",
            "reserved",
            "reserved",
            "reserved",
            "jewel",
            "kraken",
            "luminous",
            "mimic",
            "reply_encoding",
            "reclaim_client",
            "lazy_caps_wanted",
            "multi_reconnect",
            "deleg_ino",
            "metric_collect",
            "alternate_name",
            "notify_session_state",
            "op_getvxattr",
            "32bits_retry_fwd");

    private FsCommands() {}

    static void addTo(CommandTable t) {
        t.add("fs ls", "", "list file systems", "fs", "r", c -> {
            return Reply.data(c.format().isJson() ? "[]\n" : "No filesystems enabled\n");
        });
        t.add("fs dump", "epoch:Int?,range=0", "show the fsmap", "mds", "r", FsCommands::dump);
        t.add("fs feature ls", "", "list features of CephFS clients", "mds", "r", FsCommands::features);
        for (String get : List.of("fs get", "fs compat show")) {
            t.add(get, "fs_name:String", "show a file system", "fs", "r", c -> {
                throw new RefusedException(Errno.ENOENT, "filesystem '" + c.string("fs_name") + "' not found");
            });
        }
        t.add("fs rm", "fs_name:String yes_i_really_mean_it:Bool?", "remove a file system", "fs", "rw", c -> {
            return Reply.ok("filesystem '" + c.string("fs_name") + "' does not exist");
        });
        t.add(
                "fs new",
                "fs_name:String,goodchars=[A-Za-z0-9-_.] metadata:String data:String force:Bool?"
                        + " allow_dangerous_metadata_overlay:Bool? fscid:Int?,range=0 recover:Bool?",
                "create a file system",
                "fs",
                "rw",
                FsCommands::create);
        ABOUT_ONE
                .lines()
                .forEach(line -> t.add(
                        line.substring(0, line.indexOf('|')),
                        line.substring(line.indexOf('|') + 1),
                        "change a file system",
                        "fs",
                        "rw",
                        c -> {
                            throw new RefusedException(
                                    Errno.ENOENT, "Filesystem not found: '" + c.string("fs_name") + "'");
                        }));
        t.add("mds stat", "", "summarize the MDSs", "mds", "r", c -> c.reply(FsMap.status(), ""));
        t.add("mds versions", "", "count the versions of MDSs", "mds", "r", c -> c.reply(Json.object()));
        t.add("mds count-metadata", "property:String", "count values of a property of MDSs", "mds", "r", c -> {
            c.string("property");
            return c.reply(Json.object());
        });
        t.add("mds metadata", "who:String?", "show metadata of MDSs", "mds", "r", c -> {
            if (c.has("who")) {
                throw new RefusedException(
                        Errno.EINVAL, "MDS named '" + c.string("who") + "' does not exist, or is not up");
            }
            return c.reply(Json.array());
        });
        t.add("mds ok-to-stop", "ids:String*", "check whether MDSs can stop", "mds", "r", c -> {
            return Reply.ok("should be safe to stop [" + String.join(",", c.strings("ids")) + "]");
        });
        t.add(
                "mds compat show",
                "",
                "show features of MDSs",
                "mds",
                "r",
                Command.FLAG_DEPRECATED,
                c -> c.reply(FsMap.compatJson(), FsMap.compatText() + "\n"));
        t.add("mds fail", "role_or_gid:String", "replace an MDS", "mds", "rw", c -> {
            String named = "MDS named '" + c.string("role_or_gid") + "' does not exist, ";
            return Reply.ok(named + "or is not up" + named + "is not up or you lack the permission to see.");
        });
        t.add("mds rm", "gid:Int,range=0", "remove a stopped MDS", "mds", "rw", c -> {
            return Reply.ok("mds gid " + c.integer("gid") + " does not exist");
        });
    }

    private static Reply dump(Call c) {
        if (c.optionalInteger("epoch").orElse(0) > 1) {
            throw RefusedException.bare(Errno.ENOENT);
        }
        return c.reply(FsMap.json(), FsMap.plain()).withStatus("dumped fsmap epoch 1");
    }

    private static Reply features(Call c) {
        ArrayNode json = Json.array();
        StringBuilder plain = new StringBuilder();
        for (int bit = 0; bit < FEATURES.size(); bit++) {
            json.addObject().put("index", bit).put("name", FEATURES.get(bit));
            plain.append(bit).append(' ').append(FEATURES.get(bit)).append('\n');
        }
        return c.reply(json, plain.toString());
    }

    private static Reply create(Call c) {
        for (String argument : List.of("metadata", "data")) {
            if (c.poolOrNull(c.string(argument)) == null) {
                throw new RefusedException(Errno.ENOENT, "pool '" + c.string(argument) + "' does not exist");
            }
        }
        throw new RefusedException(Errno.EOPNOTSUPP, "CephFS is not supported by this cluster");
    }
}
