// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.jspecify.annotations.Nullable;

/** All commands of the monitor, by prefix. Filled once, then immutable. */
public final class CommandTable {
    private final Map<String, Command> byPrefix = new LinkedHashMap<>();

    /**
     * @param prefix words separated by spaces
     * @param signature arguments as {@link Param#parse} reads them, separated by spaces; choice strings must not
     *     contain spaces
     */
    public void add(String prefix, String signature, String help, String module, String perm, Command.Handler handler) {
        add(prefix, signature, help, module, perm, 0, handler);
    }

    public void add(
            String prefix,
            String signature,
            String help,
            String module,
            String perm,
            int flags,
            Command.Handler handler) {
        Command old = byPrefix.put(
                prefix, new Command(prefix, Command.parseParams(signature), help, module, perm, flags, handler));
        if (old != null) {
            throw new IllegalStateException("command '" + prefix + "' is registered twice");
        }
    }

    /**
     * The command that a request's {@code prefix} names.
     *
     * @throws RefusedException EINVAL if there is none
     */
    public Command require(JsonNode arguments) {
        JsonNode prefix = arguments.get("prefix");
        if (prefix == null) {
            throw new RefusedException(Errno.EINVAL, "command prefix not found");
        }
        Command command = byPrefix.get(prefix.asText());
        if (command == null) {
            throw new RefusedException(Errno.EINVAL, "command not known");
        }
        return command;
    }

    /** The command with this prefix; null if there is none. */
    public @Nullable Command find(String prefix) {
        return byPrefix.get(prefix);
    }

    /** Answer to {@code get_command_descriptions}: {@code {"cmd000":{…},…}}. */
    public ObjectNode descriptions() {
        ObjectNode all = Json.object();
        byPrefix.values().forEach(c -> add(all, c.describe(c.flags())));
        return all;
    }

    /** The manager's answer: its commands, which it does not mark as its own. */
    public ObjectNode descriptionsOfManager() {
        ObjectNode all = Json.object();
        byPrefix.values().stream()
                .filter(Command::isOfManager)
                .forEach(c -> add(all, c.describe(c.flags() & ~Command.FLAG_MGR)));
        return all;
    }

    private static void add(ObjectNode all, ObjectNode description) {
        all.set(String.format("cmd%03d", all.size()), description);
    }
}
