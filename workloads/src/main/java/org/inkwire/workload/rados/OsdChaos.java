// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crashes OSDs and restarts them. Two may be down at once with their stores kept. A store is lost only while all OSDs
 * are up and all PGs clean, and nothing else then happens until that is so again: losing more at once may legitimately
 * lose acknowledged writes. Confined to the environment's center.
 */
final class OsdChaos {
    private static final Logger log = LoggerFactory.getLogger(OsdChaos.class);

    private final ClusterEnv env;
    private final ModelSettings settings;
    private final RandomGenerator random;
    private final Strikes strikes;
    private final Consumer<Runnable> ifClean;
    private final SortedSet<Integer> down = new TreeSet<>();
    private final SortedSet<Integer> crashing = new TreeSet<>();
    private final SortedSet<Integer> starting = new TreeSet<>();
    private boolean recovering;
    private int crashes;
    private int storesLost;

    /** @param ifClean runs its argument if all PGs are clean */
    OsdChaos(ClusterEnv env, ModelSettings settings, RandomGenerator random, Consumer<Runnable> ifClean) {
        this.env = env;
        this.settings = settings;
        this.random = random;
        this.strikes = new Strikes(env.center(), random, settings.osdCrashes().pause(), this::strike);
        this.ifClean = ifClean;
    }

    int crashes() {
        return crashes;
    }

    int storesLost() {
        return storesLost;
    }

    boolean allUp() {
        return down.isEmpty() && starting.isEmpty();
    }

    void start() {
        strikes.start();
    }

    /** Stops crashing OSDs and starts those that are down. */
    void stop() {
        strikes.stop();
        List.copyOf(down).forEach(this::start);
    }

    private void strike() {
        if (recovering) {
            if (allUp()) {
                ifClean.accept(() -> recovering = false);
            }
            return;
        }
        boolean loseStore = random.nextDouble() < settings.osdCrashes().storeLossShare();
        int downMax = settings.osdCrashes().downMax();
        if ((loseStore || downMax == 1) && allUp()) {
            ifClean.accept(() -> {
                if (!strikes.isStopped() && !recovering && allUp()) {
                    recovering = true;
                    storesLost += loseStore ? 1 : 0;
                    crash(loseStore);
                }
            });
        } else if (!loseStore && downMax > 1 && down.size() < downMax) {
            crash(false);
        }
    }

    private void crash(boolean loseStore) {
        List<Integer> up = new ArrayList<>(env.osds());
        up.removeAll(down);
        int osd = up.get(random.nextInt(up.size()));
        log.info("crashing osd.{}{}", osd, loseStore ? " and losing its store" : "");
        crashes++;
        down.add(osd);
        crashing.add(osd);
        starting.remove(osd);
        env.crashOsd(osd, loseStore)
                .whenCompleteAsync(
                        (done, failure) -> {
                            crashing.remove(osd);
                            if (strikes.isStopped()) {
                                start(osd);
                            } else {
                                strikes.after(settings.osdCrashes().downtime(), () -> start(osd));
                            }
                        },
                        env.center());
    }

    private void start(int osd) {
        if (!crashing.contains(osd) && down.remove(osd)) {
            log.info("starting osd.{}", osd);
            starting.add(osd);
            env.startOsd(osd)
                    .whenCompleteAsync(
                            (done, failure) -> {
                                if (failure == null) {
                                    starting.remove(osd);
                                } else {
                                    log.warn("osd.{} failed to start", osd, failure);
                                }
                            },
                            env.center());
        }
    }

    @Override
    public String toString() {
        return "OSDs down " + down + ", starting " + starting;
    }
}
