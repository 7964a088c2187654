// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.msgr.AddressConfig;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.msgr.event.WaitStrategy;
import org.inkwire.msgr.fault.FaultInjection;

/**
 * Converts the {@code ms_*} options of {@code ceph.conf} to a {@link MessengerConfig} and a {@link StackConfig}, for
 * clients and daemons. The options are read once, when the messenger is created. Stateless, any thread.
 */
public final class MessengerOptions {
    private MessengerOptions() {}

    /**
     * @return the builder
     * @throws IllegalArgumentException naming the invalid option
     */
    public static MessengerConfig.Builder apply(CephConf conf, MessengerConfig.Builder builder) {
        return builder.addresses(addresses(conf))
                .backoff(conf.get(Options.MS_INITIAL_BACKOFF), conf.get(Options.MS_MAX_BACKOFF))
                .connectionReadyTimeout(conf.get(Options.MS_CONNECTION_READY_TIMEOUT))
                .connectionIdleTimeout(conf.get(Options.MS_CONNECTION_IDLE_TIMEOUT))
                .dispatchThrottleBytes(conf.get(Options.MS_DISPATCH_THROTTLE_BYTES))
                .tcpListenBacklog(conf.getInt(Options.MS_TCP_LISTEN_BACKLOG))
                .tcpNodelay(conf.get(Options.MS_TCP_NODELAY))
                .tcpRcvbuf(conf.getInt(Options.MS_TCP_RCVBUF))
                .maxAcceptFailures(conf.getInt(Options.MS_MAX_ACCEPT_FAILURES))
                .faultInjection(faultInjection(conf));
    }

    /**
     * {@code ms_type}, {@code ms_async_op_threads} and {@code inkwire_wait}; no more workers than cores.
     *
     * @throws IllegalArgumentException naming the invalid option
     */
    public static StackConfig apply(CephConf conf, StackConfig stack) {
        return stack.withMsType(conf.get(Options.MS_TYPE))
                .withOpThreadsUpTo(conf.getInt(Options.MS_ASYNC_OP_THREADS))
                .withWaiting(waiting(conf));
    }

    private static WaitStrategy waiting(CephConf conf) {
        String name = conf.get(Options.INKWIRE_WAIT);
        return switch (name) {
            case "park" -> WaitStrategy.park();
            case "spin" -> WaitStrategy.spin();
            case "spin-then-park" ->
                WaitStrategy.spinThenPark(Duration.of(conf.get(Options.INKWIRE_SPIN_MAX_US), ChronoUnit.MICROS));
            default -> throw new AssertionError(name + " is not in the table");
        };
    }

    /** Port range, retries and families of {@code ms_bind_*}, and {@code ms_learn_addr_from_peer}. */
    private static AddressConfig addresses(CephConf conf) {
        return new AddressConfig(
                conf.getInt(Options.MS_BIND_PORT_MIN),
                conf.getInt(Options.MS_BIND_PORT_MAX),
                conf.getInt(Options.MS_BIND_RETRY_COUNT),
                conf.get(Options.MS_BIND_RETRY_DELAY),
                conf.get(Options.MS_BIND_IPV4),
                conf.get(Options.MS_BIND_IPV6),
                conf.get(Options.MS_LEARN_ADDR_FROM_PEER));
    }

    /** The {@code ms_inject_*} and {@code ms_blackhole_*} options. */
    static FaultInjection faultInjection(CephConf conf) {
        return FaultInjection.parse(name -> {
            Option<?> option = Options.find(name);
            if (option == null) {
                throw new AssertionError(name + " is not in the table");
            }
            return text(conf, option);
        });
    }

    private static <T> String text(CephConf conf, Option<T> option) {
        return option.type().format(conf.get(option));
    }
}
