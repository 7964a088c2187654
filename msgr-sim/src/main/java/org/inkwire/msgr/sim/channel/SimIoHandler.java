// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.channel;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The poller of one simulated event loop: runs the handles that were marked ready and never waits. One thread. */
public final class SimIoHandler implements IoHandler {
    private final Runnable wake;
    private final Set<SimHandle> registered = new LinkedHashSet<>();
    private final ArrayDeque<Registration> ready = new ArrayDeque<>();

    /** @param wake called when {@link #run} has something to do */
    public SimIoHandler(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public int run(IoHandlerContext context) {
        int handled = 0;
        // Only what is ready now: a handle that marks itself again waits for the next pass.
        for (int i = ready.size(); i > 0; i--) {
            Registration r = ready.removeFirst();
            r.marked = false;
            if (r.valid) {
                r.handle.ready();
                handled++;
            }
        }
        return handled;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
        SimHandle sim = (SimHandle) handle;
        if (!registered.add(sim)) {
            throw new IllegalStateException("already registered");
        }
        sim.registered();
        return new Registration(sim);
    }

    @Override
    public void wakeup() {
        wake.run();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return SimHandle.class.isAssignableFrom(handleType);
    }

    @Override
    public void prepareToDestroy() {
        for (SimHandle handle : List.copyOf(registered)) {
            handle.close();
        }
    }

    /** A handle's registration with this poller. */
    final class Registration implements IoRegistration {
        private final SimHandle handle;
        private boolean valid = true;
        private boolean marked;

        private Registration(SimHandle handle) {
            this.handle = handle;
        }

        /** Runs the handle in the next pass. */
        void mark() {
            if (valid && !marked) {
                marked = true;
                ready.addLast(this);
                wake.run();
            }
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface's shape
        public <T> T attachment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long submit(IoOps ops) {
            mark();
            return 0;
        }

        @Override
        public boolean isValid() {
            return valid;
        }

        @Override
        public boolean cancel() {
            if (!valid) {
                return false;
            }
            valid = false;
            registered.remove(handle);
            handle.unregistered();
            return true;
        }
    }
}
