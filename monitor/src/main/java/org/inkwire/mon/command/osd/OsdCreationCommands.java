// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import java.util.UUID;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.RefusedException;

/** Assigns and releases OSD ids. Ceph: {@code OSDMonitor::prepare_command_osd_new}, {@code _purge}. */
final class OsdCreationCommands {
    private static final String PURGE_WARNING =
            "Are you SURE?  Did you verify with 'ceph osd safe-to-destroy'?  This will mean real, permanent data loss, as"
                    + " well as deletion of cephx and lockbox keys. Pass --yes-i-really-mean-it if you really do.";

    private final CephConf conf;
    private final OsdMetadata metadata;
    private final PgStatsMap pgStats;

    OsdCreationCommands(CephConf conf, OsdMetadata metadata, PgStatsMap pgStats) {
        this.conf = conf;
        this.metadata = metadata;
        this.pgStats = pgStats;
    }

    void addTo(CommandTable t) {
        t.add(
                "osd new",
                "uuid:UUID id:OsdName?",
                "create an OSD id, or find that of a uuid",
                "osd",
                "rw",
                c -> create(c, c.uuid("uuid")));
        t.add(
                "osd create",
                "uuid:UUID? id:OsdName?",
                "create an OSD id",
                "osd",
                "rw",
                Command.FLAG_DEPRECATED,
                c -> create(c, c.has("uuid") ? c.uuid("uuid") : new UUID(0, 0)));
        String purge = "id:OsdName yes_i_really_mean_it:Bool?";
        t.add(
                "osd purge",
                "id:OsdName force:Bool? yes_i_really_mean_it:Bool?",
                "remove an OSD and all that is known of it",
                "osd",
                "rw",
                Command.FLAG_MGR,
                this::purge);
        t.add(
                "osd purge-actual",
                purge,
                "remove an OSD and all that is known of it",
                "osd",
                "rw",
                Command.FLAG_HIDDEN,
                this::purge);
        t.add("osd purge-new", purge, "remove an OSD that never started", "osd", "rw", this::purge);
        t.add(
                "osd destroy",
                "id:OsdName force:Bool? yes_i_really_mean_it:Bool?",
                "keep an OSD's id for a replacement",
                "osd",
                "rw",
                Command.FLAG_MGR,
                OsdCreationCommands::destroy);
        t.add(
                "osd destroy-actual",
                purge,
                "keep an OSD's id for a replacement",
                "osd",
                "rw",
                Command.FLAG_HIDDEN,
                OsdCreationCommands::destroy);
        t.add(
                "osd lost",
                purge,
                "give up the data of an OSD that will not return",
                "osd",
                "rw",
                OsdCreationCommands::lost);
        t.add("osd setmaxosd", "newmax:Int,range=0", "set the limit of OSD ids", "osd", "rw", this::setMaxOsd);
    }

    private static Reply idReply(Call c, int osd) {
        ObjectNode o = Json.object().put("osdid", osd);
        return c.reply(o, osd + "\n").onceCommitted();
    }

    private Reply create(Call c, UUID uuid) {
        OSDMap map = c.map();
        boolean named = uuid.getMostSignificantBits() != 0 || uuid.getLeastSignificantBits() != 0;
        int known = named ? map.osdByUuid(uuid) : -1;
        OptionalInt asked = c.optionalOsdId("id");
        if (known >= 0) {
            if (asked.isPresent() && asked.getAsInt() != known) {
                throw new RefusedException(Errno.EEXIST, "uuid " + uuid + " already in use for different id " + known);
            }
            return idReply(c, known);
        }
        int osd = asked.isPresent() ? reusable(map, asked.getAsInt()) : firstFree(map);
        if (osd >= conf.get(Options.MON_MAX_OSD)) {
            throw new RefusedException(Errno.ERANGE, "osd." + osd + " is beyond mon_max_osd");
        }
        OSDMapIncremental.Builder changes = c.pending();
        if (osd >= changes.pendingMaxOsd(map)) {
            changes.maxOsd(osd + 1);
        }
        if (map.exists(osd)) {
            changes.flipState(osd, OsdState.DESTROYED);
        } else {
            // Setting a weight makes the OSD exist; the state then marks it as never up.
            changes.weight(osd, CrushMap.WEIGHT_ONE).flipState(osd, OsdState.NEW);
        }
        if (named) {
            changes.uuid(osd, uuid);
        }
        return idReply(c, osd);
    }

