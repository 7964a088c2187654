// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.store;

/** The store could not do what was asked and did none of it. The store is still usable. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** It would not fit: -ENOSPC. */
        NO_SPACE,
        /** The medium failed: -EIO. */
        IO
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
