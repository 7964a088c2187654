// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.peers.run.Standing;
import org.inkwire.bench.peers.run.Turn;

/** Every figure of a contest, turn by turn. */
public final class JsonFigures {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    private JsonFigures() {}

    public static String of(Outcome outcome) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("machine", outcome.machine());
        root.put("how", outcome.how());
        ArrayNode notes = root.putArray("notes");
        outcome.notes().forEach(notes::add);
        ArrayNode standings = root.putArray("standings");
        outcome.standings().forEach(s -> add(standings.addObject(), s));
        return JSON.writeValueAsString(root) + "\n";
    }

    private static void add(ObjectNode to, Standing s) {
        to.put("contestant", s.contestant().name());
        to.put("shape", s.shape().name());
        to.put("messages_per_second", s.median(Turn::rate));
        Histogram latency = s.latencyNanos();
        ObjectNode percentiles = to.putObject("latency_nanos");
        for (double p : PERCENTILES) {
            percentiles.put("p" + p, latency.getValueAtPercentile(p));
        }
        to.put("disturbed_turns", s.disturbed());
        to.put("unanswered", s.lost());
        if (!Double.isNaN(s.syscallsPerMessage())) {
            to.put("system_calls_per_message", s.syscallsPerMessage());
        }
        ArrayNode turns = to.putArray("turns");
        for (Turn t : s.turns()) {
            ObjectNode turn = turns.addObject()
                    .put("messages", t.result().messages())
                    .put("nanos", t.result().nanos())
                    .put("client_cpu_nanos", t.clientCpuNanos())
                    .put("server_cpu_nanos", t.serverCpuNanos())
                    .put("client_allocated_bytes", t.result().allocatedBytes())
                    .put("server_allocated_bytes", t.serverAllocatedBytes());
            if (!Double.isNaN(t.others())) {
                turn.put("others_share_of_cpus", t.others());
            }
        }
    }
}
