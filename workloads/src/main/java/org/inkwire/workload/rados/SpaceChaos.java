// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the stores of OSDs with something that is not ours, to somewhere between nearly full and not a byte left, and
 * frees them again. Confined to the environment's center.
 */
final class SpaceChaos {
    private static final Logger log = LoggerFactory.getLogger(SpaceChaos.class);

    /** Around each of the full ratios. */
    private static final double[] USED = {0.84, 0.86, 0.91, 0.955, 0.98, 1};

    private final ClusterEnv env;
    private final ModelSettings settings;
    private final RandomGenerator random;
    private final Strikes strikes;
    private final SortedMap<Integer, Double> filled = new TreeMap<>();
    private int fills;

    SpaceChaos(ClusterEnv env, ModelSettings settings, RandomGenerator random) {
        this.env = env;
        this.settings = settings;
        this.random = random;
        this.strikes = new Strikes(env.center(), random, settings.osdCrashes().pause(), this::strike);
    }

    /** How often a store was filled. */
    int fills() {
        return fills;
    }

    void start() {
        strikes.start();
    }

    /** Frees all stores. */
    void stop() {
        strikes.stop();
        List.copyOf(filled.keySet()).forEach(this::free);
    }

    private void strike() {
        List<Integer> osds = env.osds();
        int osd = osds.get(random.nextInt(osds.size()));
        double used = USED[random.nextInt(USED.length)];
        boolean already = filled.containsKey(osd);
        log.info("osd.{} is {} full", osd, used);
        fills++;
        filled.put(osd, used);
        env.fillStore(osd, used);
        if (!already) {
            strikes.after(settings.osdCrashes().downtime(), () -> free(osd));
        }
    }

    private void free(int osd) {
        if (filled.remove(osd) != null) {
            log.info("osd.{} has space again", osd);
            env.fillStore(osd, 0);
        }
    }

    @Override
    public String toString() {
        return "full stores " + filled;
    }
}
