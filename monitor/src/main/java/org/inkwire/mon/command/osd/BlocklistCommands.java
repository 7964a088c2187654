// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.InstantSource;
import java.util.Map;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;

/** Manages the clients that OSDs must no longer serve. */
final class BlocklistCommands {
    /** {@code mon_osd_blocklist_default_expire}, seconds. */
    private static final double DEFAULT_EXPIRE = 3600;

    private static final double NANOS = 1e9;

    private final InstantSource wallClock;

    BlocklistCommands(InstantSource wallClock) {
        this.wallClock = wallClock;
    }

    void addTo(CommandTable t) {
        for (String name : new String[] {"blocklist", "blacklist"}) {
            boolean old = name.equals("blacklist");
            int flags = old ? Command.FLAG_DEPRECATED : 0;
            t.add(
                    "osd " + name,
                    name + "op:Choices,strings=add|rm addr:EntityAddr expire:Float?,range=0.0",
                    "add a client to the blocklist, or remove it",
                    "osd",
                    "rw",
                    flags,
                    c -> change(c, c.string(name + "op")));
            t.add(
                    "osd " + name + " ls",
                    "",
                    "list the clients on the blocklist",
                    "osd",
                    "r",
                    flags,
                    BlocklistCommands::list);
            t.add("osd " + name + " clear", "", "clear the blocklist", "osd", "rw", flags, c -> {
                c.map().blocklist().keySet().forEach(addr -> c.pending().unblocklist(addr));
                return Reply.committed(" removed all blocklist entries");
            });
        }
    }

    private static EntityAddr address(Call c) {
        String text = c.string("addr");
        try {
            // Blocklisted clients are identified by IP, port and nonce, whatever their protocol.
            return EntityAddr.parse(text).withType(EntityAddr.Type.ANY);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Errno.EINVAL, "unable to parse address " + text);
        }
    }

    private Reply change(Call c, String op) {
        EntityAddr addr = address(c);
        String text = Json.legacyAddr(addr);
        if (op.equals("add")) {
            double seconds = c.optionalNumber("expire").orElse(DEFAULT_EXPIRE);
            UTime until = UTime.of(wallClock.instant().plusNanos((long) (seconds * NANOS)));
            c.pending().blocklist(addr, until);
            return Reply.committed(
                    "blocklisting " + text + " until " + Units.stamp(until) + " (" + Units.general(seconds) + " sec)");
        }
        if (!op.equals("rm")) {
            throw RefusedException.bare(Errno.EINVAL);
        }
        if (!c.map().blocklist().containsKey(addr)) {
            return Reply.ok(text + " isn't blocklisted");
        }
        c.pending().unblocklist(addr);
        return Reply.committed("un-blocklisting " + text);
    }

    private static Reply list(Call c) {
        ArrayNode json = Json.array();
        StringBuilder plain = new StringBuilder();
        for (Map.Entry<EntityAddr, UTime> e : c.map().blocklist().entrySet()) {
            String addr = Json.legacyAddr(e.getKey());
            json.addObject().put("addr", addr).put("until", Units.stamp(e.getValue()));
            plain.append(addr).append(' ').append(Units.stamp(e.getValue())).append('\n');
        }
        return c.reply(json, plain.toString()).withStatus("listed " + json.size() + " entries");
    }
}
