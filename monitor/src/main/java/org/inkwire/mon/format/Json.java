// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * JSON as Ceph's formatters write it: {@code json} on one line, {@code json-pretty} indented by four spaces. Any
 * thread.
 */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectWriter PRETTY = MAPPER.writer(new Pretty());

    /** A double represents every whole number below this bound exactly. */
    private static final double MAX_EXACT = 1e15;

    private Json() {}

    private static final class Pretty extends DefaultPrettyPrinter {
        private static final long serialVersionUID = 1L;

        Pretty() {
            super(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""));
            DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
            indentObjectsWith(indenter);
            indentArraysWith(indenter);
        }

        @Override
        public DefaultPrettyPrinter createInstance() {
            return new Pretty();
        }
    }

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    public static ArrayNode array() {
        return NODES.arrayNode();
    }

    public static ArrayNode strings(Collection<String> values) {
        ArrayNode a = array();
        values.forEach(a::add);
        return a;
    }

    public static ArrayNode ints(Collection<Integer> values) {
        ArrayNode a = array();
        values.forEach(a::add);
        return a;
    }

    /** A float as Ceph prints it: as the double it converts to, without a fraction if it is whole. */
    public static NumericNode number(double value) {
        return value == Math.rint(value) && Math.abs(value) < MAX_EXACT
                ? NODES.numberNode((long) value)
                : NODES.numberNode(value);
    }

    /** A tree of maps, lists, text and numbers. */
    public static JsonNode tree(Object values) {
        return MAPPER.valueToTree(values);
    }

    public static String compact(JsonNode node) {
        return write(MAPPER.writer(), node);
    }

    public static String pretty(JsonNode node) {
        return write(PRETTY, node);
    }

    private static String write(ObjectWriter writer, JsonNode node) {
        try {
            return writer.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of nodes is always writable", e);
        }
    }

    /** @throws JsonProcessingException if the text is not JSON */
    public static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** {@code {"type":"v2","addr":"1.2.3.4:5","nonce":6}}. */
    static ObjectNode addr(EntityAddr a) {
        int colon = a.toString().indexOf(':');
        String type = colon < 0 ? "none" : a.toString().substring(0, colon);
        return object().put("type", type)
                .put("addr", a.isIpv4() || a.isIpv6() ? a.hostPort() : "(unrecognized address family 0)")
                .put("nonce", Integer.toUnsignedLong(a.nonce()));
    }

    /** {@code {"addrvec":[…]}}. */
    public static ObjectNode addrs(EntityAddrVec v) {
        ObjectNode o = object();
        ArrayNode list = o.putArray("addrvec");
        v.addrs().forEach(a -> list.add(addr(a)));
        return o;
    }

    /** The old form of the first address, {@code 1.2.3.4:5/6}. */
    public static String legacyAddr(EntityAddrVec v) {
        List<EntityAddr> addrs = v.addrs();
        return addrs.isEmpty() ? "-" : legacyAddr(addrs.get(0));
    }

    public static String legacyAddr(EntityAddr a) {
        return a.isIpv4() || a.isIpv6() ? a.hostPort() + "/" + Integer.toUnsignedString(a.nonce()) : "-";
    }
}
