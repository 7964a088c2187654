// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.conf.ConfFile;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.ConfigDatabase;
import org.inkwire.mon.service.ConfigHistory;
import org.inkwire.mon.service.LocalOptions;
import org.jspecify.annotations.Nullable;

/** Changes of the config database: shown, undone, and taken over from a ceph.conf. Ceph: {@code ConfigMonitor}. */
final class ConfigHistoryCommands {
    private static final int DEFAULT_COUNT = 10;

    private final ConfigDatabase config;

    ConfigHistoryCommands(ConfigDatabase config) {
        this.config = config;
    }

    void addTo(CommandTable t) {
        t.add("config log", "num:Int?", "show changes of the options", "config", "r", this::log);
        t.add("config reset", "num:Int,range=0", "undo all changes after a version", "config", "rw", this::reset);
        t.add(
                "config assimilate-conf",
                "",
                "set the options of a ceph.conf, the input; shows those that cannot be set",
                "config",
                "rw",
                this::assimilate);
    }

    private Reply log(Call c) {
        long asked = c.optionalInteger("num").orElse(DEFAULT_COUNT);
        ArrayNode json = Json.array();
        StringBuilder plain = new StringBuilder();
        for (ConfigHistory.Version v : config.history().newest((int) Math.max(0, Math.min(asked, Integer.MAX_VALUE)))) {
            String stamp = Units.stamp(v.stamp());
            ObjectNode o = json.addObject().put("version", v.number()).put("timestamp", stamp);
            ArrayNode changes = o.put("name", v.title()).putArray("changes");
            plain.append("--- ")
                    .append(v.number())
                    .append(" --- ")
                    .append(stamp)
                    .append(" ---");
            plain.append(v.title().isEmpty() ? "" : " " + v.title() + " ---").append('\n');
            for (ConfigHistory.Change change : v.changes()) {
                ObjectNode one = changes.addObject().put("name", change.name());
                if (change.before() != null) {
                    one.put("previous_value", change.before());
                    plain.append("- ")
                            .append(change.name())
                            .append(" = ")
                            .append(change.before())
                            .append('\n');
                }
                if (change.after() != null) {
                    one.put("new_value", change.after());
                    plain.append("+ ")
                            .append(change.name())
                            .append(" = ")
                            .append(change.after())
                            .append('\n');
                }
            }
        }
        return c.reply(json, plain.toString());
    }

    private Reply reset(Call c) {
        if (!config.resetTo(c.integer("num"))) {
            throw new RefusedException(
                    Errno.EINVAL,
                    "must specify a valid historical version to revert to; see 'ceph config log' for a list of avialable"
                            + " configuration historical versions");
        }
        return Reply.ok("");
    }

    private Reply assimilate(Call c) {
        ConfFile file;
        try {
            file = ConfFile.parse("input", c.input().toString(StandardCharsets.UTF_8));
        } catch (ConfException e) {
            throw new RefusedException(Errno.EINVAL, String.valueOf(e.getMessage()));
        }
        List<ConfigDatabase.Entry> taken = new ArrayList<>();
        StringBuilder left = new StringBuilder();
        for (String section : file.sectionNames()) {
            StringBuilder leftHere = new StringBuilder();
            file.section(section).forEach((name, value) -> {
                String normal = takable(section, name, value);
                if (normal != null) {
                    taken.add(new ConfigDatabase.Entry(section, name, normal));
                } else {
                    leftHere.append('\t')
                            .append(name)
                            .append(" = ")
                            .append(value)
                            .append('\n');
                }
            });
            if (!leftHere.isEmpty()) {
                left.append(left.isEmpty() ? "" : "\n")
                        .append('[')
                        .append(section)
                        .append("]\n")
                        .append(leftHere);
            }
        }
        config.change(taken);
        return Reply.data(left.toString());
    }

    /** The value to keep; null if the database cannot hold this. */
    private static @Nullable String takable(String section, String name, String value) {
        Option<?> option = Options.find(name);
        if (option == null || LocalOptions.contains(name) || !ConfigDatabase.isTarget(section)) {
            return null;
        }
        try {
            return option.normalize(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
