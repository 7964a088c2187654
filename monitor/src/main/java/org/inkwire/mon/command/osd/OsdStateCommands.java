// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.OsdMonitor;
import org.inkwire.mon.map.RefusedException;

/** Marking OSDs in, out, down; weights of OSDs in the map. Ceph: {@code OSDMonitor::prepare_command_impl}. */
final class OsdStateCommands {
    /** What fits in 31 bits of 65536ths. */
    private static final int MAX_SHARE = 0x7fff;

    private static final String IDS = "ids:String*";

    private final OsdMonitor osds;
    private final OsdCreationCommands creation;

    OsdStateCommands(OsdMonitor osds, OsdCreationCommands creation) {
        this.osds = osds;
        this.creation = creation;
    }

    void addTo(CommandTable t) {
        t.add("osd out", IDS, "give OSDs no data", "osd", "rw", c -> each(c, id -> out(c, id)));
        t.add("osd in", IDS, "give OSDs data again", "osd", "rw", c -> each(c, id -> in(c, id)));
        t.add(
                "osd down",
                IDS + " definitely_dead:Bool?",
                "mark OSDs down",
                "osd",
                "rw",
                c -> each(c, id -> down(c, id)));
        t.add(
                "osd stop",
                IDS,
                "tell OSDs to stop",
                "osd",
                "rw",
                c -> each(c, id -> {
                    if (c.map().isUp(id)) {
                        c.pending().flipState(id, OsdState.UP | OsdState.STOP);
                        return "stop down osd." + id + ". ";
                    }
                    return "osd." + id + " is already down. ";
                }));
        t.add("osd rm", IDS, "remove OSDs that are down", "osd", "rw", Command.FLAG_DEPRECATED, this::remove);
        t.add(
                "osd reweight",
                "id:OsdName weight:Float,range=0.0|1.0",
                "set how much of its share an OSD gets",
                "osd",
                "rw",
                OsdStateCommands::reweight);
        t.add(
                "osd reweightn",
                "weights:String",
                "set how much of their shares OSDs get: {<id>:<weight in 65536ths>,…}",
                "osd",
                "rw",
                OsdStateCommands::reweightAll);
        t.add(
                "osd primary-affinity",
                "id:OsdName weight:Float,range=0.0|1.0",
                "set how often an OSD is primary",
                "osd",
                "rw",
                OsdStateCommands::primaryAffinity);
    }

    /** Runs {@code action} for every id, expanding {@code all} and {@code any}, and joins the texts. */
    private static Reply each(Call c, IntFunction<String> action) {
        StringBuilder status = new StringBuilder();
        OSDMap map = c.map();
        for (int id : ids(c)) {
            status.append(map.exists(id) ? action.apply(id) : "osd." + id + " does not exist. ");
        }
        return Reply.committed(status.toString());
    }

    private static List<Integer> ids(Call c) {
        List<String> texts = c.strings("ids");
        if (texts.isEmpty()) {
            return List.of();
        }
        if (List.of("all", "any", "*").contains(texts.get(0))) {
            List<Integer> all = new ArrayList<>();
            for (int osd = 0; osd < c.map().maxOsd(); osd++) {
                if (c.map().exists(osd)) {
                    all.add(osd);
                }
            }
            return all;
        }
        return c.osdIds("ids");
    }

    private static String out(Call c, int osd) {
        if (!c.map().isIn(osd)) {
            return "osd." + osd + " is already out. ";
        }
        var changes = c.pending();
        changes.weight(osd, 0);
        if (c.map().osdXInfo(osd).oldWeight() > 0) {
            changes.xinfo(osd, changes.pendingXInfo(osd, c.map()).withOldWeight(0));
        }
        return "marked out osd." + osd + ". ";
    }

