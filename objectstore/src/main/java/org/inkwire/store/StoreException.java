// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

/** The store could not do what was asked and did none of it. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** It would not fit: -ENOSPC. The store is still usable. */
        NO_SPACE,
        /** The medium failed: -EIO. */
        IO,
        /** What is there is no store, another OSD's, or of a later format: -EINVAL. */
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
