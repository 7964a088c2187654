// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.wire.UTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, from submission to answer. Guarded by the Objecter's {@link Gate}, except {@link #complete}. Ceph: {@code
 * Objecter::Op}.
 *
 * <p>As a task it completes the stage with the outcome.
 */
final class Op<T> implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Op.class);

    /** Assumed length of a read step whose length the request does not specify. */
    private static final int UNKNOWN_READ_BYTES = 4096;

    final OpRequest request;
    final OpTarget target;
    final CompletableFuture<T> future = new CompletableFuture<>();
    final long budgetBytes;
    /** 0: none. */
    final long timeoutNanos;

    private final BiFunction<OpRequest, MOSDOpReply, T> decode;
    private final Completions completions;
    private final Gate gate;

    /** 0 until admitted; a request that is redirected or answered with EAGAIN gets a new one. */
    long tid;

    /** Whether it has its share of the throttle. */
    boolean admitted;

    /** The client's clock at submission; resends carry the same value. */
    UTime mtime = UTime.ZERO;

    /** Messages sent so far. */
    int attempts;

    /** When the tick after the last send was due: a monotonic time. */
    long sentBefore;

    /** When its time is over, if it has a timeout: a monotonic time. */
    long deadlineNanos;

    /** The session in which it waits for an answer or the end of a backoff; null: none yet. */
    @Nullable
    OSDSession session;

    /** The monitor's newest map epoch when the pool was found missing; 0: not requested. */
    long poolGoneAt;

    private boolean done;
    /** The outcome, once it is done: the one or the other. */
    private @Nullable T value;

    private @Nullable RuntimeException failure;

    Op(OpRequest request, BiFunction<OpRequest, MOSDOpReply, T> decode, Completions completions, Gate gate) {
        this.request = request;
        this.target = new OpTarget(request.locator(), request.oid(), request.flags());
        this.decode = decode;
        this.completions = completions;
        this.gate = gate;
        this.timeoutNanos = request.timeout().toNanos();
        this.budgetBytes = budget(request);
    }

    /** Payload bytes the request holds or will hold. Ceph: {@code calc_op_budget}. */
    private static long budget(OpRequest request) {
        long bytes = 0;
        List<OSDOp> ops = request.ops();
        for (int i = 0; i < ops.size(); i++) {
            OSDOp op = ops.get(i);
            bytes += op.inputLength();
            if (op.code() == OpCode.READ || op.code() == OpCode.SPARSE_READ) {
                bytes += op.length() > 0 ? op.length() : UNKNOWN_READ_BYTES;
            } else if (OpCode.isRead(op.code())) {
                bytes += UNKNOWN_READ_BYTES;
            }
        }
        return bytes;
    }

    boolean isDone() {
        return done;
    }

    /** Claims it for the caller of {@link #complete}: nobody else ends it from now on. */
    void claim() {
        done = true;
    }

    /**
     * Ends a claimed operation with its answer. Without the Gate: decoding is the caller's code.
     *
     * @param reply borrowed
     */
    void complete(MOSDOpReply reply) {
        try {
            value = decode.apply(request, reply);
        } catch (RuntimeException e) {
            failure = e;
        } catch (Throwable e) {
            failure = broken(e, "its answer cannot be taken");
        }
        release();
        completions.run(this);
    }

    @Override
    public void run() {
        RuntimeException failed = failure;
        if (failed != null) {
            future.completeExceptionally(failed);
        } else {
            future.complete(value);
        }
    }

    /** Ends it; the stage completes when the Gate is free. */
    void fail(RuntimeException cause) {
        done = true;
        failure = cause;
        release();
        gate.after(this);
    }

    /** Fails as not sent or as outcome unknown, depending on whether it was sent. */
    void giveUp(Errno errno, String why) {
        giveUp(errno, why, null);
    }

    void giveUp(Errno errno, String why, @Nullable Throwable cause) {
        fail(gaveUp(errno, why, cause));
    }

    private RadosException gaveUp(Errno errno, String why, @Nullable Throwable cause) {
        String text = request + ": " + why;
        return attempts == 0
                ? new RadosException.NotSent(errno, text, cause)
                : new RadosException.OutcomeUnknown(errno, text, cause);
    }

    /** Something in this process failed at it: ENOMEM or EIO, with the cause. */
    void broke(Throwable cause, String what) {
        fail(broken(cause, what));
    }

    private RadosException broken(Throwable cause, String what) {
        boolean memory = cause instanceof OutOfMemoryError;
        return gaveUp(memory ? Errno.ENOMEM : Errno.EIO, what + ": " + (memory ? "no memory: " : "") + cause, cause);
    }

    private void release() {
        List<OSDOp> ops = request.ops();
        for (int i = 0; i < ops.size(); i++) {
            try {
                ops.get(i).release();
            } catch (RuntimeException e) {
                log.error("{} holds a buffer that its caller has released", this, e);
            }
        }
    }

    @Override
    public String toString() {
        return "op " + tid + " " + request;
    }
}
