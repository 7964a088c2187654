// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Who holds a connection, and so whether the protocol may end it without telling anybody. Any thread.
 */
final class Holder {
    private enum By {
        /** Accepted, and nobody was told of it yet. */
        NOBODY,
        /** Somebody has it and may have sent something. */
        CALLER,
        /** The protocol ended it. */
        GONE
    }

    private final AtomicReference<By> by;

    /** @param dialled somebody asked for it */
    Holder(boolean dialled) {
        this.by = new AtomicReference<>(dialled ? By.CALLER : By.NOBODY);
    }

    /**
     * Somebody who dials is given this connection that the peer made: from now on its end is told.
     *
     * @return false if it ended already
     */
    boolean handOut() {
        return by.compareAndSet(By.NOBODY, By.CALLER) || by.get() == By.CALLER;
    }

    /** @return whether it may be ended without a word; then nobody gets it any more */
    boolean letGo() {
        return by.compareAndSet(By.NOBODY, By.GONE);
    }

    /** {@link #letGo} was true once. */
    boolean isGone() {
        return by.get() == By.GONE;
    }
}
