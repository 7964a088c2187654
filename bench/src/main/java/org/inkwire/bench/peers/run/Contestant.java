// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.util.Arrays;
import java.util.List;

/**
 * A library or program in one configuration.
 *
 * @param name in options and files; of a {@link org.inkwire.bench.peers.peer.Peer} unless it is in C
 * @param title in tables
 * @param quick whether it takes part in short runs
 */
public record Contestant(String name, String title, Kind kind, boolean quick) {
    /** What its processes are. */
    public enum Kind {
        JVM,
        C,
        C_CRC
    }

    /** Others are measured against it: Netty used well, doing as much per byte as we do. */
    public static final String NETTY = "netty-crc";

    /** What the system's calls can do. */
    public static final String C = "c";

    /** The same with a crc32c of every message. */
    public static final String C_CRC = "c-crc";

    private static final List<Contestant> ALL = List.of(
            jvm("inkwire", "**Inkwire**, on the loop", true),
            jvm("inkwire-lossless", "Inkwire, lossless", true),
            jvm("inkwire-queue", "Inkwire, dispatch queue", true),
            jvm("inkwire-queue-lossless", "Inkwire, lossless, dispatch queue", false),
            jvm("inkwire-spin", "Inkwire, spinning", true),
            jvm("inkwire-spin-park", "Inkwire, spinning up to 50 µs", false),
            jvm("inkwire-select", "Inkwire, select driver", false),
            jvm("inkwire-uring", "Inkwire, uring driver", false),
            new Contestant(C, "C, epoll", Kind.C, true),
            new Contestant(C_CRC, "C, epoll, crc32c in a plain loop", Kind.C_CRC, true),
            jvm(NETTY, "Netty, aggregated, crc32c (N)", true),
            jvm("netty", "Netty, aggregated", false),
            jvm("netty-usual", "Netty, usual pipeline", true),
            jvm("netty-flush", "Netty, flush per message", false),
            jvm("nio", "NIO selector", false),
            jvm("grpc-bidi", "gRPC, bidirectional stream", true),
            jvm("grpc-unary", "gRPC, unary", false),
            jvm("rsocket", "RSocket", true),
            jvm("jeromq", "JeroMQ", true),
            jvm("aeron-udp", "Aeron, UDP", true),
            jvm("aeron-ipc", "Aeron, shared memory", false),
            jvm("aeron-ipc-spin", "Aeron, shared memory, spinning", false));

    private static Contestant jvm(String name, String title, boolean quick) {
        return new Contestant(name, title, Kind.JVM, quick);
    }

    public static List<Contestant> all() {
        return ALL;
    }

    /** @throws IllegalArgumentException that lists the names, if this is none of them */
    public static Contestant named(String name) {
        return ALL.stream()
                .filter(c -> c.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contestant " + name + "; there are "
                        + String.join(
                                ", ",
                                Arrays.asList(ALL.stream().map(Contestant::name).toArray(String[]::new)))));
    }
}
