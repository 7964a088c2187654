// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.CephVersion;
import org.inkwire.mon.format.Format;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.tell.MessengerCommands;
import org.jspecify.annotations.Nullable;

/**
 * Commands to a monitor or manager as a daemon ({@code ceph tell mon.a …}, an MCommand), rather than to the cluster:
 * those that every daemon has. Confined to the monitor's center; answers complete on any thread.
 */
final class TellCommands {
    static final String DESCRIPTIONS = "get_command_descriptions";

    private static final String VERSION = "version";

    private final String module;
    private final MessengerCommands messengers;
    private final OptionCommands options;
    private final CommandTable others;

    /**
     * @param module whose commands they are, for the tool: {@code mon}
     * @param conf the daemon's options
     * @param others the daemon's other commands, listed in the descriptions; the caller runs them if {@link #run}
     *     returns null
     */
    TellCommands(String module, Messenger messenger, CephConf conf, CommandTable others) {
        this.options = new OptionCommands(conf);
        this.module = module;
        this.messengers = new MessengerCommands(List.of(messenger));
        this.others = others;
    }

    /**
     * @return null if this is not a daemon command
     * @throws RefusedException to refuse
     */
    @Nullable
    CompletionStage<Reply> run(JsonNode arguments) {
        Format format = Format.of(arguments.path("format").asText());
        switch (arguments.path("prefix").asText()) {
            case DESCRIPTIONS -> {
                return CompletableFuture.completedFuture(Reply.data(Json.compact(descriptions())));
            }
            case VERSION -> {
                return CompletableFuture.completedFuture(Reply.json(format, CephVersion.json()));
            }
            case OptionCommands.SHOW, OptionCommands.GET -> {
                Reply reply = options.run(arguments, format);
                return reply == null ? null : CompletableFuture.completedFuture(reply);
            }
            case MessengerCommands.PERF_DUMP -> {
                return messengers.perf().thenApply(tree -> Reply.json(format, Json.tree(tree)));
            }
            case MessengerCommands.DUMP -> {
                JsonNode name = arguments.get(MessengerCommands.DUMP_NAME);
                String wanted = name == null || name.isNull() ? null : name.asText();
                CompletionStage<Map<String, ?>> dump = messengers.dump(wanted);
                return dump != null
                        ? dump.thenApply(tree -> Reply.json(format, Json.tree(tree)))
                        : CompletableFuture.completedFuture(Reply.error(Errno.ENOENT, "no messenger '" + wanted + "'"));
            }
            default -> {
                return null;
            }
        }
    }

    ObjectNode descriptions() {
        ObjectNode all = others.descriptions();
        if (others.find(VERSION) == null) {
            describe(all, VERSION, "show this daemon's version", List.of());
        }
        describe(
                all,
                MessengerCommands.DUMP,
                "list messengers, or dump one",
                MessengerCommands.dumpParams().stream().map(Json::tree).toList());
        describe(all, OptionCommands.SHOW, "show this daemon's options", List.of());
        JsonNode var = Json.tree(Map.of("name", OptionCommands.VAR, "type", "CephString"));
        describe(all, OptionCommands.GET, "show an option of this daemon", List.of(var));
        describe(all, MessengerCommands.PERF_DUMP, "dump counters of this daemon", List.of());
        return all;
    }

    private void describe(ObjectNode all, String prefix, String help, List<JsonNode> params) {
        ObjectNode one = all.putObject(String.format("cmd%03d", all.size()));
        ArrayNode sig = one.putArray("sig");
        for (String word : prefix.split(" ", -1)) {
            sig.add(word);
        }
        params.forEach(sig::add);
        one.put("help", help).put("module", module).put("perm", "r").put("flags", 0);
    }
}
