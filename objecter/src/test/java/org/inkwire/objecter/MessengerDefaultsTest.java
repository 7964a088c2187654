// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.OptionType;
import org.inkwire.cluster.conf.Options;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The messenger cannot import the option table, so each default exists in both places. This test compares them and
 * requires every field of {@link MessengerConfig} and {@link StackConfig}, and every {@code ms_*} option, to be listed
 * here.
 */
class MessengerDefaultsTest {
    /** Fields whose default comes from an option. */
    private static final Map<String, Option<?>> FROM_OPTIONS = Map.ofEntries(
            Map.entry("addresses.bindPortMin", Options.MS_BIND_PORT_MIN),
            Map.entry("addresses.bindPortMax", Options.MS_BIND_PORT_MAX),
            Map.entry("addresses.bindRetryCount", Options.MS_BIND_RETRY_COUNT),
            Map.entry("addresses.bindRetryDelay", Options.MS_BIND_RETRY_DELAY),
            Map.entry("addresses.bindIpv4", Options.MS_BIND_IPV4),
            Map.entry("addresses.bindIpv6", Options.MS_BIND_IPV6),
            Map.entry("addresses.learnFromPeer", Options.MS_LEARN_ADDR_FROM_PEER),
            Map.entry("initialBackoff", Options.MS_INITIAL_BACKOFF),
            Map.entry("maxBackoff", Options.MS_MAX_BACKOFF),
            Map.entry("connectionReadyTimeout", Options.MS_CONNECTION_READY_TIMEOUT),
            Map.entry("connectionIdleTimeout", Options.MS_CONNECTION_IDLE_TIMEOUT),
            Map.entry("dispatchThrottleBytes", Options.MS_DISPATCH_THROTTLE_BYTES),
            Map.entry("tcpListenBacklog", Options.MS_TCP_LISTEN_BACKLOG),
            Map.entry("tcpNodelay", Options.MS_TCP_NODELAY),
            Map.entry("tcpRcvbuf", Options.MS_TCP_RCVBUF),
            Map.entry("maxAcceptFailures", Options.MS_MAX_ACCEPT_FAILURES),
            Map.entry("faultInjection.socketFailures", Options.MS_INJECT_SOCKET_FAILURES),
            Map.entry("faultInjection.delayTypes", Options.MS_INJECT_DELAY_TYPE),
            Map.entry("faultInjection.delayProbability", Options.MS_INJECT_DELAY_PROBABILITY),
            Map.entry("faultInjection.delayMax", Options.MS_INJECT_DELAY_MAX),
            Map.entry("faultInjection.internalDelays", Options.MS_INJECT_INTERNAL_DELAYS));

    /** Fields whose default is ours, and why. */
    private static final Map<String, String> OUR_OWN = Map.ofEntries(
            Map.entry("bodyTimeout", "Ceph allows a started frame until the idle timeout"),
            Map.entry("sendLimits.messages", "Ceph's send queues have no bound"),
            Map.entry("sendLimits.bytes", "Ceph's send queues have no bound"),
            Map.entry("sendLimits.overflowMessages", "Ceph's send queues have no bound"),
            Map.entry("sendLimits.overflowBytes", "Ceph's send queues have no bound"),
            Map.entry("maxFrontBytes", "Ceph believes any length a peer names"),
            Map.entry("maxDataBytes", "Ceph believes any length a peer names"),
            Map.entry("faultInjection.blackholes", "five Ceph options as one set, empty because all are false"),
            Map.entry("opThreads", "ms_async_op_threads, but at most the number of cores"),
            Map.entry("waiting.spinNanosMax", "inkwire_wait: park, as Ceph's threads do"),
            Map.entry("msType", "null and Ceph's async+posix both mean the best available driver"));

    /** Fields for identity and location, or passed in by tests: no option has a default for them. */
    private static final Set<String> GIVEN = Set.of(
            "logicalName",
            "entityName",
            "nonce",
            "registry",
            "authClient",
            "authServer",
            "allocator",
            "wallClock",
            "random",
            "interceptor",
            "transitions",
            "name",
            "ticker",
            "host",
            "driver");

    /** Messenger options without a field of the same default, and why. */
    private static final Map<String, String> NO_FIELD = Map.ofEntries(
            Map.entry("ms_type", "msType"),
            Map.entry("ms_async_op_threads", "opThreads"),
            Map.entry("ms_bind_msgr1", "msgr1 is not supported"),
            Map.entry("ms_bind_msgr2", "msgr2 is always bound"),
            Map.entry("ms_crc_data", "msgr1 only"),
            Map.entry("ms_crc_header", "msgr1 only"),
            Map.entry("ms_cluster_mode", "crc is the one mode so far"),
            Map.entry("ms_service_mode", "crc is the one mode so far"),
            Map.entry("ms_client_mode", "crc is the one mode so far"),
            Map.entry("ms_mon_cluster_mode", "crc is the one mode so far"),
            Map.entry("ms_mon_service_mode", "crc is the one mode so far"),
            Map.entry("ms_mon_client_mode", "crc is the one mode so far"),
            Map.entry("ms_blackhole_mon", "faultInjection.blackholes"),
            Map.entry("ms_blackhole_osd", "faultInjection.blackholes"),
            Map.entry("ms_blackhole_mds", "faultInjection.blackholes"),
            Map.entry("ms_blackhole_mgr", "faultInjection.blackholes"),
            Map.entry("ms_blackhole_client", "faultInjection.blackholes"));

