// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Configuration of a {@link MonClient}. Immutable.
 *
 * @param name name under which we authenticate
 * @param hostname sent with subscriptions, for the monitor's logs
 * @param monHosts initial monitor addresses; the MonMap replaces them
 * @param opTimeout {@code rados_mon_op_timeout}: deadline of commands and requests; zero: none
 * @param random picks the monitors to dial
 */
public record MonClientConfig(
        AuthEntityName name,
        String hostname,
        List<EntityAddrVec> monHosts,
        Hunt hunt,
        Ping ping,
        Duration opTimeout,
        RandomGenerator random) {
    /**
     * How to hunt for monitors.
     *
     * @param interval {@code mon_client_hunt_interval}
     * @param parallel {@code mon_client_hunt_parallel}; 0: all
     * @param backoff {@code mon_client_hunt_interval_backoff}, at least 1
     * @param minMultiple {@code mon_client_hunt_interval_min_multiple}: where the multiple of the interval begins and
     *     returns to, above 0
     * @param maxMultiple {@code mon_client_hunt_interval_max_multiple}, at least 1
     */
    public record Hunt(Duration interval, int parallel, double backoff, double minMultiple, double maxMultiple) {
        public Hunt {
            if (interval.isZero() || interval.isNegative() || backoff < 1 || minMultiple <= 0 || maxMultiple < 1) {
                throw new IllegalArgumentException("hunting every " + interval + ", backoff " + backoff + ", times "
                        + minMultiple + " to " + maxMultiple);
            }
        }
    }

    /**
     * How to detect a silent monitor.
     *
     * @param interval {@code mon_client_ping_interval}
     * @param timeout {@code mon_client_ping_timeout}; zero: never
     */
    public record Ping(Duration interval, Duration timeout) {}

    public MonClientConfig {
        monHosts = List.copyOf(monHosts);
        if (monHosts.isEmpty()) {
            throw new IllegalArgumentException("no monitor address");
        }
    }

    /** Resolves host names in {@code mon_host}, which blocks: do not call on an EventCenter. */
    public static MonClientConfig of(CephConf conf, RandomGenerator random) {
        return new MonClientConfig(
                conf.name(),
                conf.host(),
                conf.monHosts(),
                new Hunt(
                        conf.get(Options.MON_CLIENT_HUNT_INTERVAL),
                        conf.getInt(Options.MON_CLIENT_HUNT_PARALLEL),
                        conf.get(Options.MON_CLIENT_HUNT_INTERVAL_BACKOFF),
                        conf.get(Options.MON_CLIENT_HUNT_INTERVAL_MIN_MULTIPLE),
                        conf.get(Options.MON_CLIENT_HUNT_INTERVAL_MAX_MULTIPLE)),
                new Ping(conf.get(Options.MON_CLIENT_PING_INTERVAL), conf.get(Options.MON_CLIENT_PING_TIMEOUT)),
                conf.get(Options.RADOS_MON_OP_TIMEOUT),
                random);
    }
}
