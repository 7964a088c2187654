// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.CephVersion;
import org.inkwire.mon.format.Format;
import org.inkwire.mon.format.Json;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.tell.MessengerCommands;
import org.jspecify.annotations.Nullable;

/**
 * Commands to this monitor as a daemon ({@code ceph tell mon.a …}, an MCommand), rather than to the cluster. Confined
 * to the monitor's center; answers complete on any thread.
 */
final class TellCommands {
    private static final String DESCRIPTIONS = "get_command_descriptions";

    private final MessengerCommands messengers;
    private final CommandTable others;

    /**
     * @param others the cluster's commands, listed in the descriptions; the caller runs them if {@link #run} returns
     *     null
     */
    TellCommands(Messenger messenger, CommandTable others) {
        this.messengers = new MessengerCommands(List.of(messenger));
        this.others = others;
    }

    /** @return null if this is not a daemon command */
    @Nullable
    CompletionStage<Reply> run(JsonNode arguments) {
        Format format = Format.of(arguments.path("format").asText());
        switch (arguments.path("prefix").asText()) {
            case DESCRIPTIONS -> {
                return CompletableFuture.completedFuture(Reply.data(Json.compact(descriptions())));
            }
            case "version" -> {
                return CompletableFuture.completedFuture(Reply.json(format, CephVersion.json()));
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

    private ObjectNode descriptions() {
        ObjectNode all = others.descriptions();
        describe(
                all,
                MessengerCommands.DUMP,
                "list messengers, or dump one",
                MessengerCommands.dumpParams().stream().map(Json::tree).toList());
        describe(all, MessengerCommands.PERF_DUMP, "dump counters of this daemon", List.of());
        return all;
    }

    private static void describe(ObjectNode all, String prefix, String help, List<JsonNode> params) {
        ObjectNode one = all.putObject(String.format("cmd%03d", all.size()));
        ArrayNode sig = one.putArray("sig");
        for (String word : prefix.split(" ", -1)) {
            sig.add(word);
        }
        params.forEach(sig::add);
        one.put("help", help).put("module", "mon").put("perm", "r").put("flags", 0);
    }
}
