// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.time.Duration;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.link.BodyWatch;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.link.MemoryPause;
import org.inkwire.msgr.async.trace.Traced;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.Keepalive2AckFrame;
import org.inkwire.msgr.frame.Keepalive2Frame;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.onwire.PartialFrameException;
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
 * <p>Writing happens in passes. A pass takes in what other threads queued; {@link #write} then sends keepalive answers
 * first, then messages by priority while the socket accepts them, then an ACK if no message carried it, and flushes.
 * The first of many small messages leave earlier, see {@code GatherBuffer}.
 */
public final class MessageExchange {
    /** What this phase needs from the protocol. */
    public interface Context {
        /** The current link; always present while READY. */
        Link link();

        /** There is something to send and no TCP connection. */
        void wakeFromStandby();

        /** The session made progress: a message arrived, or one of ours was acknowledged. */
        void progressed();

        /** A message cannot pass, and nobody takes care of it: closes the connection, with an event. */
        void end(String why);

        /** A pass wrote to the link. */
        void onWritten(Link link);
    }

    private static final Logger log = LoggerFactory.getLogger(MessageExchange.class);

    /** How long a message that there is no memory to encode holds up those behind it. */
    private static final Duration SEND_PATIENCE = Duration.ofSeconds(2);

    /** Messages encoded per pass before other tasks on this center get a turn. */
    private static final int MESSAGES_PER_PASS = 256;

    private final Context context;
    /** For log lines. */
    private final Traced connection;

    private final EventCenter center;
    private final OwnedTasks tasks;
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

    /** The peer is not reading our replies, so we have stopped reading its requests. */
    private boolean heldBack;

    /** Since the read batch began. */
    private int receivedMessages;

    private final BodyWatch bodyWatch;
    private final MemoryPause memory = new MemoryPause(SEND_PATIENCE);
    /** Ends a pause of writing; null if none is under way. */
    private EventCenter.@Nullable Timer memoryTimer;

    /** Runs once when nothing is left to send or to be acknowledged; null if nothing waits for that. */
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
        this.bodyWatch = new BodyWatch(parts.tasks(), config.bodyTimeout());
        this.tasks = parts.tasks();
        this.admission = new Admission(parts, dispatchThrottle);
    }

    /** Whether anything is to be sent, now or once connected. */
    public boolean hasWork() {
        return !session.outQueue.isEmpty() || keepaliveWanted;
    }

    /** Schedules a write pass on this center. */
    public void requestWrite() {
        port.requestPass();
    }

    public void sendKeepalive() {
        keepaliveWanted = true;
        requestWrite();
    }

    // ---- receive

    /**
     * Takes the throttles for a message about to be read.
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
        return admission.admit(from, bytes);
    }

    /**
     * Whether too many replies are unsent to read more requests. The peer decides how many replies a server must send,
     * so a server stops reading a peer that does not read its replies. Only a server may do this: if both sides waited
     * for the other to read, neither would progress. Messages written but not acknowledged do not count, because the
     * acknowledgement may be behind the message that would wait. A write pass is always pending while anything is
     * unsent, so reading resumes once the peer reads.
     */
    private boolean answersPileUp() {
        SendLimits limits = session.bound.limits();
        return session.policy().server()
                && (session.unsentMessages() >= limits.messages() || session.unsentBytes() >= limits.bytes());
    }

    /** What a message is charged in the throttles. */
    static long throttledBytes(int front, int middle, int data) {
        return (long) SendLimits.MESSAGE_BYTES + front + middle + data;
    }

    /** The sender aborted the frame after its preamble. */
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
        } catch (OutOfMemoryError e) {
            unreceived(frame.header(), e);
            return;
        } catch (MalformedInputException e) {
            admission.cancel();
            throw e;
        } catch (Throwable e) {
            // The decoder of the message's type threw what it does not declare.
            admission.cancel();
            throw Link.undeclared(e);
        }
        received(seq);
        if (log.isDebugEnabled()) {
            log.debug("{} <== {} seq {}", connection, message, seq);
        }
        long bytes = admission.passTo(message);
        dispatch.deliver(message, bytes);
    }

    private void received(long seq) {
        session.inSeq = seq;
        receivedMessages++;
        session.ackOwed = !session.policy().lossy();
        context.progressed();
    }

    /** @param header borrowed: of a message that there was no memory for */
    public void onSkipped(MessageHeader header) {
        acknowledged(header.ackSeq());
        if (Long.compareUnsigned(header.seq(), session.inSeq) <= 0) {
            admission.cancel();
        } else {
            unreceived(header, new OutOfMemoryError("no memory to receive it"));
        }
    }

    private void unreceived(MessageHeader header, OutOfMemoryError cause) {
        admission.cancel();
        received(header.seq());
        String name = config.registry().name(header.type());
        log.error("{} drops {} (tid {}): no memory: {}", connection, name, header.tid(), cause.getMessage());
        if (!dispatch.unreceived(new Dispatcher.Unreceived(header.type(), header.tid()), cause)) {
            context.end("no memory to receive " + name);
        }
    }

    /** What was received goes to the dispatchers now. */
    public void handOver() {
        dispatch.handOver();
    }

    public void onReadBatchEnd(Link link) {
        bodyWatch.onReadBatchEnd(link);
        endReadBatch();
        if (session.ackOwed || keepaliveToAnswer != null) {
            requestWrite();
        }
    }

    private void endReadBatch() {
        if (receivedMessages > 0) {
            center.counters().messagesReceived(receivedMessages);
            receivedMessages = 0;
        }
        session.bound.settleRemoved();
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

    /** @param then runs once, when nothing is left to send or to be acknowledged, or the connection closes */
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
            // The pass first takes in what other threads queued.
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

    /** The connection closed: nothing is sent from now on. */
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

    /** Monotonic clock; 0 if none was received. Any thread. */
    public long lastKeepaliveAckNanos() {
        return keepaliveAckNanos;
    }

    // ---- send

    /** One write pass. Runs on this center whenever something was queued, the socket drained or an ack is owed. */
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
            // The peer is not reading: not even answers may pile up. The socket requests a pass once it has drained.
            return;
        }
        if (memory.isWaiting() && memoryTimer != null) {
            return;
        }
        try {
            pass(link);
        } catch (OutOfMemoryError e) {
            // Nothing of the frame was written.
            awaitMemory(link, e);
        }
    }

    /** Writes again later. Gives up on a connection for which there is no memory for too long. */
    private void awaitMemory(Link link, OutOfMemoryError cause) {
        session.bound.settle();
        long pause = memory.next(center.nanoTime());
        if (pause == MemoryPause.GIVE_UP) {
            throw cause;
        }
        if (memory.isFirst()) {
            log.warn("{} pauses: no memory to send: {}", connection, cause.getMessage());
        }
        memoryTimer = tasks.schedule(pause, () -> {
            memoryTimer = null;
            requestWrite();
        });
        link.flush();
    }

    private void pass(Link link) {
        UTime stamp = keepaliveToAnswer;
        if (stamp != null) {
            if (!link.mayWrite(Tag.KEEPALIVE2_ACK)) {
                return;
            }
            link.write(new Keepalive2AckFrame(stamp));
            keepaliveToAnswer = null;
        }
        if (keepaliveWanted) {
            if (!link.mayWrite(Tag.KEEPALIVE2)) {
                return;
            }
            link.write(new Keepalive2Frame(UTime.of(config.wallClock().instant())));
            keepaliveWanted = false;
        }
        boolean more = messages(link);
        session.bound.settle();
        if (machine.state() == State.CLOSED || link.isStopped()) {
            return;
        }
        if (session.ackOwed && !session.policy().lossy()) {
            if (!link.mayWrite(Tag.ACK)) {
                return;
            }
            link.write(new AckFrame(session.inSeq));
            session.ackOwed = false;
        }
        memory.over();
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

    /** @return true if the pass ended with messages left and the socket still writable */
    private boolean messages(Link link) {
        if (session.outQueue.isEmpty()) {
            return false;
        }
        boolean lossy = session.policy().lossy();
        long features = peer.view().features();
        int sent = 0;
        try {
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
                if (!write(link, message, features)) {
                    if (machine.state() == State.CLOSED) {
                        return false;
                    }
                    continue;
                }
                sent++;
                session.ackOwed = false;
                if (lossy) {
                    session.bound.drop(message);
                } else {
                    session.keep(message);
                }
            }
            return true;
        } finally {
            if (sent > 0) {
                center.counters().messagesSent(sent);
            }
        }
    }

    /** @return false if the message could not be encoded, and was dropped */
    private boolean write(Link link, Message message, long features) {
        try {
            link.write(message, message.seq(), session.inSeq, features);
            return true;
        } catch (PartialFrameException e) {
            session.outSeq--;
            session.outQueue.putBack(message);
            throw e;
        } catch (Throwable e) {
            session.outSeq--;
            if (e instanceof OutOfMemoryError none && memory.isPatient(center.nanoTime())) {
                session.outQueue.putBack(message);
                throw none;
            }
            goOnWithout(message, e);
            return false;
        }
    }

    /** Closes the connection if nobody takes care of the message. */
    private void goOnWithout(Message message, Throwable cause) {
        Failures.log(log, "{} cannot encode {}", connection, message, cause);
        memory.over();
        boolean handled = dispatch.unsent(message, cause);
        session.bound.drop(message);
        if (!handled) {
            context.end("cannot encode " + message.typeName() + ": " + cause);
        }
    }

    /** The link is gone: discards everything that belonged to it. */
    public void onLinkLost() {
        bodyWatch.onLinkLost();
        endReadBatch();
        dispatch.onLinkLost();
        keepaliveToAnswer = null;
        session.ackOwed = false;
        heldBack = false;
        EventCenter.Timer timer = memoryTimer;
        if (timer != null) {
            memoryTimer = null;
            timer.cancel();
        }
        memory.over();
        admission.cancel();
    }
}
