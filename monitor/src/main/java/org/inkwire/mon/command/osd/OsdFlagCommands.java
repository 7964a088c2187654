// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.osd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.ReleaseName;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.CrushDevices;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.show.OsdMapDump;

/** Flags and thresholds of the whole cluster, and flags of single OSDs. */
final class OsdFlagCommands {
    private static final Map<String, Integer> FLAGS = new LinkedHashMap<>();
    private static final Map<String, Integer> OSD_FLAGS = new LinkedHashMap<>();

    static {
        FLAGS.put("pause", OSDMapFlags.PAUSERD | OSDMapFlags.PAUSEWR);
        FLAGS.put("noup", OSDMapFlags.NOUP);
        FLAGS.put("nodown", OSDMapFlags.NODOWN);
        FLAGS.put("noout", OSDMapFlags.NOOUT);
        FLAGS.put("noin", OSDMapFlags.NOIN);
        FLAGS.put("nobackfill", OSDMapFlags.NOBACKFILL);
        FLAGS.put("norebalance", OSDMapFlags.NOREBALANCE);
        FLAGS.put("norecover", OSDMapFlags.NORECOVER);
        FLAGS.put("noscrub", OSDMapFlags.NOSCRUB);
        FLAGS.put("nodeep-scrub", OSDMapFlags.NODEEP_SCRUB);
        FLAGS.put("notieragent", OSDMapFlags.NOTIERAGENT);
        FLAGS.put("nosnaptrim", OSDMapFlags.NOSNAPTRIM);
        OSD_FLAGS.put("noup", OsdState.NOUP);
        OSD_FLAGS.put("nodown", OsdState.NODOWN);
        OSD_FLAGS.put("noin", OsdState.NOIN);
        OSD_FLAGS.put("noout", OsdState.NOOUT);
    }

    private OsdFlagCommands() {}

    static void addTo(CommandTable t) {
        // Ceph's tools offer "full" too, which its monitor then refuses: OSDs decide when they are full.
        String key = "key:Choices,strings=full|" + String.join("|", FLAGS.keySet());
        t.add(
                "osd set",
                key + "|pglog_hardlimit yes_i_really_mean_it:Bool?",
                "set a flag of the cluster",
                "osd",
                "rw",
                c -> set(c, c.string("key"), true));
        t.add("osd unset", key, "clear a flag of the cluster", "osd", "rw", c -> set(c, c.string("key"), false));
        t.add("osd pause", "", "stop reads and writes", "osd", "rw", c -> set(c, "pause", true));
        t.add("osd unpause", "", "resume reads and writes", "osd", "rw", c -> set(c, "pause", false));
        t.add("osd set-group", "flags:String who:String*", "set flags of OSDs", "osd", "rw", c -> group(c, true));
        t.add("osd unset-group", "flags:String who:String*", "clear flags of OSDs", "osd", "rw", c -> group(c, false));
        OSD_FLAGS.forEach((name, bit) -> {
            t.add(
                    "osd add-" + name,
                    "ids:String*",
                    "set " + name + " of OSDs",
                    "osd",
                    "rw",
                    Command.FLAG_DEPRECATED,
                    c -> osdFlag(c, List.of(name), "ids", true));
            t.add(
                    "osd rm-" + name,
                    "ids:String*",
                    "clear " + name + " of OSDs",
                    "osd",
                    "rw",
                    Command.FLAG_DEPRECATED,
                    c -> osdFlag(c, List.of(name), "ids", false));
        });
        String ratio = "ratio:Float,range=0.0|1.0";
        t.add("osd set-full-ratio", ratio, "set when OSDs are full", "osd", "rw", c -> ratio(c, "full"));
        t.add("osd set-nearfull-ratio", ratio, "set when OSDs are nearly full", "osd", "rw", c -> ratio(c, "nearfull"));
        t.add(
                "osd set-backfillfull-ratio",
                ratio,
                "set when OSDs refuse backfill",
                "osd",
                "rw",
                c -> ratio(c, "backfillfull"));
        t.add(
                "osd require-osd-release",
                "release:Choices,strings=luminous|mimic|nautilus|octopus|pacific yes_i_really_mean_it:Bool?",
                "set the oldest OSD release admitted",
                "osd",
                "rw",
                OsdFlagCommands::requireOsdRelease);
        t.add(
                "osd set-require-min-compat-client",
                "version:String yes_i_really_mean_it:Bool?",
                "set the oldest client release admitted",
                "osd",
                "rw",
                OsdFlagCommands::requireClient);
    }

