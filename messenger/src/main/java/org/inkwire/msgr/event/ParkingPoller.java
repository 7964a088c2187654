// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for tasks and timers where there are no sockets: no descriptor, no system call but those of parking a thread.
 * {@link #wakeup} is for any thread, all else for the owner.
 *
 * <p>No wake-up is lost. The owner first announces that it parks ({@link #parked} = true, volatile), then looks whether a
 * task is queued, and parks only if none is. A submitter first queues its task, then passes a full fence, then reads
 * {@link #parked}. Whichever comes first in the order of these accesses, one of the two sees the other: if the owner's
 * look misses the task, then its announcement came before the submitter's fence, so the submitter sees it and unparks the
 * owner. The fence is needed because a queue may publish a task by a plain ordered store, which a later read may
 * overtake.
 *
 * <p>Of many submitters one unparks the owner: the one that turns {@link #parked} back. To all others, and to all while
 * the owner is busy, a wake-up costs a fence and a read of a word that nobody writes meanwhile. An unpark that comes late,
 * after a timer has woken the owner, ends its next park early, or one inside a task; both look again at what they wait
 * for. The reverse, a task that waits inside and takes the permit of an unpark that was meant for this park, cannot hurt:
 * the announcement precedes each park anew, and so does the look at the queue.
 *
 * <p>An interrupt ends a park at once, and would end every further one: it is cleared, since a center ends by request
 * only.
 */
final class ParkingPoller implements IoHandler {
    private static final VarHandle PARKED;

    static {
        try {
            PARKED = MethodHandles.lookup().findVarHandle(ParkingPoller.class, "parked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean parked;
    /** Written before {@link #parked} is first true. */
    private @Nullable Thread owner;

    @Override
    public void initialize() {
        owner = Thread.currentThread();
    }

    /** @return 0: what it waits for is done by the loop */
    @Override
    public int run(IoHandlerContext context) {
        if (context.canBlock()) {
            parked = true;
            if (context.canBlock()) {
                LockSupport.parkNanos(this, context.delayNanos(System.nanoTime()));
                Thread.interrupted();
            }
            parked = false;
        }
        return 0;
    }

    @Override
    public void wakeup() {
        VarHandle.fullFence();
        if (parked && PARKED.compareAndSet(this, true, false)) {
            LockSupport.unpark(owner);
        }
    }

    @Override
    public IoRegistration register(IoHandle handle) {
        throw new IllegalArgumentException("a center that is not a worker carries no sockets");
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return false;
    }
}
