// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.mgr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.CephVersion;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.service.MonmapMonitor;

/**
 * {@code ceph mgr …} and {@code ceph service …}: one manager, always active, without modules; nobody registers services with
 * it. Ceph: {@code MgrMonitor}.
 */
public final class MgrCommands {
    private final MgrMonitor mgrs;
    private final MonmapMonitor mons;

    public MgrCommands(MgrMonitor mgrs, MonmapMonitor mons) {
        this.mgrs = mgrs;
        this.mons = mons;
    }

    public void addTo(CommandTable t) {
        t.add("mgr stat", "", "summarize the managers", "mgr", "r", this::stat);
        t.add("mgr dump", "epoch:Int?,range=0", "show the mgrmap", "mgr", "r", this::dump);
        t.add("mgr services", "", "list services of managers' modules", "mgr", "r", c -> c.reply(Json.object()));
        t.add(
                "mgr versions",
                "",
                "count the versions of managers",
                "mgr",
                "r",
                c -> c.reply(Json.object().put(CephVersion.TEXT, 1)));
        t.add("mgr count-metadata", "property:String", "count values of a property", "mgr", "r", this::countMetadata);
        t.add("mgr metadata", "who:String?", "show metadata of managers", "mgr", "r", this::metadata);
        t.add("mgr fail", "who:String?", "replace a manager", "mgr", "rw", this::fail);
        addModules(t);
        t.add("service dump", "", "show the service map", "service", "r", Command.FLAG_MGR, c -> {
            ObjectNode o = Json.object().put("epoch", 1);
            o.put("modified", Units.stamp(mons.map().created()));
            o.putObject("services");
            return c.reply(o);
        });
        t.add(
                "service status",
                "",
                "show the state of services",
                "service",
                "r",
                Command.FLAG_MGR,
                c -> c.reply(Json.object()));
    }

    private static void addModules(CommandTable t) {
        t.add("mgr module ls", "", "list managers' modules", "mgr", "r", c -> {
            ObjectNode o = Json.object();
            o.putArray("always_on_modules");
            o.putArray("enabled_modules");
            o.putArray("disabled_modules");
            return c.reply(o);
        });
        t.add(
                "mgr module enable",
                "module:String force:Choices?,strings=--force",
                "enable a module of managers",
                "mgr",
                "rw",
                c -> {
                    if (c.has("force")) {
                        throw new RefusedException(Errno.EOPNOTSUPP, "the manager of this cluster has no modules");
                    }
                    throw new RefusedException(
                            Errno.ENOENT,
                            "all mgr daemons do not support module '" + c.string("module")
                                    + "', pass --force to force enablement");
                });
        t.add("mgr module disable", "module:String", "disable a module of managers", "mgr", "rw", c -> {
            return Reply.ok("module '" + c.string("module") + "' is already disabled");
        });
    }

    private Reply stat(Call c) {
        MMgrMap.Active active = mgrs.active();
        return c.reply(Json.object()
                .put("epoch", active.epoch())
                .put("available", active.available())
                .put("active_name", active.activeName())
                .put("num_standby", 0));
    }

    private Reply dump(Call c) {
        MMgrMap.Active active = mgrs.active();
        long epoch = c.optionalInteger("epoch").orElse(0);
        if (epoch != 0 && epoch != active.epoch()) {
            throw new RefusedException(Errno.ENOENT, "there is no map for epoch " + epoch);
        }
        ObjectNode o = Json.object().put("epoch", active.epoch()).put("active_gid", active.activeGid());
        o.put("active_name", active.activeName());
        o.set("active_addrs", Json.addrs(active.activeAddrs()));
        o.put("active_addr", Json.legacyAddr(active.activeAddrs()));
        o.put("active_change", Units.stamp(mgrs.since()));
        o.put("active_mgr_features", MgrMonitor.FEATURES).put("available", active.available());
        o.putArray("standbys");
        o.putArray("modules");
        o.putArray("available_modules");
        o.putObject("services");
        o.putObject("always_on_modules");
        o.put("last_failure_osd_epoch", 0);
        o.putArray("active_clients");
        return c.reply(o);
    }

    // ---- metadata

    /** What is known of the manager. */
    private NavigableMap<String, String> own() {
        NavigableMap<String, String> all = new TreeMap<>(mgrs.metadata());
        all.put("addr", mgrs.active().activeAddrs().first().ip().getHostAddress());
        all.put("addrs", mgrs.active().activeAddrs().toString());
        all.put("ceph_release", CephVersion.RELEASE);
        all.put("ceph_version", CephVersion.TEXT);
        all.put("ceph_version_short", CephVersion.SHORT);
        return all;
    }

    private Reply metadata(Call c) {
        if (c.has("who") && !c.string("who").equals(mgrs.name())) {
            throw new RefusedException(Errno.ENOENT, "mgr." + c.string("who") + " does not exist");
        }
        ObjectNode o = Json.object().put("name", mgrs.name());
        own().forEach(o::put);
        return c.reply(c.has("who") ? o : Json.array().add(o));
    }

    private Reply countMetadata(Call c) {
        ObjectNode o = Json.object();
        String value = own().get(c.string("property"));
        if (value != null) {
            o.put(value, 1);
        }
        return c.reply(o);
    }

    // ---- fail

    private Reply fail(Call c) {
        String who = c.string("who");
        boolean isOurs = who.isEmpty()
                || who.equals(mgrs.name())
                || who.equals(Long.toString(mgrs.active().activeGid()));
        if (!isOurs) {
            return Reply.ok("Daemon not found '" + who + "', already failed?");
        }
        mgrs.fail();
        return Reply.ok("");
    }
}
