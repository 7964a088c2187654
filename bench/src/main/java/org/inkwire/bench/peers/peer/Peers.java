// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.inkwire.bench.peers.peer.NettyPeer.Style;
import org.inkwire.msgr.event.WaitStrategy;

/** The contestants that run on a JVM, by the names that processes and options use. */
public final class Peers {
    // Suppliers: a process loads the classes of its own contestant only.
    private static final Map<String, Supplier<Peer>> BY_NAME = new LinkedHashMap<>();

    private static final WaitStrategy PARK = WaitStrategy.park();

    /** The default of {@code inkwire_spin_max_us}. */
    private static final Duration SPIN_MAX = Duration.ofNanos(50_000);

    static {
        BY_NAME.put("inkwire", () -> new InkwirePeer("posix", false, false, PARK));
        BY_NAME.put("inkwire-lossless", () -> new InkwirePeer("posix", true, false, PARK));
        BY_NAME.put("inkwire-queue", () -> new InkwirePeer("posix", false, true, PARK));
        BY_NAME.put("inkwire-queue-lossless", () -> new InkwirePeer("posix", true, true, PARK));
        BY_NAME.put("inkwire-spin", () -> new InkwirePeer("posix", false, false, WaitStrategy.spin()));
        BY_NAME.put(
                "inkwire-spin-park", () -> new InkwirePeer("posix", false, false, WaitStrategy.spinThenPark(SPIN_MAX)));
        BY_NAME.put("inkwire-select", () -> new InkwirePeer("select", false, false, PARK));
        BY_NAME.put("inkwire-uring", () -> new InkwirePeer("uring", false, false, PARK));
        BY_NAME.put("netty-crc", () -> new NettyPeer(Style.AGGREGATED_CRC));
        BY_NAME.put("netty", () -> new NettyPeer(Style.AGGREGATED));
        BY_NAME.put("netty-usual", () -> new NettyPeer(Style.USUAL));
        BY_NAME.put("netty-flush", () -> new NettyPeer(Style.FLUSH));
        BY_NAME.put("nio", NioPeer::new);
        BY_NAME.put("grpc-bidi", () -> new GrpcPeer(false));
        BY_NAME.put("grpc-unary", () -> new GrpcPeer(true));
        BY_NAME.put("rsocket", RSocketPeer::new);
        BY_NAME.put("jeromq", JeroMqPeer::new);
        BY_NAME.put("aeron-udp", () -> new AeronPeer(false, false));
        BY_NAME.put("aeron-ipc", () -> new AeronPeer(true, false));
        BY_NAME.put("aeron-ipc-spin", () -> new AeronPeer(true, true));
    }

    private Peers() {}

    /** All of them. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(BY_NAME.keySet());
    }

    /** @throws IllegalArgumentException if there is none */
    public static Peer named(String name) {
        Supplier<Peer> peer = BY_NAME.get(name);
        if (peer == null) {
            throw new IllegalArgumentException("no such contestant: " + name);
        }
        return peer.get();
    }
}
