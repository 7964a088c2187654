// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.config;

import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.ConfigDatabase;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.wire.entity.AuthEntityName;

/**
 * Options of running daemons. In a real cluster daemons report theirs to the manager; here each is asked itself, but for
 * the options that the database gives it.
 */
final class ConfigShowCommands {
    private final ConfigDatabase config;
    private final MonmapMonitor mons;
    private final MgrMonitor mgrs;

    ConfigShowCommands(ConfigDatabase config, MonmapMonitor mons, MgrMonitor mgrs) {
        this.config = config;
        this.mons = mons;
        this.mgrs = mgrs;
    }

    void addTo(CommandTable t) {
        t.add(
                "config show",
                "who:String key:String?",
                "show a daemon's options",
                "config",
                "r",
                Command.FLAG_MGR,
                this::show);
        t.add(
                "config show-with-defaults",
                "who:String",
                "show all of a daemon's options",
                "config",
                "r",
                Command.FLAG_MGR,
                this::show);
    }

    private Reply show(Call c) {
        String who = c.string("who");
        if (!isDaemon(c, who)) {
            throw new RefusedException(Errno.ENOENT, "no config state for daemon " + who);
        }
        String key = c.string("key").replace(' ', '_').replace('-', '_');
        ConfigDatabase.Entry set = config.effective(AuthEntityName.parse(who)).get(key);
        if (set != null) {
            return c.reply(Json.object().textNode(set.value()), set.value() + "\n");
        }
        throw new RefusedException(
                Errno.EOPNOTSUPP,
                "daemons do not report their options: ask " + who + " itself, by 'ceph tell " + who + " config show'");
    }

    private boolean isDaemon(Call c, String who) {
        if (who.equals("mon." + mons.name()) || who.equals("mgr." + mgrs.name())) {
            return true;
        }
        try {
            return who.startsWith("osd.") && c.map().exists(Call.parseOsdId(who));
        } catch (RefusedException e) {
            return false;
        }
    }
}
