// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.osd.Errno;
import org.jspecify.annotations.Nullable;

/**
 * {@code config …} and {@code injectargs}: a daemon's options while it runs. An option that a running daemon does not
 * look at again is refused, not stored. Ceph: {@code CephContext::_do_command}, {@code md_config_t::parse_injectargs}.
 */
final class ConfigCommands {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String VAR = "var";
    private static final String VAL = "val";

    private final CephConf conf;

    ConfigCommands(CephConf conf) {
        this.conf = conf;
    }

    void addTo(CommandTable table) {
        List<JsonNode> var = List.of(Params.required(VAR, "CephString"));
        table.add("config show", "dump current config settings", (args, answer) -> answer.accept(show()));
        table.add("config get", "show the value of an option", var, (args, answer) -> answer.accept(get(args)));
        table.add(
                "config set",
                "change an option until the daemon restarts",
                List.of(Params.required(VAR, "CephString"), Params.several(VAL)),
                (args, answer) -> answer.accept(set(args)));
        table.add("config unset", "undo config set", var, (args, answer) -> answer.accept(unset(args)));
        table.add("config diff", "show options that differ from the default", (args, answer) -> answer.accept(diff()));
        table.add(
                "config diff get",
                "show options that differ from the default",
                var,
                (args, answer) -> answer.accept(diff()));
        table.add(
                "config help",
                "describe an option",
                List.of(Params.optional(VAR, "CephString")),
                (args, answer) -> answer.accept(help(args)));
        table.add(
                "injectargs",
                "change options until the daemon restarts",
                List.of(Params.several("injected_args")),
                (args, answer) -> answer.accept(inject(args)));
    }

    private Answer show() {
        ObjectNode all = JSON.objectNode();
        for (Option<?> option : Options.all()) {
            all.put(option.name(), text(option));
        }
        return Answer.json(all);
    }

    private String text(Option<?> option) {
        String text = conf.text(option.name());
        return text != null ? text : String.valueOf(conf.get(option));
    }

    private Answer get(JsonNode args) {
        String name = Params.string(args, VAR);
        Option<?> option = Options.find(name);
        if (option == null) {
            return Answer.refused(Errno.ENOENT, "error getting '" + name + "': (2) No such file or directory");
        }
        return Answer.json(JSON.objectNode().put(option.name(), text(option)));
    }

    private Answer set(JsonNode args) {
        String name = Params.string(args, VAR);
        String value = Params.string(args, VAL);
        String failed = "error setting '" + name + "' to '" + value + "': ";
        Option<?> option = Options.find(name);
        if (option == null) {
            return Answer.refused(Errno.ENOENT, failed + "(2) No such file or directory");
        }
        if (!option.runtime()) {
            return Answer.refused(Errno.EPERM, failed + "(1) Operation not permitted");
        }
        try {
            conf.set(name, value);
        } catch (ConfException e) {
            return Answer.refused(Errno.EINVAL, failed + "(22) Invalid argument");
        }
        return Answer.json(JSON.objectNode().put("success", changed(option)));
    }

    private String changed(Option<?> option) {
        return option.name() + " = '" + text(option) + "' ";
    }

    private Answer unset(JsonNode args) {
        String name = Params.string(args, VAR);
        Option<?> option = Options.find(name);
        if (option == null) {
            return Answer.refused(Errno.ENOENT, "error unsetting '" + name + "': (2) No such file or directory");
        }
        conf.unset(name);
        return Answer.done(changed(option));
    }

    private Answer diff() {
        ObjectNode answer = JSON.objectNode();
        ObjectNode diff = answer.putObject("diff");
        for (Option<?> option : Options.all()) {
            CephConf.Layer layer = conf.layerOf(option);
            if (layer != CephConf.Layer.DEFAULT) {
                diff.putObject(option.name())
                        .put("default", option.defaultText())
                        .put(layer.name().toLowerCase(Locale.ROOT), text(option))
                        .put("final", text(option));
            }
        }
        return Answer.json(answer);
    }

    private static Answer help(JsonNode args) {
        if (Params.strings(args, VAR).isEmpty()) {
            ObjectNode answer = JSON.objectNode();
            var options = answer.putArray("options");
            Options.all().forEach(option -> options.add(describe(option)));
            return Answer.json(answer);
        }
        String name = Params.string(args, VAR);
        Option<?> option = Options.find(name);
        if (option == null) {
            return Answer.refused(Errno.ENOENT, "Setting not found: '" + name + "'");
        }
        ObjectNode answer = JSON.objectNode();
        answer.set("option", describe(option));
        return Answer.json(answer);
    }

    private static ObjectNode describe(Option<?> option) {
        ObjectNode o = JSON.objectNode().put("name", option.name()).put("desc", option.description());
        o.put("default", option.defaultText());
        o.put("min", bound(option.min())).put("max", bound(option.max()));
        o.put("can_update_at_runtime", option.runtime());
        return o;
    }

    private static String bound(@Nullable Comparable<?> bound) {
        if (bound == null) {
            return "";
        }
        return bound instanceof Duration d ? Long.toString(d.toSeconds()) : bound.toString();
    }

    // ---- injectargs

    private Answer inject(JsonNode args) {
        List<String> words = List.of(
                String.join(" ", Params.strings(args, "injected_args")).strip().split("\\s+"));
        StringBuilder done = new StringBuilder();
        StringBuilder failed = new StringBuilder();
        List<String> unknown = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at++);
            int equals = word.indexOf('=');
            String name = (equals < 0 ? word : word.substring(0, equals)).replaceFirst("^--?", "");
            Option<?> option = Options.find(name.replace('-', '_'));
            if (!word.startsWith("--") || option == null) {
                unknown.add(word);
                continue;
            }
            boolean separate = equals < 0 && at < words.size();
            String value = equals >= 0 ? word.substring(equals + 1) : separate ? words.get(at++) : "true";
            String error = inject(option, value);
            if (error.isEmpty()) {
                done.append(changed(option));
            } else {
                failed.append("Parse error setting ")
                        .append(option.name())
                        .append(" to '")
                        .append(value)
                        .append("' using injectargs (")
                        .append(error)
                        .append(").\n");
            }
        }
        if (!unknown.isEmpty()) {
            failed.append(" failed to parse arguments: ")
                    .append(String.join(",", unknown))
                    .append('\n');
        }
        return failed.isEmpty()
                ? Answer.done(done.toString())
                : Answer.refused(Errno.EINVAL, failed.append(done).toString());
    }

    /** @return why not; empty if it was set */
    private String inject(Option<?> option, String value) {
        if (!option.runtime()) {
            return "Configuration option '" + option.name() + "' may not be modified at runtime";
        }
        try {
            conf.set(option.name(), value);
            return "";
        } catch (ConfException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
