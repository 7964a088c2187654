// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.inkwire.msgr.AddressConfig;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.ServerSocket;
import org.inkwire.msgr.event.SocketOptions;
import org.inkwire.msgr.event.Worker;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search for free ports. For each address in turn it binds the first free port of the range; either all addresses
 * are bound or none. It retries a range without a free port after a pause. Single use; any thread. Ceph: the loops of
 * {@code Processor::bind}.
 */
final class PortSearch {
    private static final Logger log = LoggerFactory.getLogger(PortSearch.class);
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /** How many excluded ports the system may pick before one is accepted anyway. */
    private static final int MAX_AVOIDED = 64;

    /**
     * One address to listen at.
     *
     * @param minPort 0 for any free port
     */
    record Wanted(InetAddress ip, int minPort, int maxPort) {
        Wanted {
            if (minPort < 0 || minPort != 0 && maxPort < minPort || maxPort > 0xffff) {
                throw new IllegalArgumentException("port range " + minPort + " .. " + maxPort);
            }
        }

        /** The same IP with the configured port range if it names a single port; else this. */
        Wanted movable(AddressConfig config) {
            return minPort != 0 && minPort == maxPort
                    ? new Wanted(ip, config.bindPortMin(), config.bindPortMax())
                    : this;
        }
    }

    private final String who;
    private final NetworkStack stack;
    private final SocketOptions options;
    private final AddressConfig config;
    private final Supplier<ServerSocket.Acceptor> acceptors;
    private final List<Wanted> wanted;
    private final Set<Integer> avoidPorts;
    private final List<ServerSocket> bound = new ArrayList<>();
    private final CompletableFuture<List<ServerSocket>> result = new CompletableFuture<>();
    private int attempt;
    private int avoided;

    /** @param acceptors supplies one for each socket */
    PortSearch(
            String who,
            NetworkStack stack,
            SocketOptions options,
            AddressConfig config,
            Supplier<ServerSocket.Acceptor> acceptors,
            List<Wanted> wanted,
            Set<Integer> avoidPorts) {
        this.who = who;
        this.stack = stack;
        this.options = options;
        this.config = config;
        this.acceptors = acceptors;
        this.wanted = wanted;
        this.avoidPorts = avoidPorts;
    }

    /** The v2 addresses to bind. An address without an IP yields one wildcard per enabled address family. */
    static List<Wanted> wanted(EntityAddrVec addrs, AddressConfig config) {
        List<Wanted> all = new ArrayList<>();
        for (EntityAddr a : addrs.addrs()) {
            if (a.type() == EntityAddr.Type.LEGACY) {
                log.debug("skipping {}: msgr v1 is not supported", a);
                continue;
            }
            int min = a.port() != 0 ? a.port() : config.bindPortMin();
            int max = a.port() != 0 ? a.port() : config.bindPortMax();
            if (a.hasIp()) {
                all.add(new Wanted(a.ip(), min, max));
                continue;
            }
            if (config.bindIpv4()) {
                all.add(new Wanted(wildcard(IPV4_BYTES), min, max));
            }
            if (config.bindIpv6()) {
                all.add(new Wanted(wildcard(IPV6_BYTES), min, max));
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("nothing to bind in " + addrs + " with ms_bind_ipv4 = "
                    + config.bindIpv4() + ", ms_bind_ipv6 = " + config.bindIpv6());
        }
        return all;
    }

    private static InetAddress wildcard(int bytes) {
        try {
            return InetAddress.getByAddress(new byte[bytes]);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** @return the sockets in the requested order, not accepting yet; fails with an {@link IOException} */
    CompletionStage<List<ServerSocket>> bind() {
        next();
        return result;
    }

    /** Searches the next address from its first port. Each address gets its own worker. */
    private void next() {
        if (bound.size() == wanted.size()) {
            result.complete(List.copyOf(bound));
            return;
        }
        Worker worker = stack.assignWorker();
        worker.release();
        attempt = 1;
        from(worker.center(), wanted.get(bound.size()).minPort(), null);
    }

    /** Tries the port, or the next one not excluded. */
    private void from(EventCenter on, int port, @Nullable Throwable before) {
        Wanted at = wanted.get(bound.size());
        int free = port;
        while (free != 0 && free <= at.maxPort() && avoidPorts.contains(free)) {
            free++;
        }
        if (free != 0 && free > at.maxPort()) {
            rangeFailed(on, at, before == null ? new IOException("every port in the range is excluded") : before);
            return;
        }
        int tried = free;
        stack.listen(on, new InetSocketAddress(at.ip(), tried), options, acceptors.get())
                .whenComplete((socket, failure) -> {
                    if (socket != null) {
                        listening(on, socket);
                    } else if (tried != 0 && tried < at.maxPort()) {
                        from(on, tried + 1, failure);
                    } else {
                        rangeFailed(on, at, failure);
                    }
                });
    }

    private void listening(EventCenter on, ServerSocket socket) {
        if (avoidPorts.contains(socket.localAddress().getPort()) && avoided < MAX_AVOIDED) {
            // The system picked it. Hold it until the search ends, or the system may pick it again.
            avoided++;
            result.whenComplete((sockets, failure) -> socket.close());
            from(on, 0, null);
            return;
        }
        bound.add(socket);
        next();
    }

    private void rangeFailed(EventCenter on, Wanted at, @Nullable Throwable failure) {
        Throwable cause = unwrap(failure);
        String range = at.ip().getHostAddress()
                + (at.minPort() == 0 ? "" : " from port " + at.minPort() + " up to port " + at.maxPort());
        if (attempt < config.bindRetryCount()) {
            attempt++;
            log.info(
                    "{} cannot bind {}: {}; retrying in {} ms",
                    who,
                    range,
                    cause.getMessage(),
                    config.bindRetryDelay().toMillis());
            on.schedule(config.bindRetryDelay().toNanos(), () -> from(on, at.minPort(), null));
            return;
        }
        List<CompletableFuture<?>> closing = new ArrayList<>();
        bound.forEach(socket -> closing.add(socket.close().toCompletableFuture()));
        CompletableFuture.allOf(closing.toArray(new CompletableFuture<?>[0]))
                .whenComplete((closed, ignored) -> result.completeExceptionally(new IOException(
                        "cannot bind " + who + " to " + range + " in " + attempt + " attempts: " + cause.getMessage(),
                        cause)));
    }

    private static Throwable unwrap(@Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return failure.getCause();
        }
        return failure == null ? new IllegalStateException("failed without a cause") : failure;
    }
}
