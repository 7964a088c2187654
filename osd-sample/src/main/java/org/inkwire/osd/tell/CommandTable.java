// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Connection;

/**
 * The commands a daemon accepts through {@code ceph tell}: JSON in, an {@link Answer} out, and their descriptions for the tool
 * (protocol: osd section 11). Confined to its daemon's center.
 */
final class CommandTable {
    private static final String DESCRIBE = "get_command_descriptions";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Passes its answer to {@code answer}, now or later. */
    @FunctionalInterface
    interface Command {
        /** @throws Refused if it cannot be done */
        void run(JsonNode arguments, Consumer<Answer> answer);
    }

    private record Form(String prefix, List<JsonNode> params, String help) {}

    /** The command cannot be done. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Errno errno;

        Refused(Errno errno, String message) {
            super(message, null, false, false);
            this.errno = errno;
        }
    }

    private final String module;
    private final Map<String, Command> commands = new LinkedHashMap<>();
    /** As described to the tool: a command may have several. */
    private final List<Form> forms = new ArrayList<>();

    /** @param module whose commands they are, for the tool: {@code osd} */
    CommandTable(String module) {
        this.module = module;
    }

    /**
     * @param prefix the command's words
     * @param params of the command, as {@code get_command_descriptions} shows them
     */
    void add(String prefix, String help, List<JsonNode> params, Command command) {
        commands.put(prefix, command);
        forms.add(new Form(prefix, params, help));
    }

    /** Another form of a command that was added. */
    void describe(String prefix, String help, List<JsonNode> params) {
        forms.add(new Form(prefix, params, help));
    }

    void add(String prefix, String help, Command command) {
        add(prefix, help, List.of(), command);
    }

    /** @param message borrowed */
    void handle(Connection connection, MCommand message) {
        long tid = message.tid();
        String text = String.join("", message.cmd());
        JsonNode arguments;
        try {
            arguments = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            refuse(connection, tid, Errno.EINVAL, "unparseable JSON " + text);
            return;
        }
        String prefix = arguments == null ? "" : arguments.path("prefix").asText();
        if (prefix.equals(DESCRIBE)) {
            reply(connection, tid, 0, "", descriptions().toString());
            return;
        }
        Command command = commands.get(prefix);
        if (command == null || arguments == null) {
            refuse(connection, tid, Errno.EINVAL, "unrecognized command '" + prefix + "'");
            return;
        }
        try {
            command.run(arguments, answer -> reply(connection, tid, answer.result(), answer.status(), answer.output()));
        } catch (Refused e) {
            refuse(connection, tid, e.errno, String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(Connection connection, long tid, Errno errno, String why) {
        reply(connection, tid, errno.result(), why, "");
    }

    private static void reply(Connection connection, long tid, int result, String status, String output) {
        ByteBuf data = Unpooled.wrappedBuffer(output.getBytes(StandardCharsets.UTF_8));
        MCommandReply reply = new MCommandReply(result, status, data);
        reply.tid(tid);
        connection.sendMessage(reply);
    }

    private ObjectNode descriptions() {
        ObjectNode all = JSON.createObjectNode();
        int n = 0;
        for (Form form : forms) {
            ObjectNode one = all.putObject(String.format("cmd%03d", n++));
            ArrayNode sig = one.putArray("sig");
            for (String word : form.prefix().split(" ")) {
                sig.add(word);
            }
            form.params().forEach(sig::add);
            one.put("help", form.help());
            one.put("module", module);
            one.put("perm", "r");
            one.put("flags", 0);
        }
        return all;
    }
}
