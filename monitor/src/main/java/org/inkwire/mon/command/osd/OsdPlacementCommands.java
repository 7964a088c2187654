// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.map.UpmapItem;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.show.OsdMapDump;

/** Object placement and exceptions to it: {@code osd map}, upmaps, temporary sets. */
final class OsdPlacementCommands {
    private static final String PGID = "pgid:Pgid";

    private OsdPlacementCommands() {}

    static void addTo(CommandTable t) {
        t.add(
                "osd map",
                "pool:Poolname object:Objectname nspace:String?",
                "show where an object is",
                "osd",
                "r",
                OsdPlacementCommands::map);
        t.add(
                "osd pg-upmap",
                PGID + " id:OsdName*",
                "put a PG on these OSDs",
                "osd",
                "rw",
                OsdPlacementCommands::upmap);
        t.add("osd rm-pg-upmap", PGID, "end such an exception", "osd", "rw", c -> {
            PgId pgid = existingPg(c);
            c.pending().removePgUpmap(pgid);
            return Reply.committed("clear " + pgid + " pg_upmap mapping");
        });
        t.add(
                "osd pg-upmap-items",
                PGID + " id:OsdName*",
                "remap a PG's OSDs, pair by pair",
                "osd",
                "rw",
                OsdPlacementCommands::upmapItems);
        t.add("osd rm-pg-upmap-items", PGID, "end such an exception", "osd", "rw", c -> {
            PgId pgid = existingPg(c);
            c.pending().removePgUpmapItems(pgid);
            return Reply.committed("clear " + pgid + " pg_upmap_items mapping");
        });
        t.add(
                "osd pg-temp",
                PGID + " id:OsdName*?",
                "set a PG's temporary acting set",
                "osd",
                "rw",
                OsdPlacementCommands::pgTemp);
        t.add(
                "osd primary-temp",
                PGID + " id:OsdName",
                "set a PG's temporary primary, -1: none",
                "osd",
                "rw",
                OsdPlacementCommands::primaryTemp);
    }

    private static PgId existingPg(Call c) {
        return c.existingPg(c.string("pgid"));
    }

    private static Reply map(Call c) {
        String poolName = c.string("pool");
        Call.PoolRef pool = c.poolOrNull(poolName);
        if (pool == null) {
            throw new RefusedException(Errno.ENOENT, "pool " + poolName + " does not exist");
        }
        String nspace = c.optional("nspace", "");
        String name = c.string("object");
        OSDMap map = c.map();
        PgId raw = map.objectToRawPg(pool.id(), name, nspace);
        PgId pgid = map.rawPgToPg(raw);
        UpActing where = map.pgToUpActing(pgid);
        String full = nspace.isEmpty() ? name : nspace + "/" + name;
        ObjectNode o =
                Json.object().put("epoch", map.epoch()).put("pool", poolName).put("pool_id", pool.id());
        o.put("objname", full).put("raw_pgid", raw.toString()).put("pgid", pgid.toString());
        o.set("up", Json.ints(where.up()));
        o.put("up_primary", where.upPrimary());
        o.set("acting", Json.ints(where.acting()));
        o.put("acting_primary", where.actingPrimary());
        String plain = "osdmap e" + map.epoch() + " pool '" + poolName + "' (" + pool.id() + ") object '" + full
                + "' -> pg " + raw + " (" + pgid + ") -> up (" + OsdMapDump.list(where.up()) + ", p"
                + where.upPrimary() + ") acting (" + OsdMapDump.list(where.acting()) + ", p"
                + where.actingPrimary() + ")\n";
        return c.reply(o, plain);
    }

    private static Reply upmap(Call c) {
        PgId pgid = existingPg(c);
        List<Integer> osds = c.osdIds("id");
        PgPool pool = c.map().pool(pgid.pool());
        if (pool != null && osds.size() > pool.size()) {
            throw new RefusedException(
                    Errno.EINVAL, "num of osds (" + osds.size() + ") > pool size (" + pool.size() + ")");
        }
        checkDistinct(c, osds);
        c.pending().pgUpmap(pgid, osds);
        return Reply.committed("set " + pgid + " pg_upmap mapping to " + OsdMapDump.list(osds));
    }

    private static void checkDistinct(Call c, List<Integer> osds) {
        List<Integer> seen = new ArrayList<>();
        for (int osd : osds) {
            c.requireOsd(osd);
            if (seen.contains(osd)) {
                throw new RefusedException(Errno.EINVAL, "osd." + osd + " is already specified");
            }
            seen.add(osd);
        }
    }

    private static Reply upmapItems(Call c) {
        PgId pgid = existingPg(c);
        List<Integer> ids = c.osdIds("id");
        if (ids.isEmpty() || ids.size() % 2 != 0) {
            throw new RefusedException(Errno.EINVAL, "you must specify pairs of osd ids to be remapped");
        }
        List<UpmapItem> items = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += 2) {
            int from = c.requireOsd(ids.get(i));
            int to = c.requireOsd(ids.get(i + 1));
            if (from == to) {
                throw new RefusedException(
                        Errno.EINVAL, "from osd." + from + " == to osd." + to + ", nothing to remap");
            }
            items.add(new UpmapItem(from, to));
        }
        c.pending().pgUpmapItems(pgid, items);
        String text = items.stream().map(i -> i.from() + "->" + i.to()).collect(Collectors.joining(",", "[", "]"));
        return Reply.committed("set " + pgid + " pg_upmap_items mapping to " + text);
    }

    private static Reply pgTemp(Call c) {
        PgId pgid = existingPg(c);
        List<Integer> osds = c.osdIds("id");
        osds.forEach(c::requireOsd);
        c.pending().pgTemp(pgid, osds);
        return Reply.committed(
                osds.isEmpty()
                        ? "done cleaning up pg_temp of " + pgid
                        : "set " + pgid + " pg_temp mapping to " + OsdMapDump.list(osds));
    }

    private static Reply primaryTemp(Call c) {
        PgId pgid = existingPg(c);
        int osd = c.osdId("id");
        if (osd != -1) {
            c.requireOsd(osd);
        }
        c.pending().primaryTemp(pgid, osd);
        return Reply.committed("set " + pgid + " primary_temp mapping to " + osd);
    }
}
