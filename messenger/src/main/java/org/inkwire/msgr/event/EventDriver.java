// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * A way to wait for sockets: epoll, kqueue, io_uring, select, or the simulator. Found by {@link
 * java.util.ServiceLoader}; chosen by {@code ms_type}. Stateless, any thread.
 */
public interface EventDriver {
    /**
     * Finds a driver as a {@link NetworkStack} does.
     *
     * @param msType as the option {@code ms_type}: {@code async+epoll}, {@code epoll}, …; {@code async+posix}, {@code
     *     posix}, {@code async} or null: the best one that runs here
     * @throws IllegalArgumentException if there is no such driver, which names those there are; or if it cannot run, with
     *     the cause
     */
    static EventDriver named(@Nullable String msType) {
        return Drivers.choose(msType);
    }

    /** {@code epoll}, {@code select}, …: the part of {@code ms_type} after {@code async+}. */
    String name();

    /** Higher is tried first when {@code ms_type} names no driver. */
    int preference();

    /** Why a driver of higher preference is taken although this one can run, for the log. */
    default String reservation() {
        return "less preferred";
    }

    /** Why this driver cannot run here, or null if it can. */
    @Nullable
    String unavailabilityCause();

    IoHandlerFactory ioHandlerFactory();

    Channel newSocketChannel();

    ServerChannel newServerChannel();
}
