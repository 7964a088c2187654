// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.tell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.dump.DumpTree;
import org.inkwire.msgr.dump.MessengerDump;
import org.jspecify.annotations.Nullable;

/**
 * Every daemon's answer to {@code ceph tell … messenger dump [NAME]}, and its messengers' part of {@code perf dump}:
 * trees of maps, lists, text and numbers in Ceph's shape, as {@link DumpTree} builds them. Any thread; answers complete on
 * any thread.
 */
public final class MessengerCommands {
    public static final String DUMP = "messenger dump";
    public static final String PERF_DUMP = "perf dump";

    /** Argument of {@link #DUMP}: which messenger. */
    public static final String DUMP_NAME = "msgr";

    private final List<Messenger> messengers;

    /** @param messengers of one daemon, in listing order */
    public MessengerCommands(List<? extends Messenger> messengers) {
        this.messengers = List.copyOf(messengers);
    }

    /** Arguments of {@link #DUMP} in the form of {@code get_command_descriptions}. */
    public static List<Map<String, String>> dumpParams() {
        return List.of(
                param(DUMP_NAME, "CephString"),
                // Newer tools send it; this information does not exist here, so the answer is null.
                param("tcp_info", "CephBool"));
    }

    private static Map<String, String> param(String name, String type) {
        Map<String, String> param = new LinkedHashMap<>();
        param.put("name", name);
        param.put("type", type);
        param.put("req", "false");
        return param;
    }

    /**
     * One messenger, or the names of all.
     *
     * @param name null for the list
     * @return null if there is no messenger of that name: ENOENT
     */
    public @Nullable CompletionStage<Map<String, ?>> dump(@Nullable String name) {
        if (name == null) {
            return CompletableFuture.completedFuture(Map.of(
                    "messengers",
                    messengers.stream().map(Messenger::logicalName).toList()));
        }
        for (Messenger m : messengers) {
            if (m.logicalName().equals(name)) {
                return m.dump().thenApply(d -> Map.of("messenger", Map.of(name, DumpTree.of(d))));
            }
        }
        return null;
    }

    /** {@code AsyncMessenger::Worker-N} and {@code throttle-NAME}. */
    public CompletionStage<Map<String, ?>> perf() {
        List<CompletableFuture<MessengerDump>> dumps = new ArrayList<>();
        messengers.forEach(m -> dumps.add(m.dump().toCompletableFuture()));
        return CompletableFuture.allOf(dumps.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> DumpTree.perf(
                        dumps.stream().map(CompletableFuture::join).toList()));
    }
}
