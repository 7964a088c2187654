// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of an {@link Objecter}. Immutable.
 *
 * @param tickInterval {@code objecter_tick_interval}
 * @param laggyTimeout {@code objecter_timeout}
 * @param inflightOps {@code objecter_inflight_ops}, at least 1
 * @param inflightOpBytes {@code objecter_inflight_op_bytes}, at least 1
 * @param monOpTimeout {@code rados_mon_op_timeout}; zero: none
 * @param priority {@code osd_client_op_priority}
 * @param clientInc 0 for a client; the boot epoch for an OSD's own Objecter
 * @param wallClock stamps writes
 * @param completions executor on which stages complete; null: the thread where the
 *     outcome is known, see {@link Objecter}
 */
public record ObjecterConfig(
        Duration tickInterval,
        Duration laggyTimeout,
        int inflightOps,
        long inflightOpBytes,
        Duration monOpTimeout,
        int priority,
        long clientInc,
        InstantSource wallClock,
        @Nullable Executor completions) {

    public ObjecterConfig {
        if (inflightOps < 1 || inflightOpBytes < 1 || tickInterval.isZero() || tickInterval.isNegative()) {
            throw new IllegalArgumentException("objecter_inflight_ops " + inflightOps + ", objecter_inflight_op_bytes "
                    + inflightOpBytes + ", objecter_tick_interval " + tickInterval);
        }
    }

    public static ObjecterConfig of(CephConf conf, InstantSource wallClock, @Nullable Executor completions) {
        return new ObjecterConfig(
                conf.get(Options.OBJECTER_TICK_INTERVAL),
                conf.get(Options.OBJECTER_TIMEOUT),
                conf.getInt(Options.OBJECTER_INFLIGHT_OPS),
                Math.max(1, conf.get(Options.OBJECTER_INFLIGHT_OP_BYTES)),
                conf.get(Options.RADOS_MON_OP_TIMEOUT),
                conf.getInt(Options.OSD_CLIENT_OP_PRIORITY),
                0,
                wallClock,
                completions);
    }
}
