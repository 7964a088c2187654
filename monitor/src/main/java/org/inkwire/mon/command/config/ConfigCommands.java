// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.NavigableMap;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.TextTable;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.ConfigDatabase;
import org.inkwire.mon.service.LocalOptions;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;

/** The config database. Ceph: {@code ConfigMonitor}. */
final class ConfigCommands {
    private static final String LEVEL = "advanced";
    private static final TextTable.Align LEFT = TextTable.Align.LEFT;

    private final ConfigDatabase config;
    private final MonmapMonitor mons;

    ConfigCommands(ConfigDatabase config, MonmapMonitor mons) {
        this.config = config;
        this.mons = mons;
    }

    void addTo(CommandTable t) {
        t.add(
                "config set",
                "who:String name:String value:String force:Bool?",
                "set an option",
                "config",
                "rw",
                this::set);
        t.add("config rm", "who:String name:String", "clear an option", "config", "rw", this::remove);
        t.add("config get", "who:String key:String?", "show an entity's options", "config", "r", this::get);
        t.add("config dump", "", "show all options that are set", "mon", "r", this::dump);
        t.add("config ls", "", "list all known options", "config", "r", c -> {
            return c.replyNames(Options.all().stream().map(Option::name).toList());
        });
        t.add("config help", "key:String", "describe an option", "config", "r", ConfigCommands::help);
        t.add(
                "config generate-minimal-conf",
                "",
                "show a minimal ceph.conf",
                "config",
                "r",
                c -> Reply.data("# minimal ceph.conf for " + mons.fsid() + "\n[global]\n\tfsid = "
                        + mons.fsid() + "\n\tmon_host = ["
                        + mons.addrs() + "]\n"));
    }

    private static String key(Call c, String argument) {
        return c.string(argument).replace(' ', '_').replace('-', '_');
    }

    private static void checkTarget(String who) {
        if (!ConfigDatabase.isTarget(who)) {
            throw new RefusedException(Errno.EINVAL, "unrecognized config target '" + who + "'");
        }
    }

    private static void checkStorable(String name) {
        if (LocalOptions.contains(name)) {
            throw new RefusedException(Errno.EINVAL, name + " is special and cannot be stored by the mon");
        }
    }

    private Reply set(Call c) {
        String who = c.string("who");
        String name = key(c, "name");
        String value = c.string("value");
        Option<?> option = Options.find(name);
        checkStorable(name);
        if (option == null && !c.flag("force")) {
            throw new RefusedException(Errno.EINVAL, "unrecognized config option '" + name + "'");
        }
        checkTarget(who);
        if (option != null) {
            try {
                value = option.normalize(value);
            } catch (IllegalArgumentException e) {
                throw new RefusedException(Errno.EINVAL, "error parsing value: " + e.getMessage());
            }
        }
        config.set(who, name, value);
        return Reply.ok("");
    }

    private Reply remove(Call c) {
        String who = c.string("who");
        checkTarget(who);
        config.remove(who, key(c, "name"));
        return Reply.ok("");
    }

    private static AuthEntityName entity(String who) {
        if (!ConfigDatabase.isTarget(who)) {
            throw new RefusedException(Errno.EINVAL, "unrecognized entity '" + who + "'");
        }
        if (who.equals(ConfigDatabase.GLOBAL)) {
            return new AuthEntityName(EntityType.CLIENT, "");
        }
        return who.indexOf('.') > 0 ? AuthEntityName.parse(who) : AuthEntityName.parse(who + ".");
    }

    private static boolean isRuntime(String name) {
        Option<?> option = Options.find(name);
        return option == null || option.runtime();
    }

    private Reply get(Call c) {
        NavigableMap<String, ConfigDatabase.Entry> effective = config.effective(entity(c.string("who")));
        if (c.has("key")) {
            String name = key(c, "key");
            if (name.equals(Options.FSID.name())) {
                return value(c, name, mons.fsid().toString());
            }
            checkStorable(name);
            ConfigDatabase.Entry e = effective.get(name);
            Option<?> option = Options.find(name);
            if (e == null && option == null) {
                throw new RefusedException(Errno.ENOENT, "unrecognized key '" + name + "'");
            }
            return value(c, name, e != null ? e.value() : option == null ? "" : option.normalize(option.defaultText()));
        }
        ObjectNode o = Json.object();
        TextTable table = table();
        effective.forEach((name, e) -> {
            ObjectNode option = o.putObject(name).put("value", e.value()).put("section", e.section());
            option.putObject("mask");
            option.put("can_update_at_runtime", isRuntime(name));
            table.row(e.section(), "", LEVEL, name, e.value(), isRuntime(name) ? "" : "*");
        });
        return c.reply(o, table.toString());
    }

    private static Reply value(Call c, String name, String value) {
        return c.reply(Json.object().put(name, value), value + "\n");
    }

    private static TextTable table() {
        TextTable t = new TextTable();
        for (String heading : new String[] {"WHO", "MASK", "LEVEL", "OPTION", "VALUE", "RO"}) {
            t.column(heading, LEFT);
        }
        return t;
    }

    private Reply dump(Call c) {
        ArrayNode json = Json.array();
        TextTable table = table();
        for (ConfigDatabase.Entry e : config.dump()) {
            json.addObject()
                    .put("section", e.section())
                    .put("name", e.name())
                    .put("value", e.value())
                    .put("level", LEVEL)
                    .put("can_update_at_runtime", isRuntime(e.name()))
                    .put("mask", "");
            boolean global = e.section().equals(ConfigDatabase.GLOBAL);
            String indent = global ? "" : e.section().indexOf('.') > 0 ? "    " : "  ";
            table.row(indent + e.section(), "", LEVEL, e.name(), e.value(), isRuntime(e.name()) ? "" : "*");
        }
        return c.reply(json, table.toString());
    }

    private static Reply help(Call c) {
        Option<?> option = Options.find(key(c, "key"));
        if (option == null) {
            throw new RefusedException(Errno.ENOENT, "configuration option '" + c.string("key") + "' not recognized");
        }
        ObjectNode o = Json.object();
        o.put("name", option.name()).put("type", option.type().name()).put("level", LEVEL);
        o.put("desc", option.description()).put("default", option.defaultText());
        o.put("can_update_at_runtime", option.runtime());
        return c.reply(
                o,
                option.name() + " - " + option.description() + "\n  ("
                        + option.type().name() + ", " + LEVEL
                        + ")\n  Default: " + option.defaultText() + "\n  Can update at runtime: " + option.runtime()
                        + "\n");
    }
}
