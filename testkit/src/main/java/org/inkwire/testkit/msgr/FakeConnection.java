// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.PeerView;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/** Keeps sent messages; the test plays the peer. */
public final class FakeConnection implements Connection {
    private final FakeMessenger messenger;
    private final EntityName name;
    private final EntityAddrVec addrs;
    private final List<Message> sent = new ArrayList<>();
    private @Nullable Object attachment;
    private boolean ready;
    private boolean closed;
    private int keepalives;
    private long globalId;
    private long lastAck;

    FakeConnection(FakeMessenger messenger, EntityName name, EntityAddrVec addrs) {
        this.messenger = messenger;
        this.name = name;
        this.addrs = addrs;
    }

    // ---- the peer's side

    /** Completes the handshake of a dialled connection. */
    public void becomeReady(long newGlobalId) {
        accepted(newGlobalId);
        messenger.dispatchers().forEach(d -> d.msHandleConnect(this));
    }

    void accepted(long newGlobalId) {
        ready = true;
        globalId = newGlobalId;
    }

    /**
     * Delivers a message from the peer.
     *
     * @param message taken
     */
    public void deliver(Message message) {
        for (Dispatcher d : messenger.dispatchers()) {
            if (d.msCanFastDispatch(message)) {
                d.msFastDispatch(this, message);
                message.release();
                return;
            }
        }
        throw new AssertionError("nobody takes " + message);
    }

    /** The TCP connection is lost: a lossy session ends. */
    public void reset() {
        closed = true;
        messenger.dispatchers().forEach(d -> d.msHandleReset(this));
    }

    public void keepaliveAcked(long nanos) {
        lastAck = nanos;
    }

    /** Everything sent since the last {@link #take}. */
    public List<Message> sent() {
        return sent;
    }

    /** Everything sent since the last call. */
    public List<Message> take() {
        List<Message> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    /** Messages of one class sent since the last {@link #take}. */
    public <M extends Message> List<M> sent(Class<M> kind) {
        return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public <M extends Message> M lastSent(Class<M> kind) {
        List<M> all = sent(kind);
        if (all.isEmpty()) {
            throw new AssertionError("no " + kind.getSimpleName() + " was sent to " + addrs + ", only " + sent);
        }
        return all.get(all.size() - 1);
    }

    public int keepalives() {
        return keepalives;
    }

    // ---- our side

    @Override
    public void sendMessage(Message message) {
        message.beginSend();
        if (closed) {
            message.release();
        } else {
            sent.add(message);
        }
    }

    @Override
    public void sendKeepalive() {
        keepalives++;
    }

    @Override
    public void markDown() {
        closed = true;
    }

    @Override
    public void markDisposable() {}

    @Override
    public boolean isConnected() {
        return ready && !closed;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public PeerView peer() {
        return new PeerView(name.type(), name, addrs, addrs.first(), globalId, Feature.PACIFIC_SUPPORTED);
    }

    @Override
    public long lastKeepaliveAckNanos() {
        return lastAck;
    }

    @Override
    public Messenger messenger() {
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

    @Override
    public String toString() {
        return name + " " + addrs + (closed ? " closed" : "");
    }
}
