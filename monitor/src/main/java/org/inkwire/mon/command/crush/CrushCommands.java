// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.crush;

import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.wire.MalformedInputException;

/** Changes the CRUSH hierarchy. Ceph: {@code OSDMonitor::prepare_command_impl}. */
final class CrushCommands {
    private static final String ITEM = "name:String,goodchars=[A-Za-z0-9-_.]";
    private static final String LOCATION = "args:String*,goodchars=[A-Za-z0-9-_.=]";
    private static final String PLACE = "id:OsdName weight:Float,range=0.0 " + LOCATION;

    /** Largest weight that fits in 16.16 fixed point. */
    private static final double MAX_WEIGHT = 0xffff;

    private CrushCommands() {}

    static void addTo(CommandTable t) {
        t.add("osd crush create-or-move", PLACE, "place an OSD, or move it", "osd", "rw", CrushCommands::createOrMove);
        t.add("osd crush add", PLACE, "place an OSD, with this weight", "osd", "rw", c -> place(c, "add"));
        t.add("osd crush set", PLACE, "place an OSD, with this weight", "osd", "rw", c -> place(c, "set"));
        t.add("osd crush move", ITEM + " " + LOCATION, "move an item", "osd", "rw", CrushCommands::move);
        t.add(
                "osd crush add-bucket",
                ITEM + " type:String args:String*?,goodchars=[A-Za-z0-9-_.=]",
                "add an empty bucket",
                "osd",
                "rw",
                CrushCommands::addBucket);
        t.add(
                "osd crush rename-bucket",
                "srcname:String,goodchars=[A-Za-z0-9-_.] dstname:String,goodchars=[A-Za-z0-9-_.]",
                "rename a bucket",
                "osd",
                "rw",
                CrushCommands::rename);
        for (String rm : List.of("rm", "remove")) {
            t.add(
                    "osd crush " + rm,
                    ITEM + " ancestor:String?,goodchars=[A-Za-z0-9-_.]",
                    "remove an item",
                    "osd",
                    "rw",
                    rm.equals("rm") ? 0 : Command.FLAG_DEPRECATED,
                    CrushCommands::remove);
        }
        t.add(
                "osd crush reweight",
                ITEM + " weight:Float,range=0.0",
                "set an OSD's CRUSH weight",
                "osd",
                "rw",
                CrushCommands::reweight);
        t.add(
                "osd crush set-device-class",
                "class:String ids:String*",
                "bind OSDs to a class",
                "osd",
                "rw",
                CrushCommands::setClass);
        t.add(
                "osd crush rm-device-class",
                "ids:String*",
                "unbind OSDs from their class",
                "osd",
                "rw",
                CrushCommands::removeClass);
        t.add(
                "osd setcrushmap",
                "prior_version:Int?",
                "replace the CRUSH map with the input",
                "osd",
                "rw",
                CrushCommands::setCrushMap);
    }

    /** Adds the builder's map to the pending change. A map that the builder rejects is a user error. */
    private static Reply store(Call c, CrushMapBuilder b, String status) {
        c.pending().crush(b.build());
        return Reply.committed(status);
    }

    private static CrushMapBuilder builder(Call c) {
        return c.pending().pendingCrush(c.map()).toBuilder();
    }

    private static RefusedException refused(IllegalArgumentException e) {
        return new RefusedException(Errno.EINVAL, String.valueOf(e.getMessage()));
    }

