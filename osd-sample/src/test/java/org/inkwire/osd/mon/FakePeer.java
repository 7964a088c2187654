// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.mon;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/** The monitor's connection to a peer that the test plays. */
final class FakePeer implements Connection {
    private final FakeMessenger messenger;
    private final EntityName name;
    private final EntityAddrVec addrs;
    private final long globalId;
    private final List<Message> received = new ArrayList<>();
    private @Nullable Object attachment;
    private boolean closed;

    FakePeer(FakeMessenger messenger, EntityName name, EntityAddrVec addrs, long globalId) {
        this.messenger = messenger;
        this.name = name;
        this.addrs = addrs;
        this.globalId = globalId;
    }

    /** Sends to the monitor. @param message taken */
    void say(Message message) {
        messenger.dispatcher().msFastDispatch(this, message);
        message.release();
    }

    void disconnect() {
        closed = true;
        messenger.dispatcher().msHandleReset(this);
    }

    /** What the monitor sent since the last call. */
    List<Message> take() {
        List<Message> all = List.copyOf(received);
        received.clear();
        return all;
    }

    /** Messages of one class that the monitor sent since the last {@link #take}. */
    <M extends Message> List<M> received(Class<M> kind) {
        return received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <M extends Message> M last(Class<M> kind) {
        List<M> all = received(kind);
        if (all.isEmpty()) {
            throw new AssertionError("no " + kind.getSimpleName() + ", only " + received);
        }
        return all.get(all.size() - 1);
    }

    @Override
    public void sendMessage(Message message) {
        if (closed) {
            message.release();
        } else {
            received.add(message);
        }
    }

    @Override
    public void sendKeepalive() {}

    @Override
    public void markDown() {
        closed = true;
    }

    @Override
    public void markDisposable() {}

    @Override
    public boolean isConnected() {
        return !closed;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public EntityType peerType() {
        return name.type();
    }

    @Override
    public EntityName peerName() {
        return name;
    }

    @Override
    public EntityAddrVec peerAddrs() {
        return addrs;
    }

    @Override
    public EntityAddr peerAddr() {
        return addrs.first();
    }

    @Override
    public long peerGlobalId() {
        return globalId;
    }

    @Override
    public long features() {
        return Feature.PACIFIC_SUPPORTED;
    }

    @Override
    public long lastKeepaliveAckNanos() {
        return 0;
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
    public void attachment(@Nullable Object value) {
        attachment = value;
    }
}
