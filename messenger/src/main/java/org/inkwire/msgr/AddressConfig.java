// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.time.Duration;

/**
 * How a messenger obtains its addresses. Immutable. Names and defaults are those of Ceph's options (protocol: msgr2
 * section 8).
 *
 * @param bindPortMin {@code ms_bind_port_min}; 0: any free port, then {@code bindPortMax} is ignored
 * @param bindPortMax {@code ms_bind_port_max}
 * @param bindRetryCount {@code ms_bind_retry_count}: how often the whole range is tried; less than 1 counts as 1
 * @param bindRetryDelay {@code ms_bind_retry_delay}: pause between two tries
 * @param bindIpv4 {@code ms_bind_ipv4}: an address without an IP stands for all of this host's IPv4 addresses
 * @param bindIpv6 {@code ms_bind_ipv6}: it stands for all of this host's IPv6 addresses
 * @param learnFromPeer {@code ms_learn_addr_from_peer}: take our unknown IP from what the peer sees; false: from our
 *     end of the socket
 */
public record AddressConfig(
        int bindPortMin,
        int bindPortMax,
        int bindRetryCount,
        Duration bindRetryDelay,
        boolean bindIpv4,
        boolean bindIpv6,
        boolean learnFromPeer) {
    private static final int MAX_PORT = 0xffff;

    public static final int DEFAULT_BIND_PORT_MIN = 6800;
    public static final int DEFAULT_BIND_PORT_MAX = 7300;
    public static final int DEFAULT_BIND_RETRY_COUNT = 3;
    public static final Duration DEFAULT_BIND_RETRY_DELAY = Duration.ofSeconds(5);
    public static final boolean DEFAULT_BIND_IPV4 = true;
    public static final boolean DEFAULT_BIND_IPV6 = false;
    public static final boolean DEFAULT_LEARN_FROM_PEER = true;

    public static final AddressConfig DEFAULT = new AddressConfig(
            DEFAULT_BIND_PORT_MIN,
            DEFAULT_BIND_PORT_MAX,
            DEFAULT_BIND_RETRY_COUNT,
            DEFAULT_BIND_RETRY_DELAY,
            DEFAULT_BIND_IPV4,
            DEFAULT_BIND_IPV6,
            DEFAULT_LEARN_FROM_PEER);

    /** @throws IllegalArgumentException naming what is out of range */
    public AddressConfig {
        if (bindPortMin < 0 || bindPortMin != 0 && bindPortMax < bindPortMin || bindPortMax > MAX_PORT) {
            throw new IllegalArgumentException("port range " + bindPortMin + " .. " + bindPortMax);
        }
        if (bindRetryDelay.isNegative()) {
            throw new IllegalArgumentException("bind retry delay " + bindRetryDelay);
        }
    }

    public AddressConfig withPorts(int min, int max) {
        return new AddressConfig(min, max, bindRetryCount, bindRetryDelay, bindIpv4, bindIpv6, learnFromPeer);
    }

    public AddressConfig withRetry(int count, Duration delay) {
        return new AddressConfig(bindPortMin, bindPortMax, count, delay, bindIpv4, bindIpv6, learnFromPeer);
    }

    public AddressConfig withFamilies(boolean ipv4, boolean ipv6) {
        return new AddressConfig(bindPortMin, bindPortMax, bindRetryCount, bindRetryDelay, ipv4, ipv6, learnFromPeer);
    }

    public AddressConfig withLearnFromPeer(boolean value) {
        return new AddressConfig(bindPortMin, bindPortMax, bindRetryCount, bindRetryDelay, bindIpv4, bindIpv6, value);
    }
}
