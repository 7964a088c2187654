// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Takes the throttles for the one MESSAGE a connection is about to read: the policy's messages, the policy's bytes, the
 * dispatch queue's bytes, in this order (protocol: msgr2 section 7.7). A connection that finds one full waits in its
 * line, keeps what it has, and reads no further; other connections go on. Confined to the connection's EventCenter unless said otherwise.
 *
 * <p>The policy's share goes with the message until its last reference is dropped. The dispatch queue's share is given
 * back when the message was dispatched.
 *
 * <p>Bulk that fills the dispatch throttle must not hold up heartbeats: a small message of the highest priority need not
 * wait there. It goes by a small reserve of its connection, so no peer can use up another's. Priority is in the first bytes
 * behind the preamble, which have been received, but not paid for, when this is asked.
 */
final class Admission {
    private enum Step {
        MESSAGES,
        BYTES,
        DISPATCH,
        ADMITTED
    }

    private final EventCenter center;
    private final Session session;
    private final DispatchPort dispatch;
    private final Throttle dispatchThrottle;
    private final ConnectionTrace trace;

    /** What is to be taken next; everything before it was. */
    private Step next = Step.MESSAGES;

    private long charge;
    private @Nullable PolicyThrottles policy;
    private boolean byReserve;
    private Throttle.@Nullable Waiter waiter;
    /** Tells the grant that is waited for from one that came too late. */
    private int ticket;

    Admission(ConnectionParts parts, Throttle dispatchThrottle) {
        this.center = parts.center();
        this.session = parts.session();
        this.dispatch = parts.dispatch();
        this.dispatchThrottle = dispatchThrottle;
        this.trace = parts.trace();
    }

    /**
     * @param bytes what the message is charged; the same at each call until it is admitted
     * @param priority −1 while unknown
     * @return false to be asked again later: when a throttle has room, {@code from} is resumed
     */
    boolean admit(Link from, long bytes, int priority) {
        if (waiter != null) {
            return overtake(bytes, priority);
        }
        if (next == Step.MESSAGES) {
            charge = bytes;
            policy = session.policy().throttles();
        }
        while (next != Step.ADMITTED) {
            Throttle throttle = throttle();
            long amount = next == Step.MESSAGES ? 1 : charge;
            if (throttle != null && !throttle.tryTake(amount)) {
                if (next == Step.DISPATCH && dispatch.tryReserve(bytes, priority)) {
                    useReserve();
                    return true;
                }
                int mine = ++ticket;
                trace.throttled(throttle.name(), amount);
                waiter = throttle.take(amount, () -> center.submit(() -> granted(mine, from, throttle, amount)));
                return false;
            }
            advance();
        }
        return true;
    }

    private @Nullable Throttle throttle() {
        PolicyThrottles p = policy;
        return switch (next) {
            case MESSAGES -> p == null ? null : p.messages();
            case BYTES -> p == null ? null : p.bytes();
            default -> dispatchThrottle;
        };
    }

    private void advance() {
        next = switch (next) {
            case MESSAGES -> Step.BYTES;
            case BYTES -> Step.DISPATCH;
            case DISPATCH, ADMITTED -> Step.ADMITTED;
        };
    }

    /** In line for the dispatch queue; by now the priority may be known. */
    private boolean overtake(long bytes, int priority) {
        Throttle.Waiter place = waiter;
        if (place == null || next != Step.DISPATCH || !dispatch.tryReserve(bytes, priority)) {
            return false;
        }
        if (!place.cancel()) {
            // Its turn has just come and the grant is on its way.
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
     * The admitted message is complete: what the policy's throttles gave goes with it.
     *
     * @return what to give back to the dispatch queue's throttle: bytes, or {@link DispatchPort#BY_RESERVE}
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

    /** Nothing comes of the message: everything is given back, and a place in line is left. */
    void cancel() {
        Throttle.Waiter place = waiter;
        if (place != null) {
            place.cancel();
            waiter = null;
            trace.throttleWaitOver("given up");
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
