// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.uring;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/**
 * Closes the sockets of a ring before the ring, even if the ring is destroyed because it no longer works: a socket is
 * closed by a request to its ring, so without one it would stay open, and with it its port. Threads as {@link IoHandler}.
 */
final class ClosingPoller implements IoHandler {
    private final IoHandler ring;
    private final Runnable shutDown;
    private final Runnable closeRest;
    private boolean prepared;

    /**
     * @param shutDown ends the connections, and frees the ports, of all sockets of the ring
     * @param closeRest closes the sockets that the ring has left open
     */
    ClosingPoller(IoHandler ring, Runnable shutDown, Runnable closeRest) {
        this.ring = ring;
        this.shutDown = shutDown;
        this.closeRest = closeRest;
    }

    @Override
    public void initialize() {
        ring.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return ring.run(context);
    }

    @Override
    public void prepareToDestroy() {
        prepared = true;
        ring.prepareToDestroy();
    }

    @Override
    public void destroy() {
        try {
            if (!prepared) {
                shutDown.run();
                prepareToDestroy();
            }
        } finally {
            try {
                ring.destroy();
            } finally {
                closeRest.run();
            }
        }
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return ring.register(handle);
    }

    @Override
    public void wakeup() {
        ring.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return ring.isCompatible(handleType);
    }
}
