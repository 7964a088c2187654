// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

/** The store could not perform a request and changed nothing. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not enough space: -ENOSPC. The store is still usable. */
        NO_SPACE,
        /** The medium failed: -EIO. */
        IO,
        /** There is no store, or it belongs to another OSD, or its format is newer: -EINVAL. */
        NOT_OURS
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