    private static String in(Call c, int osd) {
        if (c.map().isIn(osd)) {
            return "osd." + osd + " is already in. ";
        }
        long old = c.map().osdXInfo(osd).oldWeight();
        c.pending().weight(osd, old > 0 ? old : CrushMap.WEIGHT_ONE);
        return "marked in osd." + osd + ". ";
    }

    private String down(Call c, int osd) {
        if (!c.map().isUp(osd)) {
            return "osd." + osd + " is already down. ";
        }
        osds.markDown(osd);
        return "marked down osd." + osd + ". ";
    }

    private Reply remove(Call c) {
        StringBuilder status = new StringBuilder();
        boolean busy = false;
        for (int id : ids(c)) {
            if (!c.map().exists(id)) {
                status.append("osd.").append(id).append(" does not exist. ");
            } else if (c.map().isUp(id)) {
                busy = true;
                status.append("osd.").append(id).append(" is still up; must be down before removal. ");
            } else {
                creation.forget(c, id);
                status.append("removed osd.").append(id);
            }
        }
        return busy ? Reply.error(Errno.EBUSY, status.toString()) : Reply.committed(status.toString());
    }

    /** A share: 0 to 1 by the tool, but as in Ceph anything that the map can hold. */
    private static double share(Call c) {
        double weight = c.number("weight");
        if (weight < 0) {
            throw new RefusedException(Errno.EINVAL, "weight must be >= 0");
        }
        if (!(weight <= MAX_SHARE)) {
            throw new RefusedException(Errno.EINVAL, "weight must be <= " + MAX_SHARE);
        }
        return weight;
    }

    private static Reply reweight(Call c) {
        int osd = c.osdId("id");
        double weight = share(c);
        c.requireOsd(osd);
        long fixed = (long) (CrushMap.WEIGHT_ONE * weight);
        c.pending().weight(osd, fixed);
        return Reply.committed(
                "reweighted osd." + osd + " to " + Units.general(weight) + " (" + Long.toHexString(fixed) + ")");
    }

    /** All of them or none. */
    private static Reply reweightAll(Call c) {
        String text = c.string("weights");
        Map<Integer, Long> weights = new TreeMap<>();
        JsonNode all;
        try {
            all = Json.parse(text);
        } catch (JsonProcessingException e) {
            throw badWeights(Errno.EINVAL, text);
        }
        if (!all.isObject()) {
            throw badWeights(Errno.EINVAL, text);
        }
        for (Map.Entry<String, JsonNode> one : all.properties()) {
            weights.put(wholeNumber(one.getKey(), text), fixedShare(one.getValue(), text));
        }
        for (int osd : weights.keySet()) {
            if (!c.map().exists(osd)) {
                throw badWeights(Errno.ENOENT, text);
            }
        }
        weights.forEach(c.pending()::weight);
        return Reply.committed("");
    }

    /** Ceph takes them as text only. */
    private static long fixedShare(JsonNode weight, String all) {
        if (!weight.isTextual()) {
            throw badWeights(Errno.EINVAL, all);
        }
        return wholeNumber(weight.asText(), all);
    }

    private static int wholeNumber(String digits, String all) {
        try {
            int n = Integer.parseInt(digits);
            if (n >= 0) {
                return n;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw badWeights(Errno.EINVAL, all);
    }

    private static RefusedException badWeights(Errno errno, String text) {
        return new RefusedException(errno, "unable to parse 'weights' value '" + text + "'");
    }

    private static Reply primaryAffinity(Call c) {
        int osd = c.osdId("id");
        double weight = share(c);
        c.requireOsd(osd);
        int fixed = (int) (OSDMap.DEFAULT_PRIMARY_AFFINITY * weight);
        c.pending().primaryAffinity(osd, fixed);
        // Ceph's number in parentheses is the affinity in decimal, then the one in hexadecimal's leading digits, run
        // together; tools ignore it. Ours is the affinity.
        return Reply.committed("set osd." + osd + " primary-affinity to " + Units.general(weight) + " (" + fixed + ")");
    }
}
