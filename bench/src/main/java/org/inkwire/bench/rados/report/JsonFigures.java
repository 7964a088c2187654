// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.inkwire.bench.rados.run.Sample;
import org.inkwire.bench.rados.run.Standing;
import org.inkwire.bench.rados.run.Turn;

/** Every figure of a run, turn by turn. */
public final class JsonFigures {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonFigures() {}

    public static String of(Outcome outcome) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("machine", outcome.machine());
        root.put("how", outcome.how());
        ArrayNode notes = root.putArray("notes");
        outcome.notes().forEach(notes::add);
        add(root.putArray("standings"), outcome.standings());
        add(root.putArray("first"), outcome.first());
        add(root.putArray("fresh"), outcome.fresh());
        return JSON.writeValueAsString(root) + "\n";
    }

    private static void add(ArrayNode to, List<Standing> standings) {
        for (Standing s : standings) {
            ObjectNode one = to.addObject();
            one.put("cluster", s.cluster());
            one.put("client", s.kind().key());
            one.put("load", s.shape().load().toString());
            one.put("bytes", s.shape().bytes());
            one.put("in_flight", s.shape().inFlight());
            one.put("copies", s.shape().copies());
            one.put("ops_per_second", s.median(Turn::rate));
            one.put("disturbed_turns", s.disturbed());
            ArrayNode turns = one.putArray("turns");
            s.turns().forEach(t -> add(turns.addObject(), t));
        }
    }

    private static void add(ObjectNode to, Turn turn) {
        Sample sample = turn.sample();
        to.put("ops", sample.result().messages());
        to.put("nanos", sample.result().nanos());
        to.put("mean_nanos", Math.round(sample.meanNanos()));
        if (!Double.isNaN(sample.p50Nanos())) {
            to.put("p50_nanos", Math.round(sample.p50Nanos()));
            to.put("p99_nanos", Math.round(sample.p99Nanos()));
        }
        to.put("max_nanos", Math.round(sample.maxNanos()));
        to.put("client_cpu_nanos", sample.cpuNanos());
        if (!Double.isNaN(turn.allocated())) {
            to.put("client_allocated_bytes", sample.result().allocatedBytes());
        }
        ObjectNode daemons = to.putObject("daemon_cpu_nanos");
        turn.daemonCpuNanos().forEach(daemons::put);
        if (!Double.isNaN(turn.others())) {
            to.put("others_share_of_cpus", turn.others());
        }
    }
}
