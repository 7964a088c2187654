// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthServer;
import org.inkwire.msgr.fault.FaultInjection;
import org.inkwire.msgr.fault.Interceptor;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.MessageRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The complete configuration of a messenger, validated once by {@link Builder#conclude}. Immutable. Names and defaults
 * follow Ceph's options where there is one (protocol: msgr2 section 8).
 *
 * @param logicalName role, for logs
 * @param nonce distinguishes incarnations of a daemon at one address; 0 for monitors
 * @param authServer null: incoming connections are refused
 * @param addresses how to bind and learn addresses
 * @param initialBackoff {@code ms_initial_backoff}
 * @param maxBackoff {@code ms_max_backoff}
 * @param connectionReadyTimeout {@code ms_connection_ready_timeout}
 * @param connectionIdleTimeout {@code ms_connection_idle_timeout}
 * @param bodyTimeout a partly received frame must make progress within this time, or the connection is faulted. Ceph
 *     has no such limit: the frame would hold its share of the dispatch throttle until {@code
 *     ms_connection_idle_timeout}
 * @param dispatchThrottleBytes {@code ms_dispatch_throttle_bytes}: front, middle and data waiting to be dispatched, and
 *     256 bytes for each message. A larger message is read alone, when nothing else waits, so at most the larger of
 *     this and {@code 2 * maxFrontBytes + maxDataBytes} is taken
 * @param sendLimits bounds on what may wait to be sent on each connection
 * @param tcpListenBacklog {@code ms_tcp_listen_backlog}
 * @param tcpNodelay {@code ms_tcp_nodelay}
 * @param tcpRcvbuf {@code ms_tcp_rcvbuf}, bytes; 0 leaves the system's default
 * @param maxFrontBytes largest front or middle segment accepted
 * @param maxDataBytes largest data segment accepted
 * @param faultInjection {@code ms_inject_*} and {@code ms_blackhole_*}
 * @param interceptor for tests; null: none
 */
public record MessengerConfig(
        String logicalName,
        EntityName entityName,
        int nonce,
        MessageRegistry registry,
        AuthClient authClient,
        @Nullable AuthServer authServer,
        AddressConfig addresses,
        Duration initialBackoff,
        Duration maxBackoff,
        Duration connectionReadyTimeout,
        Duration connectionIdleTimeout,
        Duration bodyTimeout,
        long dispatchThrottleBytes,
        SendLimits sendLimits,
        int tcpListenBacklog,
        boolean tcpNodelay,
        int tcpRcvbuf,
        int maxAcceptFailures,
        int maxFrontBytes,
        int maxDataBytes,
        ByteBufAllocator allocator,
        InstantSource wallClock,
        RandomGenerator random,
        FaultInjection faultInjection,
        @Nullable Interceptor interceptor) {
    public static final Duration DEFAULT_INITIAL_BACKOFF = Duration.ofMillis(200);
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(15);
    public static final Duration DEFAULT_CONNECTION_READY_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_CONNECTION_IDLE_TIMEOUT = Duration.ofSeconds(900);

    /** Above the OSD heartbeat grace of 20 s: by then the cluster has given up on a peer that went silent. */
    public static final Duration DEFAULT_BODY_TIMEOUT = Duration.ofSeconds(30);

    public static final long DEFAULT_DISPATCH_THROTTLE_BYTES = 100L << 20;
    public static final int DEFAULT_TCP_LISTEN_BACKLOG = 512;
    public static final boolean DEFAULT_TCP_NODELAY = true;

    /** The system default. */
    public static final int DEFAULT_TCP_RCVBUF = 0;

    public static final int DEFAULT_MAX_ACCEPT_FAILURES = 4;
    public static final int DEFAULT_MAX_FRONT_BYTES = 64 << 20;
    public static final int DEFAULT_MAX_DATA_BYTES = 256 << 20;

    /** Small messages of the highest priority that one connection may have waiting beyond the dispatch throttle. */
    public static final int DISPATCH_RESERVE_MESSAGES = 16;

    /** The most that one such message may be charged. */
    public static final long DISPATCH_RESERVE_MESSAGE_BYTES = 4 << 10;

    /** What a frame needs in addition to its segments: header, checksums and a safety margin. */
    private static final int FRAME_OVERHEAD_BYTES = 4 << 10;

    public static Builder builder(String logicalName, EntityName entityName, MessageRegistry registry) {
        return new Builder(logicalName, entityName, registry);
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final String logicalName;
        private final EntityName entityName;
        private final MessageRegistry registry;
        private int nonce;
        private @Nullable AuthClient authClient;
        private @Nullable AuthServer authServer;
        private AddressConfig addresses = AddressConfig.DEFAULT;
        private Duration initialBackoff = DEFAULT_INITIAL_BACKOFF;
        private Duration maxBackoff = DEFAULT_MAX_BACKOFF;
        private Duration connectionReadyTimeout = DEFAULT_CONNECTION_READY_TIMEOUT;
        private Duration connectionIdleTimeout = DEFAULT_CONNECTION_IDLE_TIMEOUT;
        private Duration bodyTimeout = DEFAULT_BODY_TIMEOUT;
        private long dispatchThrottleBytes = DEFAULT_DISPATCH_THROTTLE_BYTES;
        private SendLimits sendLimits = SendLimits.DEFAULT;
        private int tcpListenBacklog = DEFAULT_TCP_LISTEN_BACKLOG;
        private boolean tcpNodelay = DEFAULT_TCP_NODELAY;
        private int tcpRcvbuf = DEFAULT_TCP_RCVBUF;
        private int maxAcceptFailures = DEFAULT_MAX_ACCEPT_FAILURES;
        private int maxFrontBytes = DEFAULT_MAX_FRONT_BYTES;
        private int maxDataBytes = DEFAULT_MAX_DATA_BYTES;
        private ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        private InstantSource wallClock = InstantSource.system();
        private RandomGenerator random = new java.security.SecureRandom();
        private FaultInjection faultInjection = FaultInjection.NONE;
        private @Nullable Interceptor interceptor;

        private Builder(String logicalName, EntityName entityName, MessageRegistry registry) {
            this.logicalName = logicalName;
            this.entityName = entityName;
            this.registry = registry;
        }

        public Builder nonce(int value) {
            nonce = value;
            return this;
        }

        /** A random non-zero nonce, as a client or a freshly started daemon has. */
        public Builder randomNonce() {
            int drawn = 0;
            while (drawn == 0) {
                drawn = random.nextInt();
            }
            nonce = drawn;
            return this;
        }

        public Builder authClient(AuthClient value) {
            authClient = value;
            return this;
        }

        public Builder authServer(AuthServer value) {
            authServer = value;
            return this;
        }

        public Builder addresses(AddressConfig value) {
            addresses = value;
            return this;
        }

        public Builder backoff(Duration initial, Duration max) {
            initialBackoff = initial;
            maxBackoff = max;
            return this;
        }

        public Builder connectionReadyTimeout(Duration value) {
            connectionReadyTimeout = value;
            return this;
        }

        public Builder connectionIdleTimeout(Duration value) {
            connectionIdleTimeout = value;
            return this;
        }

        public Builder bodyTimeout(Duration value) {
            bodyTimeout = value;
            return this;
        }

        public Builder dispatchThrottleBytes(long value) {
            dispatchThrottleBytes = value;
            return this;
        }

        public Builder sendLimits(SendLimits value) {
            sendLimits = value;
            return this;
        }

        public Builder tcpListenBacklog(int value) {
            tcpListenBacklog = value;
            return this;
        }

        public Builder tcpNodelay(boolean value) {
            tcpNodelay = value;
            return this;
        }

        public Builder tcpRcvbuf(int value) {
            tcpRcvbuf = value;
            return this;
        }

        /** Failed accepts in a row after which the log says at ERROR that descriptors are needed. */
        public Builder maxAcceptFailures(int value) {
            maxAcceptFailures = value;
            return this;
        }

        public Builder maxSegmentBytes(int front, int data) {
            maxFrontBytes = front;
            maxDataBytes = data;
            return this;
        }

        public Builder allocator(ByteBufAllocator value) {
            allocator = value;
            return this;
        }

        public Builder wallClock(InstantSource value) {
            wallClock = value;
            return this;
        }

        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /** Default {@link FaultInjection#NONE}. */
        public Builder faultInjection(FaultInjection value) {
            faultInjection = value;
            return this;
        }

        /** For tests. */
        public Builder interceptor(Interceptor value) {
            interceptor = value;
            return this;
        }

        /** @throws IllegalArgumentException naming what is missing or out of range */
        public MessengerConfig conclude() {
            AuthClient client = authClient;
            if (client == null) {
                throw new IllegalArgumentException("messenger " + logicalName + " has no authClient");
            }
            if (initialBackoff.isNegative() || initialBackoff.isZero() || maxBackoff.compareTo(initialBackoff) < 0) {
                throw new IllegalArgumentException("backoff " + initialBackoff + " .. " + maxBackoff);
            }
            if (maxFrontBytes <= 0 || maxDataBytes <= 0 || dispatchThrottleBytes <= 0) {
                throw new IllegalArgumentException("limits must be positive: front " + maxFrontBytes + ", data "
                        + maxDataBytes + ", dispatch throttle " + dispatchThrottleBytes);
            }
            long largestFrame = 2L * maxFrontBytes + maxDataBytes + FRAME_OVERHEAD_BYTES;
            if (largestFrame > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("frames of " + largestFrame + " bytes (front and middle of "
                        + maxFrontBytes + ", data of " + maxDataBytes + ") cannot be read, at most "
                        + Integer.MAX_VALUE);
            }
            if (bodyTimeout.isNegative() || bodyTimeout.isZero()) {
                throw new IllegalArgumentException("body timeout " + bodyTimeout);
            }
            return new MessengerConfig(
                    logicalName,
                    entityName,
                    nonce,
                    registry,
                    client,
                    authServer,
                    addresses,
                    initialBackoff,
                    maxBackoff,
                    connectionReadyTimeout,
                    connectionIdleTimeout,
                    bodyTimeout,
                    dispatchThrottleBytes,
                    sendLimits,
                    tcpListenBacklog,
                    tcpNodelay,
                    tcpRcvbuf,
                    maxAcceptFailures,
                    maxFrontBytes,
                    maxDataBytes,
                    allocator,
                    wallClock,
                    random,
                    faultInjection,
                    interceptor);
        }
    }
}
