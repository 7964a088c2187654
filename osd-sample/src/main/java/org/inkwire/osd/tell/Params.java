// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.Errno;

/** Parameters of commands: as {@code get_command_descriptions} shows them, and as they arrive. Stateless. */
final class Params {
    private Params() {}

    static JsonNode required(String name, String type) {
        return JsonNodeFactory.instance.objectNode().put("name", name).put("type", type);
    }

    static JsonNode optional(String name, String type) {
        return ((ObjectNode) required(name, type)).put("req", "false");
    }

    /** One or more values. */
    static JsonNode several(String name) {
        return ((ObjectNode) required(name, "CephString")).put("n", "N");
    }

    static JsonNode choice(String name, String value) {
        return ((ObjectNode) required(name, "CephChoices")).put("strings", value);
    }

    /** @throws CommandTable.Refused if it is missing */
    static String string(JsonNode arguments, String name) {
        List<String> values = strings(arguments, name);
        if (values.isEmpty()) {
            throw new CommandTable.Refused(Errno.EINVAL, "missing argument " + name);
        }
        return String.join(" ", values);
    }

    static List<String> strings(JsonNode arguments, String name) {
        JsonNode value = arguments.path(name);
        List<String> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(one -> values.add(one.asText()));
        } else if (!value.isMissingNode() && !value.isNull()) {
            values.add(value.asText());
        }
        return values;
    }

    /** @throws CommandTable.Refused if it is not a number, or negative */
    static long number(JsonNode arguments, String name, long otherwise) {
        JsonNode value = arguments.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.asText());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new CommandTable.Refused(Errno.EINVAL, name + " is not a number: " + value.asText());
    }
}
