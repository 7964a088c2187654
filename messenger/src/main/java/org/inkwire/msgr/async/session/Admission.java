// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Takes the throttles for the one MESSAGE a connection is about to read: the policy's messages, the policy's bytes, the
 * dispatch queue's bytes, in this order (protocol: msgr2 section 7.7). A connection that finds one full queues for it,
 * keeps what it has taken, and stops reading; other connections continue. Confined to the connection's EventCenter
 * unless said otherwise.
 *
 * <p>The message holds the policy's share until its last reference is dropped. The dispatch queue's share is given back
 * once the message has been dispatched.
 *
 * <p>Bulk that fills the dispatch throttle must not hold up heartbeats: a small message of the highest priority need
 * not wait there. It uses a small reserve of its own connection, so no peer can exhaust another's. The priority is in
 * the first bytes after the preamble, which are received but not yet charged at this point.
 */
final class Admission {
    private enum Step {
        MESSAGES,
        BYTES,
        DISPATCH,
        ADMITTED
    }

    private final OwnedTasks tasks;
    private final Session session;
    private final DispatchPort dispatch;
    private final Throttle dispatchThrottle;
    private final ConnectionTrace trace;

    /** The next step to take; all earlier ones are taken. */
    private Step next = Step.MESSAGES;

    private long charge;
    private @Nullable PolicyThrottles policy;
    private boolean byReserve;
    private Throttle.@Nullable Waiter waiter;
    /** Distinguishes the grant being waited for from one that came too late. */
    private int ticket;

    Admission(ConnectionParts parts, Throttle dispatchThrottle) {
        this.tasks = parts.tasks();
        this.session = parts.session();
        this.dispatch = parts.dispatch();
        this.dispatchThrottle = dispatchThrottle;
        this.trace = parts.trace();
    }

    /**
     * @param bytes the message's charge; the same at each call until it is admitted
     * @return false if the caller must ask again later: {@code from} is resumed when the throttle has room
     */
    boolean admit(Link from, long bytes) {
        if (waiter != null) {
            return overtake(bytes, from.waitingPriority());
        }
        if (next == Step.MESSAGES) {
            charge = bytes;
            PolicyThrottles p = session.policy().throttles();
            policy = p;
            if (p == null) {
                next = Step.DISPATCH;
            }
        }
        while (next != Step.ADMITTED) {
            Throttle throttle = throttle();
            long amount = next == Step.MESSAGES ? 1 : charge;
            if (!(next == Step.DISPATCH ? dispatch.tryTake(amount) : throttle.tryTake(amount))) {
                if (next == Step.DISPATCH && dispatch.tryReserve(bytes, from.waitingPriority())) {
                    useReserve();
                    return true;
                }
                int mine = ++ticket;
                trace.throttled(throttle.name(), amount);
                waiter = throttle.take(amount, () -> {
                    if (!tasks.submit(() -> granted(mine, from, throttle, amount))) {
                        throttle.give(amount);
                    }
                });
                return false;
            }
            advance();
        }
        return true;
    }

    private Throttle throttle() {
        PolicyThrottles p = policy;
        if (p == null || next == Step.DISPATCH) {
            return dispatchThrottle;
        }
        return next == Step.MESSAGES ? p.messages() : p.bytes();
    }

    private void advance() {
        next = switch (next) {
            case MESSAGES -> Step.BYTES;
            case BYTES -> Step.DISPATCH;
            case DISPATCH, ADMITTED -> Step.ADMITTED;
        };
    }

    /** Already waiting for the dispatch throttle: tries the reserve, as the priority may be known by now. */
    private boolean overtake(long bytes, int priority) {
        Throttle.Waiter place = waiter;
        if (place == null || next != Step.DISPATCH || !dispatch.tryReserve(bytes, priority)) {
            return false;
        }
        if (!place.cancel()) {
            // The grant has just been made and is on its way.
            dispatch.giveReserve();
            return false;
        }
        waiter = null;
        trace.throttleWaitOver("by reserve");
        ticket++;
        useReserve();
        return true;
    }

    private void useReserve() {
        byReserve = true;
        next = Step.ADMITTED;
    }

    private void granted(int of, Link to, Throttle throttle, long amount) {
        if (of != ticket) {
            throttle.give(amount);
            return;
        }
        waiter = null;
        trace.throttleWaitOver("granted");
        advance();
        to.resume();
    }

    /**
     * The admitted message is complete: the policy's share passes to it.
     *
     * @return what to give back to the dispatch throttle: bytes, or {@link DispatchPort#BY_RESERVE}
     */
    long passTo(Message message) {
        PolicyThrottles p = policy;
        if (p != null) {
            message.chargeTo(p, charge);
        }
        long bytes = byReserve ? DispatchPort.BY_RESERVE : charge;
        forget();
        return bytes;
    }

    /** Abandons the message: gives everything back and leaves the throttle's queue. */
    void cancel() {
        Throttle.Waiter place = waiter;
        if (place != null) {
            place.cancel();
            waiter = null;
            trace.throttleWaitOver("abandoned");
            ticket++;
        }
        PolicyThrottles p = policy;
        if (p != null && next.compareTo(Step.MESSAGES) > 0) {
            p.messages().give(1);
        }
        if (p != null && next.compareTo(Step.BYTES) > 0) {
            p.bytes().give(charge);
        }
        if (next == Step.ADMITTED) {
            if (byReserve) {
                dispatch.giveReserve();
            } else {
                dispatchThrottle.give(charge);
            }
        }
        forget();
    }

    private void forget() {
        next = Step.MESSAGES;
        policy = null;
        byReserve = false;
        charge = 0;
    }
}
