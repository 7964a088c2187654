// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.util.concurrent.atomic.AtomicLong;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.event.Failures;
import org.inkwire.wire.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what waits on the sending side of one connection, in messages and bytes. Any thread may add, with one atomic
 * operation per message. Removal is confined to the connection's EventCenter and reaches the counter once per
 * {@link #settle}.
 *
 * <p>Both counts share one word so that they change together: messages in the high bits, bytes in the low bits.
 * {@link SendLimits} keeps either from overflowing into the other.
 */
public final class SendBound {
    private static final Logger log = LoggerFactory.getLogger(SendBound.class);

    private static final int BYTES_BITS = 44;
    private static final long ONE_MESSAGE = 1L << BYTES_BITS;
    private static final long BYTES_MASK = ONE_MESSAGE - 1;

    private final SendLimits limits;
    private final Runnable onRoom;
    private final AtomicLong used = new AtomicLong();

    /** Removed since the last {@link #settle}. Confined. */
    private long freed;

    /** @param onRoom runs on the center whenever something was removed */
    public SendBound(SendLimits limits, Runnable onRoom) {
        this.limits = limits;
        this.onRoom = onRoom;
    }

    public SendLimits limits() {
        return limits;
    }

    public int messages() {
        return messages(used.get());
    }

    long bytes() {
        return used.get() & BYTES_MASK;
    }

    boolean isEmpty() {
        return used.get() == 0;
    }

    /** Whether a small message would be accepted. */
    boolean hasRoom() {
        long now = used.get();
        return messages(now) < limits.messages() && (now & BYTES_MASK) < limits.bytes();
    }

    private static int messages(long packed) {
        return (int) (packed >>> BYTES_BITS);
    }

    /** Counts the message if it fits, or if nothing else is counted. */
    boolean tryAdd(Message message) {
        long charge = SendLimits.charge(message);
        while (true) {
            long now = used.get();
            boolean fits = messages(now) < limits.messages() && (now & BYTES_MASK) + charge <= limits.bytes();
            if (!fits && now != 0) {
                return false;
            }
            if (used.compareAndSet(now, now + ONE_MESSAGE + charge)) {
                message.queueCharge(charge);
                return true;
            }
        }
    }

    /**
     * Counts the message regardless of the limits, up to the overflow limits.
     *
     * @return false if the overflow limits are exceeded: the message is not counted
     */
    boolean add(Message message) {
        long charge = SendLimits.charge(message);
        message.queueCharge(charge);
        long now = used.addAndGet(ONE_MESSAGE + charge);
        if (messages(now) <= limits.overflowMessages() && (now & BYTES_MASK) <= limits.overflowBytes()) {
            return true;
        }
        used.addAndGet(-(ONE_MESSAGE + charge));
        return false;
    }

    /**
     * Releases a counted message.
     *
     * @param message taken
     */
    public void drop(Message message) {
        freed += ONE_MESSAGE + message.queueCharge();
        try {
            message.release();
        } catch (Throwable e) {
            // Its class, or whoever holds its data, is at fault; the queue it leaves must stay whole.
            Failures.log(log, "{} could not be released", message.typeName(), e);
        }
    }

    /** Applies the removals to the counter. */
    public void settle() {
        if (freed != 0) {
            giveBack(freed);
            freed = 0;
            onRoom.run();
        }
    }

    /** A message is counted elsewhere from now on. Any thread. */
    public void moved(long charge) {
        giveBack(ONE_MESSAGE + charge);
    }

    private void giveBack(long packed) {
        long left = used.addAndGet(-packed);
        if (left < 0) {
            throw new AssertionError("send queue count is negative: " + left);
        }
    }
}
