// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the pool's number of PGs, up and down, whatever state the cluster is in and whether or not the last change is
 * done. Confined to the environment's center.
 */
final class PgNumChaos {
    private static final Logger log = LoggerFactory.getLogger(PgNumChaos.class);
    private static final int LEAST = 3;
    private static final int MOST = 24;

    /** One change in this many leaves PGs where their parents are. */
    private static final int ONE_IN_PLACEMENT = 4;

    /** Two changes in three are small: they are done before the next one. */
    private static final int ONE_IN_LARGE = 3;

    private static final int SMALL = 3;

    private final ClusterEnv env;
    private final RandomGenerator random;
    private final Strikes strikes;
    private final String pool;
    private int last = (LEAST + MOST) / 2;
    private int changes;

    PgNumChaos(ClusterEnv env, ModelSettings settings, RandomGenerator random, String pool) {
        this.env = env;
        this.random = random;
        this.strikes = new Strikes(env.center(), random, settings.pgNumPause(), this::strike);
        this.pool = pool;
    }

    int changes() {
        return changes;
    }

    void start() {
        strikes.start();
    }

    void stop() {
        strikes.stop();
    }

    private void strike() {
        String what = random.nextInt(ONE_IN_PLACEMENT) == 0 ? "pgp_num" : "pg_num";
        int value = LEAST + random.nextInt(MOST - LEAST + 1);
        if (random.nextInt(ONE_IN_LARGE) > 0) {
            value = Math.max(LEAST, Math.min(MOST, last + random.nextInt(2 * SMALL + 1) - SMALL));
        }
        last = value;
        log.info("setting {} to {}", what, value);
        env.command("{\"prefix\":\"osd pool set\",\"pool\":\"" + pool + "\",\"var\":\"" + what + "\",\"val\":\"" + value
                        + "\"}")
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                changes++;
                            }
                        },
                        env.center());
    }
}
