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
 * operation per message. What the connection's EventCenter itself adds and removes is counted there and reaches the
 * shared counter once per {@link #settle}, or when it is much ({@link SendLimits#AHEAD_BYTES}, or an eighth of either
 * limit): most messages that are sent from there are gone again by then.
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
    /** The most that the center adds without the other threads seeing it. */
    private final long mostAheadBytes;

    private final int mostAheadMessages;

    /** Added minus removed on the center since the last {@link #settle}. Confined. */
    private long unsettled;
    /** Of what is unsettled, the bytes added. Confined. */
    private long aheadBytes;

    private int aheadMessages;
    /** Whether something was removed since the last {@link #settle}. Confined. */
    private boolean removed;

    /** @param onRoom runs on the center whenever something was removed */
    public SendBound(SendLimits limits, Runnable onRoom) {
        this.limits = limits;
        this.onRoom = onRoom;
        this.mostAheadBytes = Math.min(SendLimits.AHEAD_BYTES, limits.bytes() / 8);
        this.mostAheadMessages = limits.messages() / 8;
    }

    public SendLimits limits() {
        return limits;
    }

    /** A gauge: without what is unsettled. Any thread. */
    public int messages() {
        return messages(used.get());
    }

    /** On the center. */
    int messagesHere() {
        return messages(used.get() + unsettled);
    }

    /** On the center. */
    long bytesHere() {
        return used.get() + unsettled & BYTES_MASK;
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
            if (!fits(now, charge)) {
                return false;
            }
            if (used.compareAndSet(now, now + ONE_MESSAGE + charge)) {
                message.queueCharge(charge);
                return true;
            }
        }
    }

    /** As {@link #tryAdd}, on the center. */
    boolean tryAddHere(Message message) {
        long charge = SendLimits.charge(message);
        if (!fits(used.get() + unsettled, charge)) {
            return false;
        }
        count(message, charge);
        return true;
    }

    private boolean fits(long now, long charge) {
        return now == 0 || messages(now) < limits.messages() && (now & BYTES_MASK) + charge <= limits.bytes();
    }

    /**
     * Counts the message regardless of the limits, up to the overflow limits.
     *
     * @return false if the overflow limits are exceeded: the message is not counted
     */
    boolean add(Message message) {
        long charge = SendLimits.charge(message);
        message.queueCharge(charge);
        if (isBelowOverflow(used.addAndGet(ONE_MESSAGE + charge))) {
            return true;
        }
        used.addAndGet(-(ONE_MESSAGE + charge));
        return false;
    }

    /** As {@link #add}, on the center. */
    boolean addHere(Message message) {
        long charge = SendLimits.charge(message);
        if (!isBelowOverflow(used.get() + unsettled + ONE_MESSAGE + charge)) {
            return false;
        }
        count(message, charge);
        return true;
    }

    private boolean isBelowOverflow(long now) {
        return messages(now) <= limits.overflowMessages() && (now & BYTES_MASK) <= limits.overflowBytes();
    }

    private void count(Message message, long charge) {
        message.queueCharge(charge);
        unsettled += ONE_MESSAGE + charge;
        aheadBytes += charge;
        aheadMessages++;
        if (aheadBytes > mostAheadBytes || aheadMessages > mostAheadMessages) {
            apply();
        }
    }

    /**
     * Releases a counted message.
     *
     * @param message taken
     */
    public void drop(Message message) {
        unsettled -= ONE_MESSAGE + message.queueCharge();
        removed = true;
        try {
            message.release();
        } catch (Throwable e) {
            // Its class, or whoever holds its data, is at fault; the queue it leaves must stay whole.
            Failures.log(log, "{} could not be released", message.typeName(), e);
        }
    }

    /** Shows the other threads what was added and removed. */
    public void settle() {
        apply();
        if (removed) {
            removed = false;
            onRoom.run();
        }
    }

    /** As {@link #settle}, if something was removed; what was only added mostly goes with the next pass. */
    void settleRemoved() {
        if (removed) {
            settle();
        }
    }

    /** Shows the other threads what was added and removed, but tells nobody of room. On the center. */
    void apply() {
        aheadBytes = 0;
        aheadMessages = 0;
        if (unsettled != 0) {
            change(unsettled);
            unsettled = 0;
        }
    }

    /** A message is counted elsewhere from now on. Any thread. */
    public void moved(long charge) {
        change(-(ONE_MESSAGE + charge));
    }

    private void change(long packed) {
        long left = used.addAndGet(packed);
        if (left < 0) {
            throw new AssertionError("send queue count is negative: " + left);
        }
    }
}