    private static MessengerConfig.Builder builder() {
        return MessengerConfig.builder(
                        "defaults",
                        EntityName.client(1),
                        MessageRegistry.builder().build())
                .authClient(AuthNone.client(AuthEntityName.parse("client.defaults"), () -> 1));
    }

    private static CephConf conf(String... lines) {
        return CephConf.builder()
                .fileText("[global]\n" + String.join("\n", lines) + "\n")
                .environment(Map.of())
                .build();
    }

    private static Map<String, Object> defaults() {
        Map<String, Object> fields = new LinkedHashMap<>();
        collect("", builder().conclude(), fields);
        collect("", StackConfig.defaults(), fields);
        return fields;
    }

    private static Map<String, Object> from(CephConf conf) {
        Map<String, Object> fields = new LinkedHashMap<>();
        collect("", MessengerOptions.apply(conf, builder()).conclude(), fields);
        collect("", MessengerOptions.apply(conf, StackConfig.defaults()), fields);
        return fields;
    }

    /** Collects the fields of a record by name; those of nested messenger records as {@code outer.inner}. */
    private static void collect(String prefix, Record options, Map<String, Object> into) {
        for (RecordComponent c : options.getClass().getRecordComponents()) {
            Object value;
            try {
                value = c.getAccessor().invoke(options);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
            String name = prefix + c.getName();
            if (value instanceof Record inner
                    && inner.getClass().getPackageName().startsWith("org.inkwire.msgr")) {
                collect(name + ".", inner, into);
            } else {
                assertThat(into).as("two fields of one name").doesNotContainKey(name);
                into.put(name, value);
            }
        }
    }

    static Set<Map.Entry<String, Option<?>>> fromOptions() {
        return FROM_OPTIONS.entrySet();
    }

    @Test
    void everyFieldSaysWhereItsDefaultComesFrom() {
        Set<String> listed = new HashSet<>(FROM_OPTIONS.keySet());
        listed.addAll(OUR_OWN.keySet());
        listed.addAll(GIVEN);
        assertThat(listed).hasSize(FROM_OPTIONS.size() + OUR_OWN.size() + GIVEN.size());
        assertThat(defaults().keySet()).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void everyOptionOfTheMessengerHasAFieldOrAReasonToHaveNone() {
        Set<String> listed = FROM_OPTIONS.values().stream().map(Option::name).collect(Collectors.toSet());
        listed.addAll(NO_FIELD.keySet());
        assertThat(listed).hasSize(FROM_OPTIONS.size() + NO_FIELD.size());
        Set<String> options = Options.all().stream()
                .map(Option::name)
                .filter(name -> name.startsWith("ms_"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(options);
    }

    @ParameterizedTest
    @MethodSource("fromOptions")
    void theDefaultOfTheFieldIsThatOfTheOption(Map.Entry<String, Option<?>> row) {
        assertThat(comparable(Objects.requireNonNull(defaults().get(row.getKey()))))
                .as("%s and %s", row.getKey(), row.getValue())
                .isEqualTo(comparable(row.getValue().parse(row.getValue().defaultText())));
    }

    @Test
    void aStackHasAsManyWorkersAsTheOptionSaysWhereThereAreCores() {
        assertThat((long) StackConfig.DEFAULT_OP_THREADS)
                .isEqualTo(Options.MS_ASYNC_OP_THREADS.parse(Options.MS_ASYNC_OP_THREADS.defaultText()));
        assertThat(from(conf("ms async op threads = 1"))).containsEntry("opThreads", 1);
    }

    /** Normalizes values: numbers as doubles, times in seconds, the empty list as the empty string. */
    private static Object comparable(Object value) {
        if (value instanceof Number n) {
            return n.doubleValue();
        }
        if (value instanceof Duration d) {
            return d.toNanos() / 1e9;
        }
        if (value instanceof Set<?> set) {
            return set.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }
        return value;
    }

    @Test
    void anEmptyConfChangesNothing() {
        Map<String, Object> expected = defaults();
        Map<String, Object> actual = from(conf());
        for (Map<String, Object> fields : List.of(expected, actual)) {
            fields.keySet().removeAll(GIVEN);
            fields.remove("msType");
        }
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("fromOptions")
    void theOptionReachesTheField(Map.Entry<String, Option<?>> row) {
        Map<String, Object> changed = from(conf(row.getValue() + " = " + another(row.getValue())));
        assertThat(changed.get(row.getKey())).isNotEqualTo(defaults().get(row.getKey()));
    }

    private static String another(Option<?> option) {
        Object value = option.parse(option.defaultText());
        if (value instanceof Boolean b) {
            return String.valueOf(!b);
        }
        if (value instanceof Long n) {
            return String.valueOf(n + 1);
        }
        if (value instanceof Double) {
            return "0.5";
        }
        if (value instanceof Duration d) {
            return OptionType.WHOLE_SECONDS.format(d.plusSeconds(1));
        }
        return "osd";
    }
}