    /** Converts to 16.16 fixed point, rounding towards zero as Ceph does. */
    private static long fixed(double weight) {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new RefusedException(Errno.EINVAL, "weight " + Units.general(weight) + " is out of range");
        }
        return (long) (weight * CrushMap.WEIGHT_ONE);
    }

    private static String text(Map<String, String> location) {
        List<String> parts = new ArrayList<>();
        location.forEach((type, name) -> parts.add(type + "=" + name));
        return "{" + String.join(",", parts) + "}";
    }

    /** @param hint ends the refusal: Ceph's commands differ in it */
    private static int existingOsd(Call c, String hint) {
        int osd = c.osdId("id");
        if (!c.map().exists(osd)) {
            throw new RefusedException(Errno.ENOENT, "osd." + osd + " does not exist." + hint);
        }
        return osd;
    }

    private static Map<String, String> placeOf(Call c) {
        Map<String, String> location = c.crushLocation("args");
        if (location.isEmpty()) {
            throw RefusedException.bare(Errno.EINVAL);
        }
        return location;
    }

    private static Reply createOrMove(Call c) {
        int osd = existingOsd(c, "  create it before updating the crush map");
        double weight = c.number("weight");
        Map<String, String> location = placeOf(c);
        CrushMapBuilder b = builder(c);
        String rest = " item name 'osd." + osd + "' weight " + Units.general(weight) + " at location " + text(location)
                + " to crush map";
        try {
            if (!b.createOrMove(osd, fixed(weight), "osd." + osd, location)) {
                return Reply.ok("create-or-move updated" + rest);
            }
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        return store(c, b, "create-or-move updating" + rest);
    }

    private static Reply place(Call c, String action) {
        int osd = existingOsd(c, " Create it before updating the crush map");
        double weight = c.number("weight");
        Map<String, String> location = placeOf(c);
        CrushMapBuilder b = builder(c);
        String name = "osd." + osd;
        try {
            if (b.isPlaced(osd)) {
                b.move(name, location);
                b.reweight(osd, fixed(weight));
            } else if (action.equals("set")) {
                throw new RefusedException(
                        Errno.ENOENT,
                        "unable to set item id " + osd + " name '" + name + "' weight " + Units.general(weight)
                                + " at location " + text(location) + ": does not exist");
            } else {
                b.insertItem(osd, fixed(weight), name, location);
            }
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        return store(
                c,
                b,
                action + " item id " + osd + " name '" + name + "' weight " + Units.general(weight) + " at location "
                        + text(location) + " to crush map");
    }

    private static Reply move(Call c) {
        String name = c.string("name");
        Integer item = c.map().crush().idOf(name);
        if (item == null) {
            throw new RefusedException(Errno.ENOENT, "item " + name + " does not exist");
        }
        Map<String, String> location = c.crushLocation("args");
        CrushMapBuilder b = builder(c);
        try {
            b.move(name, location);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        return store(
                c, b, "moved item id " + item + " name '" + name + "' to location " + text(location) + " in crush map");
    }

    private static Reply addBucket(Call c) {
        String name = c.string("name");
        String type = c.string("type");
        CrushMap crush = c.map().crush();
        if (crush.idOf(name) != null) {
            return Reply.ok("bucket '" + name + "' already exists");
        }
        if (crush.typeOf(type) == null) {
            throw new RefusedException(Errno.EINVAL, "type '" + type + "' does not exist");
        }
        Map<String, String> location = c.crushLocation("args");
        CrushMapBuilder b = builder(c);
        try {
            b.addBucket(name, type);
            if (!location.isEmpty()) {
                b.move(name, location);
            }
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        return store(
                c,
                b,
                "added bucket " + name + " type " + type
                        + (location.isEmpty() ? "" : " to location " + text(location))
                        + (location.isEmpty() ? " to crush map" : ""));
    }

    private static Reply rename(Call c) {
        String from = c.string("srcname");
        String to = c.string("dstname");
        CrushMap crush = c.map().crush();
        if (crush.idOf(from) == null) {
            if (crush.idOf(to) != null) {
                return Reply.ok("srcname does not exist, and dstname does; assuming successful rename");
            }
            throw new RefusedException(Errno.ENOENT, "srcname = '" + from + "' does not exist");
        }
        if (crush.idOf(to) != null) {
            throw new RefusedException(Errno.EEXIST, "dstname '" + to + "' already exists");
        }
        CrushMapBuilder b = builder(c);
        try {
            b.rename(from, to);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        return store(c, b, "renamed bucket " + from + " into " + to);
    }

    private static Reply remove(Call c) {
        String name = c.string("name");
        CrushMap crush = c.map().crush();
        Integer item = crush.idOf(name);
        if (item == null) {
            return Reply.ok("device '" + name + "' does not appear in the crush map");
        }
        CrushBucket bucket = crush.bucket(item);
        if (bucket != null && bucket.size() > 0) {
            throw RefusedException.bare(Errno.ENOTEMPTY);
        }
        CrushMapBuilder b = builder(c);
        try {
            b.remove(name);
        } catch (IllegalArgumentException e) {
            throw RefusedException.bare(Errno.EBUSY);
        }
        return store(c, b, "removed item id " + item + " name '" + name + "' from crush map");
    }

    private static Reply reweight(Call c) {
        String name = c.string("name");
        double weight = c.number("weight");
        Integer item = c.map().crush().idOf(name);
        if (item == null) {
            throw new RefusedException(Errno.ENOENT, "device '" + name + "' does not appear in the crush map");
        }
        if (item < 0) {
            throw new RefusedException(Errno.EINVAL, "device '" + name + "' is not a leaf in the crush map");
        }
        CrushMapBuilder b = builder(c);
        try {
            b.reweight(item, fixed(weight));
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        return store(
                c,
                b,
                "reweighted item id " + item + " name '" + name + "' to " + Units.general(weight) + " in crush map");
    }

    /** {@code all}, {@code any} and {@code *} are every OSD. */
    private static List<Integer> ids(Call c) {
        List<String> texts = c.strings("ids");
        if (texts.size() == 1 && List.of("all", "any", "*").contains(texts.get(0))) {
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

    private static Reply setClass(Call c) {
        String name = c.string("class");
        CrushMapBuilder b = builder(c);
        StringBuilder status = new StringBuilder();
        List<String> changed = new ArrayList<>();
        for (int osd : ids(c)) {
            if (!c.map().exists(osd)) {
                status.append("osd.").append(osd).append(" does not exist. ");
                continue;
            }
            String old = c.map().crush().classOf(osd);
            if (name.equals(old)) {
                status.append("osd.")
                        .append(osd)
                        .append(" already set to class ")
                        .append(name);
                status.append(". set-device-class item id ")
                        .append(osd)
                        .append(" name 'osd.")
                        .append(osd);
                status.append("' device_class '").append(name).append("': no change. ");
                continue;
            }
            if (old != null) {
                throw new RefusedException(
                        Errno.EBUSY,
                        "osd." + osd + " has already bound to class '" + old + "', can not reset class to '" + name
                                + "'; use 'ceph osd crush rm-device-class <id>' to remove old class first");
            }
            try {
                if (c.map().crush().name(osd) == null) {
                    b.addDevice(osd, "osd." + osd);
                }
                b.setDeviceClass(osd, name);
            } catch (IllegalArgumentException e) {
                throw refused(e);
            }
            changed.add(String.valueOf(osd));
        }
        status.append("set osd(s) ")
                .append(String.join(",", changed))
                .append(" to class '")
                .append(name)
                .append('\'');
        return changed.isEmpty() ? Reply.ok(status.toString()) : store(c, b, status.toString());
    }

    private static Reply removeClass(Call c) {
        CrushMapBuilder b = builder(c);
        List<String> changed = new ArrayList<>();
        StringBuilder status = new StringBuilder();
        for (int osd : ids(c)) {
            if (!c.map().exists(osd)) {
                status.append("osd.").append(osd).append(" does not exist. ");
            } else if (b.removeDeviceClass(osd)) {
                changed.add(String.valueOf(osd));
            } else {
                status.append("osd.").append(osd).append(" belongs to no class, ");
            }
        }
        status.append("done removing class of osd(s): ").append(String.join(",", changed));
        return changed.isEmpty() ? Reply.ok(status.toString()) : store(c, b, status.toString());
    }

    private static Reply setCrushMap(Call c) {
        OptionalLong prior = c.optionalInteger("prior_version");
        long current = c.map().crushVersion();
        if (prior.isPresent() && prior.getAsLong() == current - 1) {
            return Reply.ok(String.valueOf(current));
        }
        if (prior.isPresent() && prior.getAsLong() != current) {
            throw new RefusedException(
                    Errno.EPERM, "prior_version " + prior.getAsLong() + " != crush version " + current);
        }
        CrushMap crush;
        try {
            crush = CrushMap.decode(ByteBufUtil.getBytes(c.input()));
        } catch (MalformedInputException e) {
            throw new RefusedException(Errno.EINVAL, "Failed to parse crushmap: " + e.getMessage());
        }
        c.map().pools().forEach((id, pool) -> {
            if (crush.rule(pool.crushRule()) == null) {
                throw new RefusedException(
                        Errno.EINVAL,
                        "pool " + c.map().poolName(id) + " uses rule " + pool.crushRule()
                                + " which the new map does not have");
            }
        });
        c.pending().crush(crush);
        return Reply.committed(String.valueOf(current + 1));
    }
}
