// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds operations that take longer than they may. Each is a violation, which names the PG that it waits for and the
 * PG's state. Confined to the environment's center.
 */
final class Waits {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Pattern PGID = Pattern.compile("\"pgid\":\\s*\"([^\"]+)\"");

    private final ClusterEnv env;
    private final String pool;
    private final Supplier<List<Asked>> inFlight;
    private final Consumer<String> violation;
    private final Set<Integer> found = new HashSet<>();
    /** Those whose PG the monitor has not told yet. */
    private final Map<Integer, String> telling = new HashMap<>();

    private Duration most = Duration.ZERO;
    private long sinceNanos;
    private String since = "";
    private Duration longest = Duration.ZERO;
    private boolean looking;
    private boolean ended;

    /** @param violation accepts the violations found */
    Waits(ClusterEnv env, String pool, Supplier<List<Asked>> inFlight, Consumer<String> violation) {
        this.env = env;
        this.pool = pool;
        this.inFlight = inFlight;
        this.violation = violation;
    }

    /**
     * From now on no operation may be in flight longer; for those that are already, time counts from now.
     *
     * @param since what happens now, for the reader of a violation
     */
    void limit(Duration mostFromNow, String since) {
        this.most = mostFromNow;
        this.since = since;
        this.longest = Duration.ZERO;
        this.sinceNanos = env.center().nanoTime();
        if (!looking) {
            looking = true;
            look();
        }
    }

    /** Longest time that an operation took since the last {@link #limit}, to within the time between two looks. */
    Duration longest() {
        return longest;
    }

    /** Reports what the monitor has not answered. */
    void end() {
        ended = true;
        telling.values().forEach(what -> violation.accept(what + "the monitor has not said yet for which PG"));
        telling.clear();
    }

    private void look() {
        if (ended) {
            return;
        }
        long now = env.center().nanoTime();
        for (Asked op : inFlight.get()) {
            Duration waited = Duration.ofNanos(now - Math.max(sinceNanos, op.atNanos()));
            longest = waited.compareTo(longest) > 0 ? waited : longest;
            if (waited.compareTo(most) > 0 && found.add(op.id())) {
                report(op, waited);
            }
        }
        env.center().schedule(LOOK.toNanos(), this::look);
    }

    private void report(Asked op, Duration waited) {
        telling.put(op.id(), op + " waits for " + waited + " since " + since + ", may for " + most + ": ");
        env.command("{\"prefix\":\"osd map\",\"pool\":\"" + pool + "\",\"object\":\"" + op.oid()
                        + "\",\"format\":\"json\"}")
                .thenCompose(this::stateOfPg)
                .whenCompleteAsync(
                        (state, failure) -> {
                            String what = telling.remove(op.id());
                            if (what != null) {
                                violation.accept(what + (failure == null ? state : failure));
                            }
                        },
                        env.center());
    }

    private CompletionStage<String> stateOfPg(String place) {
        Matcher pgid = PGID.matcher(place);
        if (!pgid.find()) {
            return CompletableFuture.completedStage(place);
        }
        return env.command("{\"prefix\":\"pg ls\",\"format\":\"plain\"}")
                .thenApply(list -> "PG "
                        + list.lines()
                                .filter(line -> line.startsWith(pgid.group(1) + " "))
                                .map(line -> line.replaceAll(" +", " "))
                                .findFirst()
                                .orElse(pgid.group(1) + " is not listed")
                        + "\n  " + place.strip());
    }
}
