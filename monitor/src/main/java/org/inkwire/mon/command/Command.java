// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;

/**
 * One command: its signature and what it does. Immutable. Ceph: a row of {@code MonCommands.h}.
 *
 * @param prefix the words before the arguments
 * @param help for the user
 * @param module {@code mon}, {@code osd}, {@code pg}, {@code auth}, {@code config}
 * @param perm {@code r}, {@code rw}, {@code rx}, …
 * @param flags bits of protocol mon section 5.3
 */
public record Command(
        String prefix, List<Param> params, String help, String module, String perm, int flags, Handler handler) {
    public static final int FLAG_DEPRECATED = 4;

    /** The manager answers it; so does the monitor, in the manager's place. */
    public static final int FLAG_MGR = 8;

    public static final int FLAG_HIDDEN = 0x20;

    /** Runs a command on the monitor's center. */
    @FunctionalInterface
    public interface Handler {
        /** @throws RefusedException to refuse */
        Reply run(Call call);
    }

    /** Whether the command may change the map; if so, it waits for changes in progress. */
    public boolean writes() {
        return perm.indexOf('w') >= 0;
    }

    static List<Param> parseParams(String signature) {
        List<Param> params = new ArrayList<>();
        if (!signature.isEmpty()) {
            for (String part : signature.split(" ", -1)) {
                params.add(Param.parse(part));
            }
        }
        return List.copyOf(params);
    }

    /** Whether the manager answers it. */
    public boolean isOfManager() {
        return (flags & FLAG_MGR) != 0;
    }

    /**
     * One value of the answer to {@code get_command_descriptions}.
     *
     * @param shown the flags to show
     */
    ObjectNode describe(int shown) {
        ObjectNode o = Json.object();
        ArrayNode sig = o.putArray("sig");
        for (String word : prefix.split(" ", -1)) {
            sig.add(word);
        }
        params.forEach(p -> sig.add(p.describe()));
        return o.put("help", help).put("module", module).put("perm", perm).put("flags", shown);
    }
}
