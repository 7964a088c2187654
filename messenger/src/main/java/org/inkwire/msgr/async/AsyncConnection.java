// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.Worker;
import org.inkwire.msgr.event.WorkerCounters;
import org.inkwire.msgr.fault.InterceptedConnection;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an {@link AsyncMessenger}: what other threads may call, in front of a {@link ProtocolV2} that is
 * confined to the connection's EventCenter, for life. Any thread. Ceph: {@code src/msg/async/AsyncConnection.h}.
 *
 * <p>Messages cross over in a queue with many producers; the center is woken only when it had nothing queued from here.
 */
final class AsyncConnection implements DispatchSource, InterceptedConnection, NetworkStack.ConnectHandler {
    private static final int QUEUE_CHUNK = 32;
    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);

    private final AsyncMessenger messenger;
    private final long id;
    private final Worker worker;
    private final EventCenter center;
    /** Null unless configured. */
    private final @Nullable MessageFaults messageFaults;

    private final ProtocolV2 protocol;
    private final DialTargets targets;
    private final boolean outgoing;
    private final MpscUnboundedArrayQueue<Message> inbox = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK);
    private final SendBound sendBound;
    private final SendLine sendLine;
    private final AtomicBoolean overflowed = new AtomicBoolean();
    private final AtomicBoolean writeRequested = new AtomicBoolean();
    private final AtomicBoolean workerReleased = new AtomicBoolean();
    private final Runnable writeTask;

    /** Who may end it without a word. */
    private enum Holder {
        /** Accepted, and nobody was told of it yet: the protocol. */
        NOBODY,
        /** Somebody has it and may have sent something. */
        CALLER,
        /** The protocol ended it. */
        GONE
    }

    private final AtomicReference<Holder> holder;
    private final long madeNanos;

    private volatile State state = State.NONE;
    private volatile boolean down;
    private volatile boolean markedDown;
    private volatile boolean disposable;
    private volatile boolean lossy;
    private volatile @Nullable EntityType peerType;
    private volatile EntityName peerName;
    private volatile EntityAddrVec peerAddrs;
    private volatile long globalId;
    private volatile long features;
    private volatile long keepaliveAckNanos;
    private volatile @Nullable Object attachment;
    /** As the session's: for {@link RecentPeers}, from any thread. */
    private volatile long peerGlobalSeq;
    /** Grows when the peer turns out to have lost the session: messages received before count for nothing. */
    private volatile int incarnation;
    /** Under which addresses the messenger finds it; null if it does not. */
    private volatile @Nullable EntityAddrVec registeredAs;
    /** The worker's counters know of this connection. On the center. */
    private boolean counted;

    private AsyncConnection(
            AsyncMessenger messenger,
            Worker worker,
            @Nullable EntityType peerType,
            EntityAddrVec peerAddrs,
            List<EntityAddr> targets,
            Policy policy) {
        this.messenger = messenger;
        this.id = messenger.stack().nextConnectionId();
        this.worker = worker;
        this.center = worker.center();
        this.madeNanos = center.nanoTime();
        this.peerType = peerType;
        this.peerName = peerType == null ? EntityName.NONE : EntityName.of(peerType, -1);
        this.peerAddrs = peerAddrs;
        this.targets = new DialTargets(targets);
        this.outgoing = !targets.isEmpty();
        this.holder = new AtomicReference<>(outgoing ? Holder.CALLER : Holder.NOBODY);
        this.lossy = policy.lossy();
        this.messageFaults = MessageFaults.of(this);
        this.sendBound = new SendBound(messenger.config().sendLimits(), this::onSendRoom);
        this.sendLine = new SendLine(sendBound);
        this.protocol = new ProtocolV2(this, policy);
        this.writeTask = center.prepare(this::writePass);
    }

    static AsyncConnection outgoing(
            AsyncMessenger messenger, Worker worker, EntityType type, EntityAddrVec addrs, List<EntityAddr> targets) {
        return new AsyncConnection(messenger, worker, type, addrs, targets, messenger.policyFor(type));
    }

    static AsyncConnection incoming(AsyncMessenger messenger, Worker worker) {
        return new AsyncConnection(messenger, worker, null, EntityAddrVec.EMPTY, List.of(), Policy.statelessServer());
    }

    EventCenter center() {
        return center;
    }

    /** Number within the stack, from 1 on, in the order of making: the same in each run of a simulation. */
    @Override
    public long id() {
        return id;
    }

    /** When it was asked for, or accepted. */
    long madeNanos() {
        return madeNanos;
    }

    Worker worker() {
        return worker;
    }

    WorkerCounters counters() {
        return worker.counters();
    }

    /** Messages no write pass has taken yet. Any thread. */
    int inboxSize() {
        return inbox.size();
    }

    boolean isLossy() {
        return lossy;
    }

    private void countCreated() {
        counted = true;
        counters().connectionCreated();
    }

    ProtocolV2 protocol() {
        return protocol;
    }

    /** What is dialled: on the accepting side blank until the peer said where it listens. */
    EntityAddr target() {
        // An accepted lossless peer is dialled where its ident said it listens.
        EntityAddr target = targets.current();
        return target.isBlank() ? peerAddrs.msgr2OrFirst() : target;
    }

    DialTargets targets() {
        return targets;
    }

    /** Completes when what was sent before has left and was acknowledged if it is to be, or the connection closed. */
    CompletableFuture<@Nullable Void> drained() {
        CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
        center.submit(() -> protocol.exchange.whenDrained(() -> result.complete(null)));
        return result;
    }

    void connect() {
        center.submit(() -> {
            if (protocol.state() == State.NONE) {
                countCreated();
                protocol.startConnect("asked to");
            }
        });
    }

    // ---- Connection

    @Override
    public void sendMessage(Message message) {
        if (down || messageFaults != null && messageFaults.vanishes(peerType, message)) {
            message.release();
            return;
        }
        if (!sendBound.add(message)) {
            message.release();
            overflow();
            return;
        }
        inbox.offer(message);
        requestWrite();
    }

    private void overflow() {
        if (overflowed.compareAndSet(false, true)) {
            center.submit(protocol::overflow);
        }
    }

    @Override
    public boolean trySend(Message message) {
        boolean vanishes = messageFaults != null && messageFaults.vanishes(peerType, message);
        if (down || vanishes || message.priority() >= Message.PRIORITY_HIGHEST) {
            sendMessage(message);
            return true;
        }
        if (!sendLine.isEmpty() || !sendBound.tryAdd(message)) {
            return false;
        }
        inbox.offer(message);
        requestWrite();
        return true;
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        if (down) {
            message.release();
            return CompletableFuture.failedStage(new IOException(this + " is closed"));
        }
        if (trySend(message)) {
            return AT_ONCE;
        }
        CompletionStage<Void> accepted = sendLine.join(message);
        requestWrite();
        return accepted;
    }

    @Override
    public CompletionStage<Void> whenWritable() {
        if (down) {
            return CompletableFuture.failedStage(new IOException(this + " is closed"));
        }
        if (sendLine.isEmpty() && sendBound.hasRoom()) {
            return AT_ONCE;
        }
        CompletionStage<Void> room = sendLine.whenRoom();
        requestWrite();
        return room;
    }

    @Override
    public void sendKeepalive() {
        if (!down) {
            center.submit(() -> {
                if (protocol.state() != State.CLOSED) {
                    protocol.exchange.sendKeepalive();
                }
            });
        }
    }

    @Override
    public void markDown() {
        // Even if it is closed: the news may not have been told yet.
        markedDown = true;
        if (!down) {
            // Before another connection to the peer can be made.
            rememberPeer();
            down = true;
            messenger.unregister(this);
            if (!center.submit(() -> protocol.close("marked down"))) {
                centerEnded();
            }
        }
    }

    @Override
    public boolean isMarkedDown() {
        return markedDown;
    }

    @Override
    public void markDisposable() {
        disposable = true;
    }

    @Override
    public boolean isConnected() {
        return state == State.READY;
    }

    @Override
    public boolean isClosed() {
        return down || holder.get() == Holder.GONE;
    }

    @Override
    public @Nullable EntityType peerType() {
        return peerType;
    }

    @Override
    public EntityName peerName() {
        return peerName;
    }

    @Override
    public EntityAddrVec peerAddrs() {
        return peerAddrs;
    }

    @Override
    public EntityAddr peerAddr() {
        return outgoing ? targets.current() : peerAddrs.msgr2OrFirst();
    }

    @Override
    public long peerGlobalId() {
        return globalId;
    }

    @Override
    public long features() {
        return features;
    }

    @Override
    public long lastKeepaliveAckNanos() {
        return keepaliveAckNanos;
    }

    @Override
    public AsyncMessenger messenger() {
        return messenger;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attachment(@Nullable Object newAttachment) {
        attachment = newAttachment;
    }

    // ---- for the protocol

    @Nullable
    MessageFaults messageFaults() {
        return messageFaults;
    }

    /** A write pass will run on the center. Any thread. */
    void requestWrite() {
        if (writeRequested.compareAndSet(false, true) && !center.submitPrepared(writeTask)) {
            centerEnded();
        }
    }

    /** The center runs nothing any more: what it would have released is released here. Any thread. */
    private void centerEnded() {
        down = true;
        messenger.unregister(this);
        synchronized (writeTask) {
            protocol.session.dropQueues();
        }
        do {
            dropInbox();
            synchronized (writeTask) {
                sendLine.fail(this + " is closed");
            }
            writeRequested.set(false);
        } while (!inbox.isEmpty() && writeRequested.compareAndSet(false, true));
    }

    /** Under a lock: when the center ends, two senders may come here at once. */
    private void dropInbox() {
        synchronized (writeTask) {
            for (Message m = inbox.poll(); m != null; m = inbox.poll()) {
                sendBound.drop(m);
            }
            sendBound.settle();
        }
    }

    private void onSendRoom() {
        if (sendLine.isWanted()) {
            requestWrite();
        }
    }

    SendBound sendBound() {
        return sendBound;
    }

    private void writePass() {
        long began = center.nanoTime();
        writeRequested.set(false);
        if (sendLine.isWanted()) {
            if (protocol.state() == State.CLOSED) {
                sendLine.fail(this + " is closed");
            } else {
                sendLine.serve(inbox::offer);
            }
        }
        for (Message m = inbox.poll(); m != null; m = inbox.poll()) {
            protocol.enqueue(m);
        }
        protocol.exchange.write();
        counters().ranSending(center.nanoTime() - began);
    }

    void visibleState(State newState) {
        state = newState;
    }

    @Override
    public int incarnation() {
        return incarnation;
    }

    @Override
    public void reserveGiven() {
        protocol.exchange.admission.reserveGiven();
    }

    /** On the center. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the center
    void nextIncarnation() {
        incarnation++;
    }

    boolean isDisposable() {
        return disposable;
    }

    void lossy(boolean isLossy) {
        lossy = isLossy;
    }

    void peerType(EntityType type) {
        peerType = type;
        peerName = EntityName.of(type, -1);
    }

    void globalId(long id) {
        globalId = id;
    }

    void peerGlobalSeq(long globalSeq) {
        peerGlobalSeq = globalSeq;
    }

    private void rememberPeer() {
        EntityAddrVec peer = registeredAs;
        if (peer != null && !isLossy()) {
            messenger.recentPeers().ended(peer, peerGlobalSeq, center.nanoTime());
        }
    }

    /** Who the peer is: before others can find this connection by it. */
    void introduced(EntityName name, EntityAddrVec addrs) {
        peerName = name;
        peerAddrs = addrs;
    }

    void identified(EntityName name, EntityAddrVec addrs, long commonFeatures) {
        introduced(name, addrs);
        features = commonFeatures;
        if (!outgoing) {
            targets.replace(OwnAddrs.targets(addrs, messenger.addrs()));
        }
    }

    void keepaliveAcked(long nowNanos) {
        keepaliveAckNanos = nowNanos;
    }

    /** How the accepting side sees the peer: its IP and port, no nonce. */
    EntityAddr socketAddr(Link link) {
        return EntityAddr.msgr2(link.socket().remoteAddress(), 0);
    }

    @Nullable
    EntityAddrVec registeredAs() {
        return registeredAs;
    }

    void registeredAs(EntityAddrVec addrs) {
        registeredAs = addrs;
    }

    /** The accepting side begins. */
    @Override
    public void connected(ConnectedSocket socket) {
        if (down) {
            socket.close();
        } else {
            countCreated();
            protocol.startAccept(socket);
        }
    }

    /** The accepted socket was gone before it could be used. */
    @Override
    public void failed(Throwable cause) {
        protocol.close("accepted socket failed: " + cause);
    }

    /**
     * Somebody who dials is given this connection that the peer made: from now on it does not end without a word. Any
     * thread.
     *
     * @return false if it ended already
     */
    boolean handOut() {
        return holder.compareAndSet(Holder.NOBODY, Holder.CALLER) || holder.get() == Holder.CALLER;
    }

    /** @return whether it may be ended without a word; then nobody gets it any more. On the center. */
    boolean letGo() {
        return holder.compareAndSet(Holder.NOBODY, Holder.GONE);
    }

    /** The protocol closed: nothing comes or goes any more. On the center. */
    void closed() {
        rememberPeer();
        down = true;
        messenger.unregister(this);
        dropInbox();
        sendLine.fail(this + " is closed");
        if (counted) {
            counted = false;
            counters().connectionClosed();
        }
        releaseWorker();
    }

    /** The accepted socket found its center ended. Any thread. */
    void neverBegan() {
        down = true;
        messenger.unregister(this);
        releaseWorker();
    }

    private void releaseWorker() {
        if (workerReleased.compareAndSet(false, true)) {
            worker.release();
        }
    }

    /** Name and addresses, as far as they are known. */
    String peerText() {
        return (peerType == null ? "?" : peerName.toString()) + " "
                + (peerAddrs.isEmpty() ? "-" : peerAddrs.toString());
    }

    /** As Ceph's debug_ms: own addresses, peer addresses, connection, state, policy. */
    @Override
    public String toString() {
        return messenger.logicalName() + " " + messenger.addrs() + " >> " + peerText() + " conn(" + id + " s=" + state
                + (lossy ? " l=1" : " l=0") + ")";
    }
}