    private static Reply set(Call c, String key, boolean on) {
        if (on && key.equals("pglog_hardlimit")) {
            c.pending().flags(c.map().flags() | OSDMapFlags.PGLOG_HARDLIMIT);
            return Reply.committed("pglog_hardlimit is set");
        }
        Integer bits = FLAGS.get(key);
        if (bits == null) {
            throw new RefusedException(Errno.EINVAL, "unrecognized flag '" + key + "'");
        }
        int flags = c.map().flags();
        c.pending().flags(on ? flags | bits : flags & ~bits);
        return Reply.committed(String.join(",", OSDMapFlags.names(bits)) + (on ? " is set" : " is unset"));
    }

    private static Reply group(Call c, boolean on) {
        List<String> flags = List.of(c.string("flags").split(",", -1));
        for (String flag : flags) {
            if (!OSD_FLAGS.containsKey(flag)) {
                throw new RefusedException(
                        Errno.EINVAL, "unrecognized flag '" + flag + "', must be one of {noup,nodown,noin,noout}");
            }
        }
        return osdFlag(c, flags, "who", on);
    }

    /** OSDs by id, by the CRUSH bucket above them or by device class. */
    private static List<Integer> targets(Call c, String argument) {
        CrushMap crush = c.map().crush();
        List<String> names = c.strings(argument);
        if (names.isEmpty()) {
            throw new RefusedException(Errno.EINVAL, "must specify at least one or more targets to set/unset");
        }
        List<Integer> ids = new ArrayList<>();
        for (String name : names) {
            Integer item = crush.idOf(name);
            if (item != null) {
                ids.addAll(CrushDevices.under(crush, item));
            } else if (crush.classNames().containsValue(name)) {
                for (int osd = 0; osd < c.map().maxOsd(); osd++) {
                    if (name.equals(crush.classOf(osd))) {
                        ids.add(osd);
                    }
                }
            } else {
                ids.add(osdOf(name));
            }
        }
        return ids;
    }

    private static int osdOf(String name) {
        try {
            return Call.parseOsdId(name);
        } catch (RefusedException e) {
            throw new RefusedException(
                    e.errno(), "unable to parse osd id or crush node or device class: \"" + name + "\". ");
        }
    }

    private static Reply osdFlag(Call c, List<String> flags, String targets, boolean on) {
        OSDMap map = c.map();
        List<Integer> ids = targets(c, targets);
        for (String flag : flags) {
            int bit = OSD_FLAGS.getOrDefault(flag, 0);
            for (int id : ids) {
                c.requireOsd(id);
                if ((map.state(id) & bit) != 0 != on) {
                    c.pending().flipState(id, bit);
                }
            }
        }
        return Reply.committed("");
    }

    private static Reply ratio(Call c, String which) {
        float value = (float) c.number("ratio");
        OSDMap map = c.map();
        c.pending()
                .fullRatios(
                        which.equals("nearfull") ? value : map.nearfullRatio(),
                        which.equals("backfillfull") ? value : map.backfillfullRatio(),
                        which.equals("full") ? value : map.fullRatio());
        return Reply.committed("osd set-" + which + "-ratio " + Units.general(value));
    }

    private static Reply requireOsdRelease(Call c) {
        int release = ReleaseName.numberOf(c.string("release"));
        if (release < OSDMap.RELEASE_LUMINOUS || release > OSDMap.RELEASE_PACIFIC) {
            throw new RefusedException(Errno.EINVAL, "unrecognized release " + c.string("release"));
        }
        if (release < c.map().requireOsdRelease() && !c.flag("yes_i_really_mean_it")) {
            throw new RefusedException(Errno.EPERM, "require_osd_release cannot be lowered once it has been set");
        }
        c.pending().requireOsdRelease(release);
        return Reply.committed("");
    }

    private static Reply requireClient(Call c) {
        String name = c.string("version");
        int release = ReleaseName.numberOf(name);
        if (release < 0) {
            throw new RefusedException(Errno.EINVAL, "version " + name + " is not recognized");
        }
        if (release < ReleaseName.numberOf(OsdMapDump.minCompatClient(c.map()))) {
            throw new RefusedException(
                    Errno.EPERM,
                    "osdmap current utilizes features that require " + OsdMapDump.minCompatClient(c.map())
                            + "; cannot set require_min_compat_client below that to " + name);
        }
        c.pending().requireMinCompatClient(release);
        return Reply.committed("set require_min_compat_client to " + name);
    }
}
