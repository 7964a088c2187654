// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Tracks whether a caller holds a connection, and so whether the protocol may end it without notice. Any thread.
 */
final class Holder {
    private enum By {
        /** Accepted, and not yet handed to a caller. */
        NOBODY,
        /** A caller holds it and may have sent messages. */
        CALLER,
        /** The protocol ended it. */
        GONE
    }

    private final AtomicReference<By> by;

    /** @param dialled whether a caller requested it */
    Holder(boolean dialled) {
        this.by = new AtomicReference<>(dialled ? By.CALLER : By.NOBODY);
    }

    /**
     * Hands this connection, which the peer opened, to a caller that dials. From now on its end is reported.
     *
     * @return false if it has already ended
     */
    boolean handOut() {
        return by.compareAndSet(By.NOBODY, By.CALLER) || by.get() == By.CALLER;
    }

    /** @return whether it may be ended without notice; if so, it is never handed out afterwards */
    boolean letGo() {
        return by.compareAndSet(By.NOBODY, By.GONE);
    }

    /** Whether {@link #letGo} returned true. */
    boolean isGone() {
        return by.get() == By.GONE;
    }
}
