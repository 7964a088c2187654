// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.AuthDatabase;
import org.inkwire.mon.service.Keyring;

/** Changes the auth database. */
final class AuthChangeCommands {
    private static final String ENTITY_CAPS = "entity:String caps:String*?";

    private final AuthDatabase auth;

    AuthChangeCommands(AuthDatabase auth) {
        this.auth = auth;
    }

    void addTo(CommandTable t) {
        t.add("auth add", ENTITY_CAPS, "add a key, from the input or a new one", "auth", "rwx", this::add);
        t.add("auth caps", "entity:String caps:String*", "replace capabilities", "auth", "rwx", this::caps);
        t.add("auth import", "", "add the keys of a keyring, the input", "auth", "rwx", this::importKeyring);
        t.add("auth get-or-create", ENTITY_CAPS, "show a key, a new one if there is none", "auth", "rwx", c -> {
            NavigableMap<String, String> caps = Entities.caps(c);
            String entity = Entities.named(c);
            Keyring.Entry entry = getOrCreate(entity, caps);
            return c.reply(Json.array().add(AuthCommands.json(entity, entry)), Keyring.text(entity, entry, false));
        });
        t.add("auth get-or-create-key", ENTITY_CAPS, "show a key, a new one if there is none", "auth", "rwx", c -> {
            NavigableMap<String, String> caps = Entities.caps(c);
            Keyring.Entry entry = getOrCreate(Entities.named(c), caps);
            return c.reply(Json.object().put("key", entry.key()), entry.key() + "\n");
        });
        for (String rm : List.of("rm", "del")) {
            int flags = rm.equals("del") ? Command.FLAG_DEPRECATED : 0;
            t.add("auth " + rm, "entity:String", "remove a key", "auth", "rwx", flags, c -> {
                String entity = Entities.named(c);
                return Reply.ok(auth.remove(entity) ? "updated" : "entity " + entity + " does not exist");
            });
        }
    }

    /** The input as a keyring; empty without input. */
    private static NavigableMap<String, Keyring.Entry> input(Call c) {
        try {
            return Keyring.parse(c.input().toString(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Errno.EINVAL, "error decoding keyring: " + e.getMessage());
        }
    }

    private Reply add(Call c) {
        NavigableMap<String, String> caps = Entities.caps(c);
        String entity = Entities.named(c);
        NavigableMap<String, Keyring.Entry> input = input(c);
        Keyring.Entry given = input.get(entity);
        if (!input.isEmpty() && given == null) {
            throw new RefusedException(Errno.ENOENT, "keyring does not have " + entity);
        }
        if (given != null && !given.caps().isEmpty() && !caps.isEmpty()) {
            throw new RefusedException(Errno.EINVAL, "caps cannot be specified both in keyring and in command");
        }
        NavigableMap<String, String> wanted = caps.isEmpty() && given != null ? given.caps() : caps;
        Keyring.Entry old = auth.get(entity);
        if (old != null) {
            if (given != null && !given.key().equals(old.key())) {
                throw new RefusedException(Errno.EINVAL, "entity " + entity + " exists but key does not match");
            }
            if (!wanted.equals(old.caps())) {
                throw new RefusedException(Errno.EINVAL, "entity " + entity + " exists but caps do not match");
            }
            return Reply.ok("");
        }
        auth.put(entity, new Keyring.Entry(given == null ? auth.newKey() : given.key(), wanted));
        return Reply.ok("added key for " + entity);
    }

    private Reply caps(Call c) {
        NavigableMap<String, String> caps = Entities.caps(c);
        String entity = Entities.named(c);
        Keyring.Entry old = auth.get(entity);
        if (old == null) {
            throw new RefusedException(Errno.ENOENT, "couldn't find entry " + entity);
        }
        auth.put(entity, new Keyring.Entry(old.key(), caps));
        return Reply.ok("updated caps for " + entity);
    }

    private Keyring.Entry getOrCreate(String entity, NavigableMap<String, String> caps) {
        Keyring.Entry old = auth.get(entity);
        if (old != null) {
            caps.forEach((service, cap) -> {
                if (!cap.equals(old.caps().get(service))) {
                    throw new RefusedException(
                            Errno.EINVAL, "key for " + entity + " exists but cap " + service + " does not match");
                }
            });
            return old;
        }
        Keyring.Entry created = new Keyring.Entry(auth.newKey(), caps);
        auth.put(entity, created);
        return created;
    }

    private Reply importKeyring(Call c) {
        NavigableMap<String, Keyring.Entry> input = input(c);
        if (input.isEmpty()) {
            throw new RefusedException(Errno.EINVAL, "auth import: no data supplied");
        }
        auth.putAll(input);
        return Reply.ok("imported keyring");
    }
}
