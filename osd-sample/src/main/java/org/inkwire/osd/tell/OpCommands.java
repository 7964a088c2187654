// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.shard.OsdShards;
import org.inkwire.osd.track.OpRecord;
import org.inkwire.osd.track.OpTracker;

/** {@code dump_ops_in_flight}, {@code dump_historic_ops} and the like. Ceph: {@code OpTracker::dump_ops_in_flight}. */
final class OpCommands {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double NANOS = 1e9;

    /** {@code osd_op_complaint_time}: an older request counts as blocked or slow. */
    private static final double COMPLAINT_SECONDS = 30;

    private final OsdContext osd;
    private final OsdShards shards;

    OpCommands(OsdContext osd, OsdShards shards) {
        this.osd = osd;
        this.shards = shards;
    }

    void addTo(CommandTable table) {
        table.add("dump_ops_in_flight", "show requests in flight", (args, answer) -> inFlight(0, answer));
        table.add("ops", "show requests in flight", (args, answer) -> inFlight(0, answer));
        table.add(
                "dump_blocked_ops",
                "show requests in flight for a long time",
                (args, answer) -> inFlight(COMPLAINT_SECONDS, answer));
        Comparator<OpRecord> byTime = Comparator.comparingLong(OpRecord::queued);
        Comparator<OpRecord> byDuration =
                Comparator.comparingLong(OpRecord::duration).reversed();
        table.add("dump_historic_ops", "show slow recent requests", (args, answer) -> historic(0, byTime, answer));
        table.add(
                "dump_historic_ops_by_duration",
                "show slow recent requests, slowest first",
                (args, answer) -> historic(0, byDuration, answer));
        table.add(
                "dump_historic_slow_ops",
                "show recent requests that took a long time",
                (args, answer) -> historic(COMPLAINT_SECONDS, byTime, answer));
    }

    private void inFlight(double leastSeconds, Consumer<Answer> answer) {
        shards.collectOps(ops -> {
            long now = osd.center().nanoTime();
            List<OpRecord> shown = new ArrayList<>(ops);
            shown.removeIf(op -> (now - op.queued()) / NANOS < leastSeconds);
            shown.sort(Comparator.comparingLong(OpRecord::queued));
            ObjectNode all = JSON.objectNode();
            ArrayNode list = all.putArray("ops");
            shown.forEach(op -> list.add(json(op, now)));
            answer.accept(Answer.json(all.put("num_ops", shown.size())));
        });
    }

    private void historic(double leastSeconds, Comparator<OpRecord> order, Consumer<Answer> answer) {
        shards.collectSlowestOps(ops -> {
            long now = osd.center().nanoTime();
            List<OpRecord> shown = ops.stream()
                    .filter(op -> op.duration() / NANOS >= leastSeconds)
                    .sorted(Comparator.comparingLong(OpRecord::duration).reversed())
                    .limit(OpTracker.HISTORY_SIZE)
                    .sorted(order)
                    .toList();
            ObjectNode all =
                    JSON.objectNode().put("size", OpTracker.HISTORY_SIZE).put("duration", OpTracker.HISTORY_SECONDS);
            ArrayNode list = all.putArray("ops");
            shown.forEach(op -> list.add(json(op, now)));
            answer.accept(Answer.json(all));
        });
    }

    private ObjectNode json(OpRecord op, long now) {
        boolean ended = op.ended() != 0;
        ObjectNode o = JSON.objectNode().put("description", op.description());
        Instant wall = osd.wallClock().instant();
        o.put("initiated_at", stamp(wall, now - op.queued()));
        o.put("age", (now - op.queued()) / NANOS);
        o.put("duration", ((ended ? op.ended() : now) - op.queued()) / NANOS);
        ObjectNode data = o.putObject("type_data");
        data.put("flag_point", ended ? "commit sent; apply or cleanup" : "reached pg");
        data.putObject("client_info")
                .put("client", op.client())
                .put("client_addr", op.clientAddr())
                .put("tid", op.clientTid());
        ArrayNode events = data.putArray("events");
        long end = ended ? op.ended() : now;
        event(events, "initiated", stamp(wall, now - op.queued()), 0);
        event(events, "queued_for_pg", stamp(wall, now - op.queued()), op.reached() - op.queued());
        event(events, "reached_pg", stamp(wall, now - op.reached()), end - op.reached());
        if (ended) {
            event(events, "done", stamp(wall, now - op.ended()), 0);
        }
        return o;
    }

    private static void event(ArrayNode events, String what, String time, long durationNanos) {
        events.addObject().put("event", what).put("time", time).put("duration", durationNanos / NANOS);
    }

    private static String stamp(Instant wall, long nanosAgo) {
        return Stamps.text(wall.minusNanos(nanosAgo));
    }
}
