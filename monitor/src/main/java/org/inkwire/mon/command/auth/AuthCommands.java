// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.auth;

import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.wire.entity.AuthEntityName;

/** The auth database, which is empty: this cluster authenticates by AUTH_NONE. */
public final class AuthCommands {
    private static final String ENTITY = "entity:String";

    private AuthCommands() {}

    public static void addTo(CommandTable t) {
        t.add("auth ls", "", "list keys", "auth", "rx", AuthCommands::list);
        t.add("auth list", "", "list keys", "auth", "rx", Command.FLAG_DEPRECATED, AuthCommands::list);
        t.add("auth get", ENTITY, "show a key", "auth", "rx", c -> {
            String entity = entity(c);
            throw new RefusedException(Errno.ENOENT, "failed to find " + entity + " in keyring");
        });
        for (String get : new String[] {"get-key", "print-key", "print_key"}) {
            t.add("auth " + get, ENTITY, "show a key", "auth", "rx", c -> {
                throw new RefusedException(Errno.ENOENT, "don't have " + entity(c));
            });
        }
    }

    private static String entity(Call c) {
        String text = c.string("entity");
        try {
            return AuthEntityName.parse(text).toString();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Errno.EINVAL, "invalid entity_auth " + text);
        }
    }

    private static Reply list(Call c) {
        return c.format().isJson() ? c.reply(Json.object()) : Reply.ok("no installed auth entries!\n");
    }
}
