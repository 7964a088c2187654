// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Limits the operations and bytes in flight; the rest wait in order of arrival. An operation larger than the byte limit
 * is admitted when it is alone. Guarded by the Objecter's {@link Gate}. Ceph: {@code objecter_inflight_ops}, {@code
 * objecter_inflight_op_bytes}.
 */
final class OpThrottle {
    private final int maxOps;
    private final long maxBytes;
    private final Deque<Op<?>> waiting = new ArrayDeque<>();
    private int ops;
    private long bytes;

    OpThrottle(int maxOps, long maxBytes) {
        this.maxOps = maxOps;
        this.maxBytes = maxBytes;
    }

    /** @return whether it may be sent now; if not, it waits for {@link #next} */
    boolean admit(Op<?> op) {
        if (waiting.isEmpty() && fits(op)) {
            take(op);
            return true;
        }
        waiting.addLast(op);
        return false;
    }

    /** Takes back what the operation holds. @return whether it held anything: it was admitted, and not released since */
    boolean release(Op<?> op) {
        if (!op.admitted) {
            return false;
        }
        op.admitted = false;
        ops--;
        bytes -= op.budgetBytes;
        return true;
    }

    /** The next operation that may be sent, or null. Skips those that gave up waiting. */
    @Nullable
    Op<?> next() {
        while (!waiting.isEmpty()) {
            Op<?> op = waiting.getFirst();
            if (op.isDone()) {
                waiting.removeFirst();
            } else if (fits(op)) {
                waiting.removeFirst();
                take(op);
                return op;
            } else {
                break;
            }
        }
        return null;
    }

    /** Removes all waiting operations. */
    Deque<Op<?>> drain() {
        Deque<Op<?>> all = new ArrayDeque<>(waiting);
        waiting.clear();
        return all;
    }

    /** A view, in the order of arrival; some may have given up. */
    Collection<Op<?>> waiting() {
        return waiting;
    }

    int inflightOps() {
        return ops;
    }

    long inflightBytes() {
        return bytes;
    }

    int waitingOps() {
        return waiting.size();
    }

    private boolean fits(Op<?> op) {
        return ops < maxOps && (bytes + op.budgetBytes <= maxBytes || bytes == 0);
    }

    private void take(Op<?> op) {
        op.admitted = true;
        ops++;
        bytes += op.budgetBytes;
    }
}
