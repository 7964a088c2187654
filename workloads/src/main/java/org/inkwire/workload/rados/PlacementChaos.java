// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the cluster move its PGs about: marks OSDs out and in, changes what CRUSH gives them, sets PGs' acting sets by hand.
 * None of it takes a copy away, so the PGs should go on serving. Confined to the environment's center.
 */
final class PlacementChaos {
    private static final Logger log = LoggerFactory.getLogger(PlacementChaos.class);
    private static final int OUT_MAX = 2;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final ClusterEnv env;
    private final RandomGenerator random;
    private final Strikes strikes;
    private final SortedSet<Integer> out = new TreeSet<>();
    private final SortedSet<Integer> light = new TreeSet<>();
    private boolean restored = true;
    private int moves;

    PlacementChaos(ClusterEnv env, ModelSettings settings, RandomGenerator random) {
        this.env = env;
        this.random = random;
        this.strikes = new Strikes(env.center(), random, settings.moves(), this::strike);
    }

    int moves() {
        return moves;
    }

    /** Everything is where it was before the first move. */
    boolean isRestored() {
        return restored;
    }

    void start() {
        strikes.start();
    }

    /** Moves nothing more, and undoes what lasts. */
    void stop() {
        strikes.stop();
        restore();
    }

    private void restore() {
        // Also what has been undone before: the monitor may have been down then.
        List<String> commands = new ArrayList<>();
        for (int osd : env.osds()) {
            commands.add(in(osd));
            commands.add(reweight(osd, 1.0));
        }
        restoreBy(moves == 0 ? List.of() : commands);
    }

    /** The monitor may be down. */
    private void restoreBy(List<String> commands) {
        if (commands.isEmpty()) {
            restored = true;
            return;
        }
        boolean[] answered = {false};
        env.command(commands.get(0))
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null && !answered[0]) {
                                answered[0] = true;
                                restoreBy(commands.subList(1, commands.size()));
                            }
                        },
                        env.center());
        env.center().schedule(AGAIN.toNanos(), () -> {
            if (!answered[0]) {
                answered[0] = true;
                restoreBy(commands);
            }
        });
    }

    private void strike() {
        List<Integer> osds = env.osds();
        int osd = osds.get(random.nextInt(osds.size()));
        switch (random.nextInt(4)) {
            case 0 -> {
                if (out.size() < OUT_MAX && out.add(osd)) {
                    ask("{\"prefix\":\"osd out\",\"ids\":[\"" + osd + "\"]}");
                }
            }
            case 1 -> {
                if (!out.isEmpty()) {
                    int back = out.first();
                    out.remove(back);
                    ask(in(back));
                }
            }
            case 2 -> ask(reweight(osd, light.remove(osd) || !light.add(osd) ? 1.0 : 0.5));
            default -> {
                List<Integer> shuffled = new ArrayList<>(osds);
                Collections.shuffle(shuffled, new Random(random.nextLong()));
                ask("{\"prefix\":\"osd pg-temp\",\"pgid\":\"1." + random.nextInt(8) + "\",\"id\":"
                        + shuffled.subList(0, 2) + "}");
            }
        }
    }

    private static String in(int osd) {
        return "{\"prefix\":\"osd in\",\"ids\":[\"" + osd + "\"]}";
    }

    /** Of the OSD's share after CRUSH has chosen: 1 is all of it. */
    private static String reweight(int osd, double weight) {
        return "{\"prefix\":\"osd reweight\",\"id\":" + osd + ",\"weight\":" + weight + "}";
    }

    private void ask(String command) {
        moves++;
        restored = false;
        log.info("{}", command);
        env.command(command).exceptionally(failure -> {
            log.info("not done: {}", failure.getMessage());
            return "";
        });
    }
}
