// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.junit.jupiter.api.Test;

/**
 * Replays a session of commands recorded on a real 16.2.15 monitor (three OSDs on host {@code vm}, pools {@code data}
 * of 8 and {@code p2} of 4 PGs): results, texts and the shape of JSON outputs must be the same.
 */
class CommandVectorsTest {
    /**
     * Commands whose output must differ: it contains times, addresses, options we do not have, or the manager, which the
     * recorded cluster lacked.
     */
    private static final Set<String> OUTPUT_DIFFERS = Set.of(
            "config-key ls",
            "df",
            "osd utilization",
            "log last",
            "mon versions",
            "osd versions",
            "osd numa-status",
            "status",
            "osd primary-affinity");

    private static JsonNode recorded(String resource) throws IOException {
        try (InputStream in = CommandVectorsTest.class.getResourceAsStream(resource)) {
            return TestMonitor.json(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyRecordedCommandIsAnsweredAsARealMonitorDoes() throws IOException {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"data\",\"pg_num\":8,\"pgp_num\":8}");
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p2\",\"pg_num\":4}");
        m.command("{\"prefix\":\"osd pool application enable\",\"pool\":\"data\",\"app\":\"rados\"}");
        List<String> differences = new ArrayList<>();
        for (JsonNode e : recorded("commands-16.2.15.json")) {
            String command = e.get("cmd").toString();
            String prefix = e.get("cmd").get("prefix").asText();
            if (isOutOfScope(e, prefix)) {
                continue;
            }
            MMonCommandAck ack = m.command(command);
            if (ack.result() != e.get("ret").asInt()) {
                differences.add(command + "\n  result " + ack.result() + " " + ack.status() + ", recorded "
                        + e.get("ret") + " " + e.get("outs"));
            } else if (!OUTPUT_DIFFERS.contains(prefix)) {
                compare(command, "status", ack.status(), e.get("outs").asText(), differences);
                compare(command, "output", TestMonitor.text(ack), e.get("out").asText(), differences);
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void jsonOutputsHaveTheKeysOfARealMonitorsInTheirOrder() throws IOException {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"data\",\"pg_num\":8}");
        m.command("{\"prefix\":\"osd pool application enable\",\"pool\":\"data\",\"app\":\"rados\"}");
        List<String> differences = new ArrayList<>();
        for (JsonNode e : recorded("outputs-16.2.15.json")) {
            MMonCommandAck ack = m.command(e.get("cmd").toString());
            assertThat(ack.result()).as(e.get("cmd").toString()).isZero();
            List<String> shape = new ArrayList<>();
            compareShape("", TestMonitor.json(ack), e.get("out"), shape);
            shape.removeIf(line -> DIFFERENT_BY_NATURE.stream().anyMatch(line::startsWith));
            shape.forEach(line -> differences.add(e.get("cmd") + " " + line));
        }
        assertThat(differences).isEmpty();
    }

    /** Keys that are names: of versions, states, health checks. */
    private static final List<String> DIFFERENT_BY_NATURE = List.of(
            "/health/status", "/health/checks", "/mon has keys", "/mgr has keys", "/osd has keys", "/overall has keys");

    /** Commands we do not have, or answer differently on purpose. */
    private static boolean isOutOfScope(JsonNode e, String prefix) {
        String text = e.get("cmd").toString();
        return prefix.equals("osd numa-status")
                // We have no insecure_global_id_reclaim and miss no manager.
                || prefix.equals("health")
                // Snapshots are refused.
                || prefix.endsWith("snap")
                // Options outside our table.
                || text.contains("osd_max_backfills")
                // History of another cluster.
                || prefix.equals("osd ls") && e.get("cmd").has("epoch")
                // We accept a number passed as a string.
                || prefix.equals("osd new") && e.get("cmd").has("id")
                || prefix.equals("config dump")
                || prefix.equals("config get");
    }

    private static void compare(String command, String what, String ours, String recorded, List<String> differences) {
        if (recorded.startsWith("{") || recorded.startsWith("[{")) {
            List<String> shape = new ArrayList<>();
            compareShape("", TestMonitor.json(ours), TestMonitor.json(firstValue(recorded)), shape);
            shape.forEach(line -> differences.add(command + "\n  " + line));
        } else if (!blurred(ours).equals(blurred(recorded))) {
            differences.add(command + "\n  " + what + "   " + blurred(ours) + "\n  recorded " + blurred(recorded));
        }
    }

    /** {@code osd blocklist ls} of 16.2.15 prints a second, empty list after the first. */
    private static String firstValue(String json) {
        return json.endsWith("][]") ? json.substring(0, json.length() - 2) : json;
    }

    /** Masks what depends on the run: times, ports, epochs, unknown ids. */
    private static String blurred(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(\\+0000|Z)", "TIME")
                .replaceAll("127\\.0\\.0\\.1:\\d+/\\d{2,}", "ADDR")
                .replaceAll("\\b(e|epoch |up_from |up_thru |last_change |down_at )\\d+", "$1N")
                // Cleared once OSDs have reported the pool's PGs.
                .replace(",creating", "")
                // Snapshots are refused.
                .replace(",pool_snaps", "")
                .replaceAll("\n\tsnap .*", "")
                .stripTrailing();
    }

    /**
     * Requires the same keys in the same order and the same kinds of values; in arrays of objects, compares the first
     * element.
     */
    private static void compareShape(String path, JsonNode ours, JsonNode recorded, List<String> differences) {
        if (ours.getNodeType() != recorded.getNodeType()) {
            differences.add(path + " is " + ours + ", recorded " + recorded);
        } else if (ours.isObject()) {
            List<String> ourKeys = keys(ours);
            List<String> recordedKeys = keys(recorded);
            if (!ourKeys.equals(recordedKeys)) {
                differences.add(path + " has keys " + ourKeys + ", recorded " + recordedKeys);
            } else {
                ourKeys.forEach(k -> compareShape(path + "/" + k, ours.get(k), recorded.get(k), differences));
            }
        } else if (ours.isArray() && !ours.isEmpty() && !recorded.isEmpty()) {
            compareShape(path + "/0", ours.get(0), recorded.get(0), differences);
        }
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
            keys.add(i.next());
        }
        return keys;
    }
}
