// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.fault;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * Faults that a messenger injects into itself, at random or always: Ceph's {@code ms_inject_*} and {@code
 * ms_blackhole_*}. Immutable. Ceph: {@code src/msg/async/AsyncConnection.cc}, {@code ProtocolV2.cc}, v16.2.15.
 *
 * @param socketFailures {@code ms_inject_socket_failures}: one in N socket reads and frame writes breaks the TCP
 *     connection; 0: none
 * @param delayTypes {@code ms_inject_delay_type}: types of peers whose messages are delivered late
 * @param delayProbability {@code ms_inject_delay_probability}, 0 to 1: share of those messages that are delayed; later
 *     messages wait, so that a connection keeps its order
 * @param delayMax {@code ms_inject_delay_max}: delays are uniform from 0 to this
 * @param internalDelays {@code ms_inject_internal_delays}: pause before each step of a handshake; zero: none. Only that
 *     connection waits; its worker continues with others
 * @param blackholes {@code ms_blackhole_mon}, {@code _osd}, {@code _mds}, {@code _mgr}, {@code _client}: messages to
 *     and from peers of these types vanish: outgoing ones as if never sent, incoming ones after they are received and
 *     acknowledged. Connections, acks and keepalives still work
 */
public record FaultInjection(
        long socketFailures,
        Set<EntityType> delayTypes,
        double delayProbability,
        Duration delayMax,
        Duration internalDelays,
        Set<EntityType> blackholes) {
    public static final String SOCKET_FAILURES = "ms_inject_socket_failures";
    public static final String DELAY_TYPE = "ms_inject_delay_type";
    public static final String DELAY_PROBABILITY = "ms_inject_delay_probability";
    public static final String DELAY_MAX = "ms_inject_delay_max";
    public static final String INTERNAL_DELAYS = "ms_inject_internal_delays";
    /** Followed by one of {@link #PEER_TYPES}. */
    private static final String BLACKHOLE = "ms_blackhole_";

    /** Types of peers that can be named. */
    private static final List<EntityType> PEER_TYPES =
            List.of(EntityType.MON, EntityType.OSD, EntityType.MDS, EntityType.MGR, EntityType.CLIENT);

    /** A longer delay would be a broken test: heartbeats and handshakes time out long before. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final double NANOS_PER_SECOND = 1e9;

    /** Nothing is injected. */
    public static final FaultInjection NONE =
            new FaultInjection(0, Set.of(), 0, Duration.ofSeconds(1), Duration.ZERO, Set.of());

    /** @throws IllegalArgumentException naming the option that is out of range */
    public FaultInjection {
        if (socketFailures < 0) {
            throw new IllegalArgumentException(SOCKET_FAILURES + " is one in N, not " + socketFailures);
        }
        // Do not invert the comparison: NaN is out of range too.
        if (!(delayProbability >= 0 && delayProbability <= 1)) {
            throw new IllegalArgumentException(DELAY_PROBABILITY + " is from 0 to 1, not " + delayProbability);
        }
        requireDelay(DELAY_MAX, delayMax);
        requireDelay(INTERNAL_DELAYS, internalDelays);
        delayTypes = requirePeerTypes(DELAY_TYPE, delayTypes);
        blackholes = requirePeerTypes(BLACKHOLE + "*", blackholes);
    }

    private static void requireDelay(String option, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(option + " is from 0 s to " + LONGEST + ", not " + value);
        }
    }

    private static Set<EntityType> requirePeerTypes(String option, Set<EntityType> types) {
        for (EntityType t : types) {
            if (!PEER_TYPES.contains(t)) {
                throw new IllegalArgumentException(option + " is of " + PEER_TYPES + ", not " + t);
            }
        }
        Set<EntityType> copy = EnumSet.noneOf(EntityType.class);
        copy.addAll(types);
        return Collections.unmodifiableSet(copy);
    }

    /**
     * Parses options by Ceph's names.
     *
     * @param valueOf the text of the option with that name; null: its default, as in {@link #NONE}
     * @throws IllegalArgumentException naming the option and its value
     */
    public static FaultInjection parse(Function<String, @Nullable String> valueOf) {
        Set<EntityType> blackholes = EnumSet.noneOf(EntityType.class);
        for (EntityType t : PEER_TYPES) {
            if (value(valueOf, BLACKHOLE + t.text(), false, FaultInjection::bool)) {
                blackholes.add(t);
            }
        }
        return new FaultInjection(
                value(valueOf, SOCKET_FAILURES, NONE.socketFailures, Long::parseLong),
                value(valueOf, DELAY_TYPE, NONE.delayTypes, FaultInjection::peerTypes),
                value(valueOf, DELAY_PROBABILITY, NONE.delayProbability, Double::parseDouble),
                value(valueOf, DELAY_MAX, NONE.delayMax, FaultInjection::seconds),
                value(valueOf, INTERNAL_DELAYS, NONE.internalDelays, FaultInjection::seconds),
                blackholes);
    }

    private static <T> T value(
            Function<String, @Nullable String> valueOf, String name, T otherwise, Function<String, T> parser) {
        String text = valueOf.apply(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return parser.apply(text.trim());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name + " = \"" + text + "\": " + e.getMessage(), e);
        }
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Duration seconds(String text) {
        double seconds = Double.parseDouble(text);
        if (!(Math.abs(seconds) <= LONGEST.toSeconds())) {
            throw new IllegalArgumentException("at most " + LONGEST.toSeconds() + " s");
        }
        return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
    }

    private static Set<EntityType> peerTypes(String text) {
        Set<EntityType> types = EnumSet.noneOf(EntityType.class);
        for (String word : text.split("[\\s,]+", -1)) {
            if (!word.isEmpty()) {
                types.add(PEER_TYPES.stream()
                        .filter(t -> t.text().equals(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is none of " + PEER_TYPES)));
            }
        }
        return types;
    }

    /** Whether anything is ever injected. */
    public boolean isActive() {
        return breaksLinks() || takesMessages();
    }

    /** Whether TCP connections are broken or handshakes held up. */
    public boolean breaksLinks() {
        return socketFailures > 0 || !internalDelays.isZero();
    }

    /** Whether messages vanish or are delayed. */
    public boolean takesMessages() {
        return !blackholes.isEmpty() || delaysMessages();
    }

    private boolean delaysMessages() {
        return !delayTypes.isEmpty() && delayProbability > 0 && !delayMax.isZero();
    }

    /** Whether messages from such peers may be delayed. */
    public boolean delays(@Nullable EntityType peer) {
        return peer != null && delaysMessages() && delayTypes.contains(peer);
    }

    /** Whether messages to and from such peers vanish. */
    public boolean blackholes(@Nullable EntityType peer) {
        return peer != null && blackholes.contains(peer);
    }
}
