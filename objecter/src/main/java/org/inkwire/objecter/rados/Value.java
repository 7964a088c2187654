// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import org.inkwire.objecter.error.RadosException;
import org.jspecify.annotations.Nullable;

/**
 * The result of one step of a {@link ReadOp}. Set when the operation completes; readable on any thread after that.
 *
 * @param <T> the step's result
 */
public final class Value<T> {
    private final String what;
    private volatile boolean done;
    private volatile int result;
    private volatile @Nullable T value;

    Value(String what) {
        this.what = what;
    }

    /**
     * The step's own result: 0 or more, or a negative errno (with FAILOK a step may fail without failing the
     * operation).
     */
    public int result() {
        requireDone();
        return result;
    }

    /**
     * @throws RadosException.Refused if this step failed
     * @throws IllegalStateException before the operation completes, or if an earlier step's failure ended it
     */
    public T get() {
        requireDone();
        if (result < 0) {
            throw new RadosException.Refused(result, what);
        }
        T v = value;
        if (v == null) {
            throw new IllegalStateException(what + " was not executed");
        }
        return v;
    }

    void set(int newResult, @Nullable T newValue) {
        value = newValue;
        result = newResult;
        done = true;
    }

    private void requireDone() {
        if (!done) {
            throw new IllegalStateException(what + " has no result yet");
        }
    }
}
