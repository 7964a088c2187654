// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * One life of one messenger: reports what it sees to the {@link DeliveryChecker}, and answers. Its id is the nonce of
 * its address, so that a peer can tell which node a connection leads to. Any thread.
 */
final class StressNode implements Dispatcher {
    private static final int ANSWER_SIZES = 16;
    private static final int ANSWER_STEP = 64;

    final String name;
    final int id;
    /** Null for a server. */
    final @Nullable PolicyPair pair;

    private final boolean fast;
    private final long seed;
    private final ByteBufAllocator allocator;
    private final DeliveryChecker checker;
    private final Consumer<Leg> opened;
    private @Nullable Messenger messenger;

    /**
     * @param fast whether messages are dispatched on the worker
     * @param opened called with every new leg, on any thread
     */
    StressNode(
            String name,
            int id,
            @Nullable PolicyPair pair,
            boolean fast,
            long seed,
            ByteBufAllocator allocator,
            DeliveryChecker checker,
            Consumer<Leg> opened) {
        this.name = name;
        this.id = id;
        this.pair = pair;
        this.fast = fast;
        this.seed = seed;
        this.allocator = allocator;
        this.checker = checker;
        this.opened = opened;
    }

    void messenger(Messenger newMessenger) {
        messenger = newMessenger;
    }

    private Messenger messenger() {
        Messenger m = messenger;
        if (m == null) {
            throw new IllegalStateException(name + " has no messenger");
        }
        return m;
    }

    EntityType type() {
        return pair == null ? PolicyPair.SERVER_TYPE : pair.type;
    }

    boolean listens() {
        return pair == null || pair.listens;
    }

    EntityAddrVec addrs() {
        return messenger().addrs();
    }

    long seed() {
        return seed;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** Finds or creates the connection to a listening peer. */
    Leg connectTo(StressNode peer) {
        return leg(messenger().connectTo(peer.type(), peer.addrs()));
    }

    /** Only where the server registers no session: any other server would replace our session by the anonymous one. */
    boolean mayBeAnonymous() {
        return pair == PolicyPair.LOSSY_CLIENT;
    }

    /** Creates a separate connection to a listening peer. */
    Leg connectAnonymouslyTo(StressNode peer) {
        return leg(messenger().connectToAnonymously(peer.type(), peer.addrs()));
    }

    /** Shuts down; undelivered messages are lost. */
    CompletionStage<Void> stop() {
        checker.nodeStopped(id);
        return messenger().shutdown();
    }

    private synchronized Leg leg(Connection connection) {
        if (connection.attachment() instanceof Leg leg) {
            return leg;
        }
        int peer = connection.peerAddrs().first().nonce();
        EntityType peerType = connection.peerType();
        PolicyPair with = pairWith(peerType);
        // The client dials a client's connection; peers dial both ways.
        boolean dials = pair != null || with.listens;
        Leg leg = new Leg(this, checker.open(id, peer, with.guarantee, dials), peer, connection, checker);
        connection.attachment(leg);
        opened.accept(leg);
        return leg;
    }

    private PolicyPair pairWith(@Nullable EntityType peerType) {
        if (pair != null) {
            return pair;
        }
        for (PolicyPair p : PolicyPair.values()) {
            if (p.type == peerType) {
                return p;
            }
        }
        throw new IllegalStateException(name + " is connected to a " + peerType);
    }

    private void take(Connection connection, Message message) {
        if (message instanceof Bomb bomb) {
            bomb.handle();
            return;
        }
        StressMessage m = (StressMessage) message;
        Leg leg = leg(connection);
        if (m.isAnswerWanted()) {
            // Before the delivery is reported: once everything sent has been delivered, no answer is outstanding.
            int size = (int) Math.floorMod(m.check(), (long) ANSWER_SIZES) * ANSWER_STEP;
            leg.send(m.priority(), size, false);
        }
        checker.delivered(leg.number, m.leg(), m.priority(), m.index(), m.isIntact(seed));
    }

    @Override
    public boolean msCanFastDispatch(Message message) {
        return fast;
    }

    @Override
    public void msFastDispatch(Connection connection, Message message) {
        take(connection, message);
    }

    @Override
    public boolean msDispatch(Connection connection, Message message) {
        take(connection, message);
        return true;
    }

    /** The session goes on without a bomb, so that the guarantees of all policies can be checked. */
    @Override
    public boolean msHandleUnsent(Connection connection, Message message, Throwable cause) {
        checker.count("bombs not sent");
        return message instanceof Bomb;
    }

    @Override
    public boolean msHandleUnreceived(Connection connection, Unreceived message, Throwable cause) {
        checker.count("bombs not received");
        return message.type() == Bomb.TYPE;
    }

    @Override
    public void msHandleConnect(Connection connection) {
        checker.count("ready by connect");
        leg(connection);
    }

    @Override
    public void msHandleAccept(Connection connection) {
        checker.count("ready by accept");
        leg(connection);
    }

    @Override
    public void msHandleReset(Connection connection) {
        checker.reset(leg(connection).number);
    }

    @Override
    public void msHandleRemoteReset(Connection connection) {
        checker.remoteReset(leg(connection).number);
    }

    @Override
    public void msHandleRefused(Connection connection) {
        checker.count("refused");
    }

    @Override
    public String toString() {
        return name + "/" + id;
    }
}
