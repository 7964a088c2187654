// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.wire.UTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request, from submission to answer. Confined to the Objecter's center. Ceph: {@code Objecter::Op}. */
final class Op<T> {
    private static final Logger log = LoggerFactory.getLogger(Op.class);

    /** Assumed length of a read step whose length the request does not specify. */
    private static final int UNKNOWN_READ_BYTES = 4096;

    final OpRequest request;
    final OpTarget target;
    final CompletableFuture<T> future = new CompletableFuture<>();
    final long budgetBytes;
    private final Function<MOSDOpReply, T> decode;
    private final Completions completions;

    /** 0 until admitted; a request that is redirected or answered with EAGAIN gets a new one. */
    long tid;

    /** The client's clock at submission; resends carry the same value. */
    UTime mtime = UTime.ZERO;

    /** Messages sent so far. */
    int attempts;

    /** Monotonic time of the last send. */
    long sentNanos;

    /** The session in which it waits for an answer, a map or the end of a backoff; null: none yet. */
    @Nullable
    OSDSession session;

    /** The monitor's newest map epoch when the pool was found missing; 0: not requested. */
    long poolGoneAt;

    EventCenter.@Nullable Timer deadline;
    private boolean done;

    Op(OpRequest request, Function<MOSDOpReply, T> decode, Completions completions) {
        this.request = request;
        this.target = new OpTarget(request.locator(), request.oid(), request.flags());
        this.decode = decode;
        this.completions = completions;
        this.budgetBytes = budget(request);
    }

    /** Payload bytes the request holds or will hold. Ceph: {@code calc_op_budget}. */
    private static long budget(OpRequest request) {
        long bytes = 0;
        for (OSDOp op : request.ops()) {
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

    /** @param reply borrowed */
    void complete(MOSDOpReply reply) {
        T value;
        try {
            value = decode.apply(reply);
        } catch (RuntimeException e) {
            fail(e);
            return;
        } catch (Throwable e) {
            broke(e, "its answer cannot be taken");
            return;
        }
        end();
        completions.run(() -> future.complete(value));
    }

    void fail(RuntimeException cause) {
        end();
        completions.run(() -> future.completeExceptionally(cause));
    }

    /** Fails as not sent or as outcome unknown, depending on whether it was sent. */
    void giveUp(Errno errno, String why) {
        giveUp(errno, why, null);
    }

    void giveUp(Errno errno, String why, @Nullable Throwable cause) {
        String text = request + ": " + why;
        fail(
                attempts == 0
                        ? new RadosException.NotSent(errno, text, cause)
                        : new RadosException.OutcomeUnknown(errno, text, cause));
    }

    /** Something in this process failed at it: ENOMEM or EIO, with the cause. */
    void broke(Throwable cause, String what) {
        boolean memory = cause instanceof OutOfMemoryError;
        giveUp(memory ? Errno.ENOMEM : Errno.EIO, what + ": " + (memory ? "no memory: " : "") + cause, cause);
    }

    /** Removes it from its session. */
    void detach() {
        OSDSession left = session;
        if (left != null) {
            left.ops.remove(tid);
            session = null;
        }
    }

    private void end() {
        done = true;
        EventCenter.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
        for (OSDOp op : request.ops()) {
            try {
                op.release();
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
