// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.error;

import org.inkwire.cluster.osd.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A request failed. The subclass says what is known about its effect: {@link NotSent}: no effect; {@link Refused}: no
 * effect, the cluster refused it; {@link OutcomeUnknown}: it may have been applied. Immutable.
 */
public abstract sealed class RadosException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    private RadosException(int errno, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.errno = errno;
    }

    /** Linux errno, positive: what librados would have returned, negated. 4096 and more: 4095 + index of a CMPEXT. */
    public int errno() {
        return errno;
    }

    /** Whether {@link #errno} is {@code what}. */
    public boolean is(Errno what) {
        return errno == what.code();
    }

    /**
     * Returns the same failure as a new exception with the caller's stack trace and this one as its cause. For blocking
     * facades.
     */
    public abstract RadosException rethrown();

    /** The request never left this process: retrying is safe. */
    public static final class NotSent extends RadosException {
        private static final long serialVersionUID = 1L;

        public NotSent(Errno errno, String message) {
            this(errno.code(), message, null);
        }

        /** @param cause what went wrong in this process */
        public NotSent(Errno errno, String message, @Nullable Throwable cause) {
            this(errno.code(), message, cause);
        }

        private NotSent(int errno, String message, @Nullable Throwable cause) {
            super(errno, message, cause);
        }

        @Override
        public NotSent rethrown() {
            return new NotSent(errno(), String.valueOf(getMessage()), this);
        }
    }

    /** The cluster answered with an error: nothing has changed. */
    public static final class Refused extends RadosException {
        private static final long serialVersionUID = 1L;

        /**
         * @param result negative errno
         * @param what the request, for the message
         */
        public Refused(int result, String what) {
            this(Math.abs(result), what + ": " + Errno.describe(result), null);
        }

        private Refused(int errno, String message, @Nullable Throwable cause) {
            super(errno, message, cause);
        }

        @Override
        public Refused rethrown() {
            return new Refused(errno(), String.valueOf(getMessage()), this);
        }
    }

    /**
     * The request was sent and no answer arrived before the deadline or before the client was closed. A change may have
     * been applied, or may still be; retrying is safe only for reads and idempotent changes.
     */
    public static final class OutcomeUnknown extends RadosException {
        private static final long serialVersionUID = 1L;

        public OutcomeUnknown(Errno errno, String message) {
            this(errno.code(), message, null);
        }

        /** @param cause what went wrong in this process */
        public OutcomeUnknown(Errno errno, String message, @Nullable Throwable cause) {
            this(errno.code(), message, cause);
        }

        private OutcomeUnknown(int errno, String message, @Nullable Throwable cause) {
            super(errno, message, cause);
        }

        @Override
        public OutcomeUnknown rethrown() {
            return new OutcomeUnknown(errno(), String.valueOf(getMessage()), this);
        }
    }
}