    private static int firstFree(OSDMap map) {
        int osd = 0;
        while (map.exists(osd)) {
            osd++;
        }
        return osd;
    }

    private static int reusable(OSDMap map, int osd) {
        if (osd < 0) {
            throw new RefusedException(Errno.EINVAL, "invalid osd id" + osd);
        }
        if (map.exists(osd) && (map.state(osd) & OsdState.DESTROYED) == 0) {
            throw new RefusedException(Errno.EEXIST, "osd." + osd + " has not been destroyed");
        }
        return osd;
    }

    /** Removes an OSD from the OSDMap. */
    void forget(Call c, int osd) {
        OSDMapIncremental.Builder changes = c.pending();
        changes.clearState(osd).flipState(osd, c.map().state(osd)).weight(osd, 0);
        metadata.remove(osd);
        pgStats.removeOsd(osd);
    }

    private Reply purge(Call c) {
        int osd = c.osdId("id");
        if (!c.flag("yes_i_really_mean_it") && !c.flag("force")) {
            throw new RefusedException(Errno.EPERM, PURGE_WARNING);
        }
        OSDMap map = c.map();
        if (!map.exists(osd)) {
            return Reply.ok("osd." + osd + " does not exist");
        }
        if (map.isUp(osd)) {
            throw new RefusedException(Errno.EBUSY, "osd." + osd + " is not `down`.");
        }
        CrushMap crush = c.pending().pendingCrush(map);
        String name = crush.name(osd);
        if (name != null) {
            CrushMapBuilder b = crush.toBuilder();
            b.remove(name);
            c.pending().crush(b.build());
        }
        forget(c, osd);
        return Reply.committed("purged osd." + osd);
    }

    private static Reply destroy(Call c) {
        int osd = c.osdId("id");
        if (!c.flag("yes_i_really_mean_it") && !c.flag("force")) {
            throw new RefusedException(Errno.EPERM, PURGE_WARNING);
        }
        OSDMap map = c.map();
        if (!map.exists(osd)) {
            return Reply.ok("osd." + osd + " does not exist");
        }
        if (map.isUp(osd)) {
            throw new RefusedException(Errno.EBUSY, "osd." + osd + " is not `down`.");
        }
        if ((map.state(osd) & OsdState.DESTROYED) != 0) {
            return Reply.ok("destroyed osd." + osd);
        }
        c.pending().flipState(osd, OsdState.DESTROYED).uuid(osd, new UUID(0, 0));
        return Reply.committed("destroyed osd." + osd);
    }

    private static Reply lost(Call c) {
        int osd = c.osdId("id");
        if (!c.flag("yes_i_really_mean_it")) {
            throw new RefusedException(
                    Errno.EPERM,
                    "are you SURE?  this might mean real, permanent data loss.  pass --yes-i-really-mean-it if you"
                            + " really do.");
        }
        OSDMap map = c.map();
        if (!map.exists(osd) || map.isUp(osd)) {
            throw new RefusedException(Errno.EBUSY, "osd." + osd + " is not down or doesn't exist");
        }
        long epoch = map.osdInfo(osd).downAt();
        c.pending().lost(osd, epoch);
        return Reply.committed("marked osd lost in epoch " + epoch);
    }

    private Reply setMaxOsd(Call c) {
        long max = c.integer("newmax");
        OSDMap map = c.map();
        long limit = conf.get(Options.MON_MAX_OSD);
        if (max < 0 || max > limit) {
            throw new RefusedException(
                    Errno.ERANGE, "cannot set max_osd to " + max + " which is > conf.mon_max_osd (" + limit + ")");
        }
        for (int osd = (int) max; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                throw new RefusedException(
                        Errno.EBUSY,
                        "cannot shrink max_osd to " + max + " because osd." + osd
                                + " (and possibly others) still in use");
            }
        }
        c.pending().maxOsd((int) max);
        return Reply.committed("set new max_osd = " + max);
    }
}
