// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.PeerView;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.handshake.ConnectionReplacer;
import org.inkwire.msgr.async.session.ConnectionParts;
import org.inkwire.msgr.async.session.Peer;
import org.inkwire.msgr.async.session.SendPort;
import org.inkwire.msgr.async.session.Session;
import org.inkwire.msgr.async.session.StateMachine;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.async.trace.Traced;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.msgr.event.Worker;
import org.inkwire.msgr.fault.InterceptedConnection;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an {@link AsyncMessenger}: the thread-safe front of a {@link ProtocolV2}, which stays confined to
 * the connection's EventCenter for life. Any thread. Ceph: {@code src/msg/async/AsyncConnection.h}.
 *
 * <p>Outgoing messages cross to the center through the {@link SendPort}; incoming ones leave through the
 * {@link DispatchPort}. {@link Peer} describes the remote end, {@link Holder} tracks who holds this one.
 */
final class AsyncConnection
        implements Connection,
                InterceptedConnection,
                Traced,
                SendPort.Owner,
                ConnectionReplacer.OpenConnections,
                NetworkStack.ConnectHandler {
    private final AsyncMessenger messenger;
    private final long id;
    private final Worker worker;
    private final EventCenter center;
    private final OwnedTasks tasks;
    /** When the connection was requested or accepted. */
    private final long madeNanos;

    private final Peer peer;
    private final Holder holder;
    private final SendPort port;
    private final DispatchPort dispatch;
    private final StateMachine machine;
    private final Session session;
    private final ProtocolV2 protocol;

    private final AtomicBoolean overflowed = new AtomicBoolean();
    private final AtomicBoolean workerReleased = new AtomicBoolean();
    private volatile boolean disposable;
    private volatile @Nullable Object attachment;
    /** The addresses it is registered under in the messenger; null if it is not registered. */
    private volatile @Nullable EntityAddrVec registeredAs;
    /** Whether the worker's counters include this connection. On the center. */
    private boolean counted;

    private AsyncConnection(AsyncMessenger messenger, Worker worker, Peer peer, Policy policy) {
        this.messenger = messenger;
        this.id = messenger.stack().nextConnectionId();
        this.worker = worker;
        this.center = worker.center();
        this.madeNanos = center.nanoTime();
        this.peer = peer;
        this.holder = new Holder(peer.isDialled());
        this.port = new SendPort(center, messenger.config().sendLimits(), this, this::take);
        this.session = new Session(port.bound(), policy);
        this.machine = new StateMachine(center, this, session, messenger.stack().transitions());
        ConnectionTrace trace = new ConnectionTrace(this, machine::state);
        this.tasks = new OwnedTasks(center, this::failed);
        this.dispatch = DispatchPort.toPeer(messenger.dispatch(), this, trace, tasks, messenger.config());
        this.protocol = new ProtocolV2(
                this, new ConnectionParts(this, center, tasks, machine, session, peer, dispatch, trace), port);
    }

    /** @param targets addresses to dial, at least one */
    static AsyncConnection outgoing(
            AsyncMessenger messenger, Worker worker, EntityType type, EntityAddrVec addrs, List<EntityAddr> targets) {
        return new AsyncConnection(messenger, worker, Peer.dialled(type, addrs, targets), messenger.policyFor(type));
    }

    static AsyncConnection incoming(AsyncMessenger messenger, Worker worker) {
        return new AsyncConnection(messenger, worker, Peer.accepted(), Policy.statelessServer());
    }

    // ---- Connection

    @Override
    public void sendMessage(Message message) {
        if (dispatch.vanishes(message)) {
            message.beginSend();
            message.release();
            return;
        }
        port.sendMessage(message);
    }

    @Override
    public boolean trySend(Message message) {
        if (dispatch.vanishes(message)) {
            message.beginSend();
            message.release();
            return true;
        }
        return port.trySend(message);
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        if (!port.isClosed() && dispatch.vanishes(message)) {
            message.beginSend();
            message.release();
            return CompletableFuture.completedStage(null);
        }
        return port.send(message);
    }

    @Override
    public CompletionStage<Void> whenWritable() {
        return port.whenWritable();
    }

    @Override
    public void sendKeepalive() {
        if (!port.isClosed()) {
            tasks.submit(() -> {
                if (machine.state() != State.CLOSED) {
                    protocol.exchange().sendKeepalive();
                }
            });
        }
    }

    @Override
    public void markDown() {
        // Even if it is closed: its end may not have been reported yet.
        dispatch.mute();
        if (!port.isClosed()) {
            // Must happen before another connection to the peer can be made.
            rememberPeer();
            port.close();
            messenger.connections().forget(this);
            if (!tasks.submit(() -> protocol.close("marked down"))) {
                port.centerEnded();
            }
        }
    }

    @Override
    public void markDisposable() {
        disposable = true;
    }

    @Override
    public boolean isConnected() {
        return machine.state() == State.READY;
    }

    @Override
    public boolean isClosed() {
        return port.isClosed() || holder.isGone();
    }

    @Override
    public PeerView peer() {
        return peer.view();
    }

    @Override
    public @Nullable EntityType peerType() {
        return peer.view().type();
    }

    @Override
    public long lastKeepaliveAckNanos() {
        return protocol.exchange().lastKeepaliveAckNanos();
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

    // ---- for the messenger

    EventCenter center() {
        return center;
    }

    Worker worker() {
        return worker;
    }

    /** Number within the stack, from 1 in order of creation: the same in every run of a simulation. */
    @Override
    public long id() {
        return id;
    }

    Holder holder() {
        return holder;
    }

    void connect() {
        tasks.submit(() -> {
            if (machine.state() == State.NONE) {
                countCreated();
                protocol.startConnect("requested");
            }
        });
    }

    /**
     * Completes when everything sent so far was written and, if lossless, acknowledged, or when the connection closes.
     */
    CompletableFuture<@Nullable Void> drained() {
        CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
        if (!tasks.submit(() -> protocol.exchange().whenDrained(() -> result.complete(null)))) {
            result.complete(null);
        }
        return result;
    }

    @Nullable
    EntityAddrVec registeredAs() {
        return registeredAs;
    }

    void registeredAs(EntityAddrVec addrs) {
        registeredAs = addrs;
    }

    boolean isDisposable() {
        return disposable;
    }

    // ---- read by the dump, on the center or after it has ended

    StateMachine machine() {
        return machine;
    }

    Session session() {
        return session;
    }

    Peer knownPeer() {
        return peer;
    }

    ProtocolV2 protocol() {
        return protocol;
    }

    /** Messages not yet taken by a write pass. Any thread. */
    int inboxSize() {
        return port.size();
    }

    // ---- the sending port

    @Override
    public void overflowed() {
        if (overflowed.compareAndSet(false, true)) {
            tasks.submit(protocol::overflow);
        }
    }

    @Override
    public void pass() {
        long began = center.recentNanos();
        if (machine.state() == State.CLOSED) {
            port.drop();
        } else {
            port.serveLine();
            port.takeIn(this::take);
        }
        protocol.exchange().write();
        center.counters().ranSending(center.readNanos() - began);
    }

    /** From the port, on the center. */
    private void take(Message message) {
        session.enqueue(message);
    }

    @Override
    public void dropTaken() {
        messenger.connections().forget(this);
        session.dropQueues();
    }

    // ---- beginning and end

    private void countCreated() {
        counted = true;
        center.counters().connectionCreated();
    }

    /** Starts the accepting side. */
    @Override
    public void connected(ConnectedSocket socket) {
        tasks.run(() -> {
            if (port.isClosed()) {
                socket.close();
                return;
            }
            try {
                countCreated();
                protocol.startAccept(socket);
            } catch (Throwable e) {
                socket.close();
                throw e;
            }
        });
    }

    /** The accepted socket failed before it could be used. */
    @Override
    public void unusable(Throwable cause) {
        tasks.run(() -> protocol.close("accepted socket failed: " + cause));
    }

    /** One of its tasks threw: it ends, and nothing else does. On the center. */
    @Override
    public void failed(Throwable cause) {
        protocol.failed(cause);
    }

    /** Its worker's thread has ended: it is reset. Any thread. */
    void workerEnded() {
        if (port.close()) {
            protocol.centerEnded();
            port.centerEnded();
            releaseWorker();
            dispatch.reset();
        }
    }

    /** The protocol closed: nothing is sent or received from now on. On the center. */
    void closed() {
        rememberPeer();
        port.close();
        port.drop();
        if (counted) {
            counted = false;
            center.counters().connectionClosed();
        }
        releaseWorker();
    }

    /** The center of the accepted socket has already ended. Any thread. */
    void neverBegan() {
        port.close();
        messenger.connections().forget(this);
        releaseWorker();
    }

    private void releaseWorker() {
        if (workerReleased.compareAndSet(false, true)) {
            worker.release();
        }
    }

    private void rememberPeer() {
        EntityAddrVec registered = registeredAs;
        if (registered != null && !isLossy()) {
            messenger.connections().recentPeers().ended(registered, session.peerGlobalSeq(), center.nanoTime());
        }
    }

    // ---- the other connections, for the replacer

    @Override
    public @Nullable ConnectionReplacer register(EntityAddrVec peerAddrs) {
        return replacerOf(messenger.connections().register(peerAddrs, this));
    }

    @Override
    public @Nullable ConnectionReplacer lookup(EntityAddrVec peerAddrs) {
        return replacerOf(messenger.connections().lookup(peerAddrs));
    }

    @Override
    public boolean isStale(EntityAddrVec peerAddrs, long globalSeq) {
        return messenger.connections().recentPeers().isStale(peerAddrs, globalSeq, madeNanos, center.nanoTime());
    }

    private static @Nullable ConnectionReplacer replacerOf(@Nullable AsyncConnection connection) {
        return connection == null ? null : connection.protocol.replacer();
    }

    // ---- names

    @Override
    public boolean isLossy() {
        return session.policy().lossy();
    }

    @Override
    public String peerText() {
        return peer.text();
    }

    /** In the form of Ceph's debug_ms: own addresses, peer addresses, connection, state, policy. */
    @Override
    public String toString() {
        return messenger.logicalName() + " " + messenger.addrs() + " >> " + peerText() + " conn(" + id + " s="
                + machine.state() + (isLossy() ? " l=1" : " l=0") + ")";
    }
}
