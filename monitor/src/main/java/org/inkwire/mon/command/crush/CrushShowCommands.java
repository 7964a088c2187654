// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.crush;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushRule;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.show.CrushDump;
import org.inkwire.mon.show.OsdTree;

/** Shows the CRUSH map. */
final class CrushShowCommands {
    private CrushShowCommands() {}

    static void addTo(CommandTable t) {
        t.add("osd crush tree", "shadow:Choices?,strings=--show-shadow", "show the CRUSH hierarchy", "osd", "r", c -> {
            OsdTree tree = OsdTree.crush(c.map(), c.has("shadow"));
            return c.reply(tree.json(), tree.toString());
        });
        t.add(
                "osd crush dump",
                "",
                "show the whole CRUSH map",
                "osd",
                "r",
                c -> c.reply(CrushDump.json(c.map().crush())));
        t.add(
                "osd crush ls",
                "node:String,goodchars=[A-Za-z0-9-_.]",
                "list items below a bucket",
                "osd",
                "r",
                CrushShowCommands::ls);
        t.add(
                "osd crush show-tunables",
                "",
                "show the tunables",
                "osd",
                "r",
                c -> Reply.data(c.reply(CrushDump.tunables(c.map().crush())).text() + "\n"));
        t.add(
                "osd crush get-tunable",
                "tunable:Choices,strings=straw_calc_version",
                "show a tunable",
                "osd",
                "r",
                c -> {
                    if (!c.string("tunable").equals("straw_calc_version")) {
                        throw new RefusedException(Errno.EINVAL, "");
                    }
                    int value = c.map().crush().tunables().strawCalcVersion();
                    return c.reply(Json.object().put("straw_calc_version", value), value + "\n");
                });
        t.add(
                "osd crush class ls",
                "",
                "list device classes",
                "osd",
                "r",
                c -> c.reply(Json.strings(c.map().crush().classNames().values())));
        t.add(
                "osd crush class ls-osd",
                "class:String,goodchars=[A-Za-z0-9-_]",
                "list OSDs of a class",
                "osd",
                "r",
                CrushShowCommands::classOsds);
        t.add(
                "osd crush get-device-class",
                "ids:String*",
                "show classes of OSDs",
                "osd",
                "r",
                CrushShowCommands::deviceClasses);
        for (String ls : List.of("osd crush rule ls", "osd crush rule list")) {
            t.add(ls, "", "list rules", "osd", "r", ls.endsWith("list") ? Command.FLAG_DEPRECATED : 0, c -> {
                return c.replyNames(c.map().crush().ruleNames().values());
            });
        }
        t.add(
                "osd crush rule dump",
                "name:String?,goodchars=[A-Za-z0-9-_.]",
                "show rules",
                "osd",
                "r",
                CrushShowCommands::ruleDump);
    }

    private static Reply ls(Call c) {
        CrushMap crush = c.map().crush();
        String name = c.string("node");
        if (name.isEmpty()) {
            throw new RefusedException(Errno.EINVAL, "no node specified");
        }
        Integer item = crush.idOf(name);
        if (item == null) {
            throw new RefusedException(Errno.ENOENT, "node '" + name + "' does not exist");
        }
        List<String> names = new ArrayList<>();
        CrushBucket b = crush.bucket(item);
        if (b == null) {
            names.add(name);
        }
        for (int i = 0; b != null && i < b.size(); i++) {
            names.add(String.valueOf(crush.name(b.item(i))));
        }
        return c.replyNames(names);
    }

    private static Reply classOsds(Call c) {
        CrushMap crush = c.map().crush();
        List<Integer> osds = new ArrayList<>();
        for (int osd = 0; osd < crush.maxDevices(); osd++) {
            if (c.string("class").equals(crush.classOf(osd))) {
                osds.add(osd);
            }
        }
        return c.replyIds(osds);
    }

    private static Reply deviceClasses(Call c) {
        ArrayNode json = Json.array();
        StringBuilder plain = new StringBuilder();
        for (int osd : c.osdIds("ids")) {
            String deviceClass = c.map().crush().classOf(c.requireOsd(osd));
            json.addObject().put("osd", osd).put("device_class", deviceClass == null ? "" : deviceClass);
            plain.append("osd.")
                    .append(osd)
                    .append(' ')
                    .append(deviceClass == null ? "" : deviceClass)
                    .append('\n');
        }
        return c.reply(json, plain.toString());
    }

    private static Reply ruleDump(Call c) {
        CrushMap crush = c.map().crush();
        if (c.has("name") && !c.string("name").isEmpty()) {
            Integer id = crush.ruleId(c.string("name"));
            CrushRule rule = id == null ? null : crush.rule(id);
            if (id == null || rule == null) {
                throw new RefusedException(Errno.ENOENT, "unknown crush rule '" + c.string("name") + "'");
            }
            return c.reply(CrushDump.rule(crush, id, rule));
        }
        return c.reply(CrushDump.rules(crush));
    }
}
