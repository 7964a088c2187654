// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.crush;

import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.crush.CrushRule;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.jspecify.annotations.Nullable;

/** CRUSH rules and erasure code profiles. */
final class CrushRuleCommands {
    private static final String NAME = "name:String,goodchars=[A-Za-z0-9-_.]";
    private static final String ROOT_TYPE =
            " root:String,goodchars=[A-Za-z0-9-_.] type:String,goodchars=[A-Za-z0-9-_.]";

    private CrushRuleCommands() {}

    static void addTo(CommandTable t) {
        t.add(
                "osd crush rule create-replicated",
                NAME + ROOT_TYPE + " class:String?,goodchars=[A-Za-z0-9-_.]",
                "create a rule for replicated pools",
                "osd",
                "rw",
                c -> create(c, c.stringOrNull("class")));
        t.add(
                "osd crush rule create-simple",
                NAME + ROOT_TYPE + " mode:Choices?,strings=firstn|indep",
                "create a rule",
                "osd",
                "rw",
                c -> create(c, null));
        t.add(
                "osd crush rule rename",
                "srcname:String,goodchars=[A-Za-z0-9-_.] dstname:String,goodchars=[A-Za-z0-9-_.]",
                "rename a rule",
                "osd",
                "rw",
                CrushRuleCommands::rename);
        t.add("osd erasure-code-profile rm", NAME, "remove a profile", "osd", "rw", CrushRuleCommands::removeProfile);
        t.add("osd crush rule rm", NAME, "remove a rule", "osd", "rw", CrushRuleCommands::remove);
        t.add("osd erasure-code-profile ls", "", "list erasure code profiles", "osd", "r", c -> {
            return c.replyNames(c.map().erasureCodeProfiles().keySet());
        });
        t.add(
                "osd erasure-code-profile get",
                NAME,
                "show an erasure code profile",
                "osd",
                "r",
                CrushRuleCommands::profile);
    }

    private static Reply create(Call c, @Nullable String deviceClass) {
        String name = c.string("name");
        String root = c.string("root");
        String type = c.string("type");
        CrushMap crush = c.map().crush();
        if (crush.ruleId(name) != null) {
            return Reply.ok("rule " + name + " already exists");
        }
        if (crush.idOf(root) == null) {
            throw new RefusedException(Errno.ENOENT, "root item " + root + " does not exist");
        }
        if (crush.typeOf(type) == null) {
            throw new RefusedException(Errno.EINVAL, "unknown type " + type);
        }
        if (deviceClass != null && !crush.classNames().containsValue(deviceClass)) {
            throw new RefusedException(Errno.EINVAL, "device class " + deviceClass + " does not exist");
        }
        boolean indep = c.optional("mode", "firstn").equals("indep");
        CrushMapBuilder b = c.pending().pendingCrush(c.map()).toBuilder();
        try {
            b.addSimpleRule(name, root, type, deviceClass, indep ? CrushRule.TYPE_ERASURE : CrushRule.TYPE_REPLICATED);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Errno.EINVAL, String.valueOf(e.getMessage()));
        }
        c.pending().crush(b.build());
        return Reply.committed("");
    }

    private static Reply remove(Call c) {
        String name = c.string("name");
        Integer id = c.map().crush().ruleId(name);
        if (id == null) {
            return Reply.ok("rule " + name + " does not exist");
        }
        for (PgPool pool : c.map().pools().values()) {
            if (pool.crushRule() == id) {
                throw new RefusedException(Errno.EBUSY, "crush ruleset " + name + " " + id + " is in use");
            }
        }
        CrushMapBuilder b = c.pending().pendingCrush(c.map()).toBuilder();
        b.removeRule(name);
        c.pending().crush(b.build());
        return Reply.committed("");
    }

    private static Reply removeProfile(Call c) {
        String name = c.string("name");
        if (!c.map().erasureCodeProfiles().containsKey(name)) {
            return Reply.ok("erasure-code-profile " + name + " does not exist");
        }
        c.pending().removeErasureCodeProfile(name);
        return Reply.committed("");
    }

    private static Reply rename(Call c) {
        String from = c.string("srcname");
        String to = c.string("dstname");
        if (from.isEmpty() || to.isEmpty()) {
            throw new RefusedException(Errno.EINVAL, "must specify both source rule name and destination rule name");
        }
        if (from.equals(to)) {
            return Reply.ok("destination rule name is equal to source rule name");
        }
        CrushMap crush = c.map().crush();
        Integer id = crush.ruleId(from);
        if (id == null) {
            if (crush.ruleId(to) != null) {
                return Reply.ok("already renamed to '" + to + "'");
            }
            throw new RefusedException(Errno.ENOENT, "source rule name '" + from + "' does not exist");
        }
        if (crush.ruleId(to) != null) {
            throw new RefusedException(Errno.EEXIST, "destination rule name '" + to + "' already exists");
        }
        CrushRule rule = crush.rule(id);
        if (rule == null) {
            throw RefusedException.bare(Errno.ENOENT);
        }
        CrushMapBuilder b = c.pending().pendingCrush(c.map()).toBuilder();
        b.removeRule(from);
        b.addRule(id, to, rule);
        c.pending().crush(b.build());
        return Reply.committed("");
    }

    private static Reply profile(Call c) {
        var profile = c.map().erasureCodeProfiles().get(c.string("name"));
        if (profile == null) {
            throw new RefusedException(Errno.ENOENT, "unknown erasure code profile '" + c.string("name") + "'");
        }
        var o = Json.object();
        StringBuilder plain = new StringBuilder();
        profile.forEach((k, v) -> {
            o.put(k, v);
            plain.append(k).append('=').append(v).append('\n');
        });
        return c.reply(o, plain.toString());
    }
}
