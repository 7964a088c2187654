// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.store.MemoryShare;

/**
 * Where a daemon runs: everything it is given from outside except its options and its store. A simulation has one for
 * each of its processes. Immutable.
 *
 * @param stack provides threads, sockets and monotonic time; remains the caller's
 * @param ip where it listens
 * @param host the machine's name; an OSD's CRUSH host
 * @param memory what an OSD there may use
 * @param allocator of data received, sent and in flight
 */
public record NodePlace(
        NetworkStack stack,
        InetAddress ip,
        String host,
        MemoryShare memory,
        ByteBufAllocator allocator,
        InstantSource wallClock,
        RandomGenerator random) {

    /** In this process, alone, with the system's clock and randomness. */
    public static NodePlace here(NetworkStack stack, InetAddress ip, String host) {
        return new NodePlace(
                stack,
                ip,
                host,
                MemoryShare.ofProcess(1),
                PooledByteBufAllocator.DEFAULT,
                InstantSource.system(),
                new SecureRandom());
    }
}
