// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.dump.DumpTree;
import org.inkwire.msgr.dump.MessengerDump;
import org.jspecify.annotations.Nullable;

/**
 * {@code messenger dump [NAME]} and the messengers' sections of {@code perf dump}, as JSON of Ceph's shape. Any thread;
 * answers complete on any thread.
 */
public final class MessengerCommands {
    public static final String DUMP = "messenger dump";
    public static final String PERF_DUMP = "perf dump";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Messenger> messengers;

    /** @param messengers of one daemon, in the order to list them */
    public MessengerCommands(List<? extends Messenger> messengers) {
        this.messengers = List.copyOf(messengers);
    }

    /** Arguments of {@code messenger dump}, as {@code get_command_descriptions} tells them. */
    public static List<JsonNode> dumpParams() {
        return List.of(
                param("msgr", "CephString"),
                // Newer tools send it; there is no such information here, and the answer says null.
                param("tcp_info", "CephBool"));
    }

    private static ObjectNode param(String name, String type) {
        return JSON.createObjectNode().put("name", name).put("type", type).put("req", "false");
    }

    /**
     * Without a name the list of messengers, with one that messenger.
     *
     * @param arguments the whole command
     * @return null if there is no messenger of that name: ENOENT
     */
    public @Nullable CompletionStage<JsonNode> dump(JsonNode arguments) {
        if (!arguments.hasNonNull("msgr")) {
            ObjectNode all = JSON.createObjectNode();
            ArrayNode names = all.putArray("messengers");
            messengers.forEach(m -> names.add(m.logicalName()));
            return CompletableFuture.completedFuture(all);
        }
        String name = arguments.get("msgr").asText();
        for (Messenger m : messengers) {
            if (m.logicalName().equals(name)) {
                return m.dump().thenApply(d -> {
                    ObjectNode all = JSON.createObjectNode();
                    all.putObject("messenger").set(name, JSON.valueToTree(DumpTree.of(d)));
                    return all;
                });
            }
        }
        return null;
    }

    /** {@code AsyncMessenger::Worker-N} and {@code throttle-NAME}. */
    public CompletionStage<ObjectNode> perf() {
        List<CompletableFuture<MessengerDump>> dumps = new ArrayList<>();
        messengers.forEach(m -> dumps.add(m.dump().toCompletableFuture()));
        return CompletableFuture.allOf(dumps.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    List<MessengerDump> all = new ArrayList<>();
                    dumps.forEach(d -> all.add(d.join()));
                    Map<String, ?> sections = DumpTree.perf(all);
                    return JSON.valueToTree(sections);
                });
    }
}
