// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.AuthDatabase;
import org.inkwire.mon.service.Keyring;

/** Shows the auth database. */
final class AuthCommands {
    private static final String ENTITY = "entity:String";

    private final AuthDatabase auth;

    AuthCommands(AuthDatabase auth) {
        this.auth = auth;
    }

    void addTo(CommandTable t) {
        t.add("auth ls", "", "list keys", "auth", "rx", this::list);
        t.add("auth list", "", "list keys", "auth", "rx", Command.FLAG_DEPRECATED, this::list);
        t.add("auth get", ENTITY, "show a key", "auth", "rx", c -> {
            String entity = Entities.known(c);
            Keyring.Entry entry = auth.get(entity);
            if (entry == null) {
                throw new RefusedException(Errno.ENOENT, "failed to find " + entity + " in keyring");
            }
            return show(c, entity, entry).withStatus("exported keyring for " + entity);
        });
        t.add("auth export", "entity:String?", "write a keyring", "auth", "rx", this::export);
        for (String get : List.of("get-key", "print-key", "print_key")) {
            t.add("auth " + get, ENTITY, "show a key", "auth", "rx", c -> {
                String entity = Entities.known(c);
                Keyring.Entry entry = auth.get(entity);
                if (entry == null) {
                    throw new RefusedException(Errno.ENOENT, "don't have " + entity);
                }
                return c.reply(Json.object().put("key", entry.key()), entry.key());
            });
        }
    }

    static ObjectNode json(String entity, Keyring.Entry entry) {
        ObjectNode o = Json.object().put("entity", entity).put("key", entry.key());
        ObjectNode caps = o.putObject("caps");
        entry.caps().forEach(caps::put);
        return o;
    }

    private static Reply show(Call c, String entity, Keyring.Entry entry) {
        return c.reply(Json.array().add(json(entity, entry)), Keyring.text(entity, entry, true));
    }

    private Reply export(Call c) {
        if (!c.string("entity").isEmpty()) {
            String entity = Entities.known(c);
            Keyring.Entry entry = auth.get(entity);
            if (entry == null) {
                throw new RefusedException(Errno.ENOENT, "no key for " + entity);
            }
            return show(c, entity, entry).withStatus("export auth(key=" + entry.key() + ")");
        }
        ArrayNode json = Json.array();
        StringBuilder plain = new StringBuilder();
        auth.all().forEach((entity, entry) -> {
            json.add(json(entity, entry));
            plain.append(Keyring.text(entity, entry, true));
        });
        return c.reply(json, plain.toString()).withStatus("exported master keyring");
    }

    private Reply list(Call c) {
        if (c.format().isJson()) {
            ObjectNode o = Json.object();
            if (!auth.all().isEmpty()) {
                ArrayNode dump = o.putArray("auth_dump");
                auth.all().forEach((entity, entry) -> dump.add(json(entity, entry)));
            }
            return c.reply(o);
        }
        if (auth.all().isEmpty()) {
            return Reply.ok("no installed auth entries!\n");
        }
        StringBuilder plain = new StringBuilder();
        auth.all().forEach((entity, entry) -> {
            plain.append(entity).append("\n\tkey: ").append(entry.key()).append('\n');
            entry.caps()
                    .forEach((service, cap) -> plain.append("\tcaps: [")
                            .append(service)
                            .append("] ")
                            .append(cap)
                            .append('\n'));
        });
        return Reply.data(plain.toString()).withStatus("installed auth entries:\n");
    }
}
