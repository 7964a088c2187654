// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.absent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.wire.UTime;

/** {@code ceph mgr …} and {@code ceph service …} in a cluster without a manager. Ceph: {@code MgrMonitor}. */
final class MgrCommands {
    private MgrCommands() {}

    static void addTo(CommandTable t, MonmapMonitor mons) {
        t.add(
                "mgr stat",
                "",
                "summarize the managers",
                "mgr",
                "r",
                c -> c.reply(summary().put("num_standby", 0)));
        t.add("mgr dump", "epoch:Int?,range=0", "show the mgrmap", "mgr", "r", MgrCommands::dump);
        t.add("mgr module ls", "", "list managers' modules", "mgr", "r", c -> {
            ObjectNode o = Json.object();
            o.putArray("always_on_modules");
            o.putArray("enabled_modules");
            o.putArray("disabled_modules");
            return c.reply(o);
        });
        t.add("mgr services", "", "list services of managers' modules", "mgr", "r", c -> c.reply(Json.object()));
        t.add("mgr versions", "", "count the versions of managers", "mgr", "r", c -> c.reply(Json.object()));
        t.add("mgr count-metadata", "property:String", "count values of a property", "mgr", "r", c -> {
            c.string("property");
            return c.reply(Json.object());
        });
        t.add("mgr metadata", "who:String?", "show metadata of managers", "mgr", "r", c -> {
            if (c.has("who")) {
                throw new RefusedException(Errno.ENOENT, "mgr." + c.string("who") + " does not exist");
            }
            return c.reply(Json.array());
        });
        t.add("mgr fail", "who:String?", "replace a manager", "mgr", "rw", c -> {
            return Reply.ok(
                    c.has("who")
                            ? "Daemon not found '" + c.string("who") + "', already failed?"
                            : "Currently no active mgr");
        });
        t.add(
                "mgr module enable",
                "module:String force:Choices?,strings=--force",
                "enable a module of managers",
                "mgr",
                "rw",
                c -> {
                    throw new RefusedException(
                            Errno.ENOENT,
                            "all mgr daemons do not support module '" + c.string("module")
                                    + "': this cluster has no manager");
                });
        t.add("mgr module disable", "module:String", "disable a module of managers", "mgr", "rw", c -> {
            return Reply.ok("module '" + c.string("module") + "' is already disabled");
        });
        t.add("service dump", "", "show the service map", "service", "r", c -> {
            ObjectNode o = Json.object().put("epoch", 1);
            o.put("modified", Units.stamp(mons.map().created()));
            o.putObject("services");
            return c.reply(o);
        });
        t.add("service status", "", "show the state of services", "service", "r", c -> c.reply(Json.object()));
    }

    private static ObjectNode summary() {
        return Json.object().put("epoch", 1).put("available", false).put("active_name", "");
    }

    private static Reply dump(Call c) {
        if (c.optionalInteger("epoch").orElse(0) > 1) {
            throw new RefusedException(Errno.ENOENT, "there is no map for epoch " + c.integer("epoch"));
        }
        ObjectNode o = Json.object().put("epoch", 1).put("active_gid", 0).put("active_name", "");
        o.putObject("active_addrs").putArray("addrvec");
        o.put("active_addr", "(unrecognized address family 0)/0").put("active_change", Units.stamp(UTime.ZERO));
        o.put("active_mgr_features", 0).put("available", false);
        o.putArray("standbys");
        o.putArray("modules");
        o.putArray("available_modules");
        o.putObject("services");
        o.putObject("always_on_modules");
        o.put("last_failure_osd_epoch", 0);
        o.putArray("active_clients");
        return c.reply(o);
    }
}
