// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.KeyValues;

/** Users' own keys and values. */
final class ConfigKeyCommands {
    private final KeyValues keyValues;

    ConfigKeyCommands(KeyValues keyValues) {
        this.keyValues = keyValues;
    }

    void addTo(CommandTable t) {
        t.add("config-key get", "key:String", "show a key's value", "config-key", "r", c -> {
            String value = keyValues.get(c.string("key"));
            if (value == null) {
                throw new RefusedException(Errno.ENOENT, "");
            }
            return Reply.data(value);
        });
        for (String put : List.of("set", "put")) {
            t.add(
                    "config-key " + put,
                    "key:String val:String?",
                    "set a key",
                    "config-key",
                    "rw",
                    put.equals("put") ? Command.FLAG_DEPRECATED : 0,
                    this::set);
        }
        for (String rm : List.of("rm", "del")) {
            t.add(
                    "config-key " + rm,
                    "key:String",
                    "remove a key",
                    "config-key",
                    "rw",
                    rm.equals("del") ? Command.FLAG_DEPRECATED : 0,
                    this::remove);
        }
        t.add("config-key exists", "key:String", "check whether a key is set", "config-key", "r", c -> {
            boolean there = keyValues.get(c.string("key")) != null;
            String text = "key '" + c.string("key") + "'" + (there ? " exists" : " doesn't exist");
            return there ? Reply.ok(text) : Reply.error(Errno.ENOENT, text);
        });
        for (String ls : List.of("ls", "list")) {
            t.add(
                    "config-key " + ls,
                    "",
                    "list keys",
                    "config-key",
                    "r",
                    ls.equals("list") ? Command.FLAG_DEPRECATED : 0,
                    c -> c.reply(Json.strings(keyValues.all().keySet())));
        }
        t.add("config-key dump", "key:String?", "show keys and values", "config-key", "r", c -> {
            String prefix = c.optional("key", "");
            ObjectNode o = Json.object();
            keyValues.all().forEach((k, v) -> {
                if (k.startsWith(prefix)) {
                    o.put(k, v);
                }
            });
            return c.reply(o);
        });
    }

    private static String givenKey(Call c) {
        if (!c.has("key")) {
            throw new RefusedException(Errno.EINVAL, "must specify a key");
        }
        return c.string("key");
    }

    private Reply set(Call c) {
        String key = givenKey(c);
        String value = c.has("val") ? c.string("val") : c.input().toString(StandardCharsets.UTF_8);
        keyValues.put(key, value);
        return Reply.ok("set " + key);
    }

    private Reply remove(Call c) {
        String key = givenKey(c);
        keyValues.remove(key);
        return Reply.ok("key deleted");
    }
}
