// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.link.BodyWatch;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.trace.Traced;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.Keepalive2AckFrame;
import org.inkwire.msgr.frame.Keepalive2Frame;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages, acks and keepalives of a READY connection (protocol: msgr2 sections 7.5 and 7.6). Confined to the
 * connection's EventCenter.
 *
 * <p>Writing happens in passes: {@link #write} takes what other threads queued, sends keepalive answers first, then
 * messages by priority while the socket takes them, then an ACK if none of them carried it, and flushes once.
 */
public final class MessageExchange {
    /** What this phase needs from the protocol. */
    public interface Context {
        /** The current link: there is one while READY. */
        Link link();

        /** There is something to send and no TCP connection. */
        void wakeFromStandby();

        /** The session got on: a message came, or one of ours was acknowledged. */
        void progressed();

        /** A pass wrote to the link. */
        void onWritten(Link link);
    }

    private static final Logger log = LoggerFactory.getLogger(MessageExchange.class);

    /** Messages encoded before others on this center get a turn. */
    private static final int MESSAGES_PER_PASS = 256;

    private final Context context;
    /** For log lines. */
    private final Traced connection;

    private final EventCenter center;
    private final StateMachine machine;
    private final Session session;
    private final Peer peer;
    private final SendPort port;
    private final DispatchPort dispatch;
    private final MessengerConfig config;
    private boolean keepaliveWanted;
    private @Nullable UTime keepaliveToAnswer;
    private final Admission admission;
    private volatile long keepaliveAckNanos;

    /** The peer does not read what we send, so we read no more requests of it. */
    private boolean heldBack;

    private final BodyWatch bodyWatch;
    /** Runs once when nothing is left to send or to be acknowledged; null if nobody waits for that. */
    private @Nullable Runnable onDrained;

    public MessageExchange(
            Context context, ConnectionParts parts, SendPort port, Throttle dispatchThrottle, MessengerConfig config) {
        this.context = context;
        this.connection = parts.connection();
        this.center = parts.center();
        this.machine = parts.machine();
        this.session = parts.session();
        this.peer = parts.peer();
        this.port = port;
        this.dispatch = parts.dispatch();
        this.config = config;
        this.bodyWatch = new BodyWatch(center, config.bodyTimeout());
        this.admission = new Admission(parts, dispatchThrottle);
    }

    /** Something is to be sent, now or once connected. */
    public boolean hasWork() {
        return !session.outQueue.isEmpty() || keepaliveWanted;
    }

    /** A write pass comes soon, on this center. */
    public void requestWrite() {
        port.requestPass();
    }

    public void sendKeepalive() {
        keepaliveWanted = true;
        requestWrite();
    }

    // ---- receive

    /**
     * Takes the throttles for a message that is about to be read.
     *
     * @return false to stop reading this socket until there is room
     */
    public boolean admit(Link from, Preamble preamble) {
        int front = preamble.length(1);
        int middle = preamble.length(2);
        int data = preamble.length(3);
        int maxFront = config.maxFrontBytes();
        int maxData = config.maxDataBytes();
        if (preamble.length(0) != MessageHeader.BYTES || front > maxFront || middle > maxFront || data > maxData) {
            throw new MalformedInputException(
                    "MESSAGE of " + preamble.length(0) + "+" + front + "+" + middle + "+" + data + " bytes, at most "
                            + MessageHeader.BYTES + "+" + maxFront + "+" + maxFront + "+" + maxData);
        }
        long bytes = throttledBytes(front, middle, data);
        if (answersPileUp()) {
            heldBack = true;
            return false;
        }
        return admission.admit(from, bytes, from.waitingPriority());
    }

    /**
     * The peer decides how many replies a server has to send, so a server does not read a peer that does not read its
     * replies. Only a server may do so: if both sides waited for the other to read, neither would go on. What was written
     * and not acknowledged does not count: the acknowledgement may be behind the message that would wait. While anything is unsent a write pass is to
     * come, so this ends when the peer reads.
     */
    private boolean answersPileUp() {
        SendLimits limits = session.bound.limits();
        return session.policy().server()
                && (session.unsentMessages() >= limits.messages() || session.unsentBytes() >= limits.bytes());
    }

    /** What a message counts for in the throttles. */
    static long throttledBytes(int front, int middle, int data) {
        return (long) SendLimits.MESSAGE_BYTES + front + middle + data;
    }

    /** The sender gave the frame up after its preamble. */
    public void onAborted() {
        admission.cancel();
    }

    /** @param frame borrowed */
    public void onMessage(MessageFrame frame) {
        acknowledged(frame.ackSeq());
        long seq = frame.seq();
        if (Long.compareUnsigned(seq, session.inSeq) <= 0) {
            log.info("{} drops duplicate message {}, has {}", connection, seq, session.inSeq);
            admission.cancel();
            return;
        }
        if (seq != session.inSeq + 1) {
            log.warn("{} skipped messages {} .. {}", connection, session.inSeq + 1, seq - 1);
        }
        Message message;
        try {
            message = frame.decode(config.registry());
        } catch (RuntimeException e) {
            admission.cancel();
            throw e;
        }
        session.inSeq = seq;
        center.counters().messageReceived();
        session.ackOwed = !session.policy().lossy();
        context.progressed();
        if (log.isDebugEnabled()) {
            log.debug("{} <== {} seq {}", connection, message, seq);
        }
        long bytes = admission.passTo(message);
        dispatch.deliver(message, bytes);
    }

    public void onReadBatchEnd(Link link) {
        bodyWatch.onReadBatchEnd(link);
        if (session.ackOwed || keepaliveToAnswer != null) {
            requestWrite();
        }
    }

    public void onAck(AckFrame frame) {
        machine.expect(State.READY, "ACK");
        acknowledged(frame.seq());
    }

    private void acknowledged(long seq) {
        if (session.acknowledged(seq)) {
            context.progressed();
        }
        checkDrained();
    }

    // ---- drain

    /** @param then runs once, when nothing is left to send or to be acknowledged, or the connection closed */
    public void whenDrained(Runnable then) {
        Runnable before = onDrained;
        onDrained = before == null
                ? then
                : () -> {
                    before.run();
                    then.run();
                };
        if (machine.state() == State.CLOSED) {
            onClosed();
        } else {
            // The pass takes in what other threads queued.
            requestWrite();
        }
    }

    private void checkDrained() {
        if (onDrained != null && session.outQueue.isEmpty() && session.isAcknowledged() && !session.ackOwed) {
            Runnable then = onDrained;
            onDrained = null;
            if (machine.state() == State.READY) {
                context.link().socket().whenFlushed(then);
            } else {
                then.run();
            }
        }
    }

    /** Nothing will be sent any more. */
    public void onClosed() {
        Runnable then = onDrained;
        if (then != null) {
            onDrained = null;
            then.run();
        }
    }

    public void onKeepalive2(Keepalive2Frame frame) {
        machine.expect(State.READY, "KEEPALIVE2");
        keepaliveToAnswer = frame.stamp();
    }

    public void onKeepalive2Ack() {
        machine.expect(State.READY, "KEEPALIVE2_ACK");
        keepaliveAckNanos = center.nanoTime();
    }

    /** Monotonic; 0 if there was none. Any thread. */
    public long lastKeepaliveAckNanos() {
        return keepaliveAckNanos;
    }

    // ---- send

    /** One pass; runs on this center whenever something was queued, the socket drained or an ack is owed. */
    public void write() {
        if (machine.state() != State.READY) {
            if (hasWork()) {
                context.wakeFromStandby();
            }
            checkDrained();
            return;
        }
        Link link = context.link();
        if (!link.isWritable()) {
            // The peer does not read: not even answers may pile up. The socket asks for a pass when it drained.
            return;
        }
        UTime stamp = keepaliveToAnswer;
        if (stamp != null) {
            if (!link.mayWrite(Tag.KEEPALIVE2_ACK)) {
                return;
            }
            keepaliveToAnswer = null;
            link.write(new Keepalive2AckFrame(stamp));
        }
        if (keepaliveWanted) {
            if (!link.mayWrite(Tag.KEEPALIVE2)) {
                return;
            }
            keepaliveWanted = false;
            link.write(new Keepalive2Frame(UTime.of(config.wallClock().instant())));
        }
        boolean more = messages(link);
        session.bound.settle();
        if (link.isStopped()) {
            return;
        }
        if (session.ackOwed && !session.policy().lossy()) {
            if (!link.mayWrite(Tag.ACK)) {
                return;
            }
            session.ackOwed = false;
            link.write(new AckFrame(session.inSeq));
        }
        link.flush();
        checkDrained();
        context.onWritten(link);
        if (more) {
            requestWrite();
        }
        if (heldBack && !answersPileUp()) {
            heldBack = false;
            link.resume();
        }
    }

    /** @return true if the pass ended with messages left and the socket willing */
    private boolean messages(Link link) {
        boolean lossy = session.policy().lossy();
        for (int i = 0; i < MESSAGES_PER_PASS; i++) {
            if (!link.socket().isWritable() || session.outQueue.isEmpty() || !link.mayWrite(Tag.MESSAGE)) {
                return false;
            }
            Message message = session.outQueue.poll();
            if (message == null) {
                return false;
            }
            message.seq(++session.outSeq);
            if (log.isDebugEnabled()) {
                log.debug("{} ==> {} seq {}", connection, message, message.seq());
            }
            link.write(message, message.seq(), session.inSeq, peer.view().features());
            center.counters().messageSent();
            session.ackOwed = false;
            if (lossy) {
                session.bound.drop(message);
            } else {
                session.keep(message);
            }
        }
        return true;
    }

    /** The link is gone: what belonged to it is forgotten. */
    public void onLinkLost() {
        bodyWatch.onLinkLost();
        dispatch.onLinkLost();
        keepaliveToAnswer = null;
        session.ackOwed = false;
        heldBack = false;
        admission.cancel();
    }
}
