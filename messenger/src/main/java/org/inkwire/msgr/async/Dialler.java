// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.io.IOException;
import java.time.Duration;
import org.inkwire.msgr.async.session.ConnectionParts;
import org.inkwire.msgr.async.session.Peer;
import org.inkwire.msgr.async.session.Session;
import org.inkwire.msgr.async.session.StateMachine;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.async.trace.Traced;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.msgr.state.State;
import org.inkwire.wire.entity.EntityAddr;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the TCP connections of one messenger connection, immediately or after a delay, trying the peer's addresses in
 * turn. Confined to the connection's EventCenter.
 */
final class Dialler {
    /** Receives the outcome. */
    interface Context {
        /** An attempt begins; the handshake timeout covers it. */
        void dialling();

        void dialled(ConnectedSocket socket);

        /** @param refused true if every address refused the connection */
        void unreachable(Throwable cause, boolean refused);
    }

    private static final Logger log = LoggerFactory.getLogger(Dialler.class);

    private final Context context;
    private final AsyncMessenger messenger;
    private final Traced connection;
    private final EventCenter center;
    private final OwnedTasks tasks;
    private final StateMachine machine;
    private final Session session;
    private final Peer peer;
    private final ConnectionTrace trace;
    /** Set while a TCP connection is being established. */
    private NetworkStack.@Nullable Dial dial;

    private EventCenter.@Nullable Timer pause;

    Dialler(Context context, AsyncMessenger messenger, ConnectionParts parts) {
        this.context = context;
        this.messenger = messenger;
        this.connection = parts.connection();
        this.center = parts.center();
        this.tasks = parts.tasks();
        this.machine = parts.machine();
        this.session = parts.session();
        this.peer = parts.peer();
        this.trace = parts.trace();
    }

    void dial() {
        session.attempt(messenger.numbers().nextGlobalSeq());
        trace.dialling();
        context.dialling();
        dial = messenger
                .stack()
                .connect(
                        center,
                        peer.target().toSocketAddress(),
                        messenger.socketOptions(),
                        new NetworkStack.ConnectHandler() {
                            @Override
                            public void connected(ConnectedSocket socket) {
                                tasks.run(() -> opened(socket));
                            }

                            @Override
                            public void unusable(Throwable cause) {
                                tasks.run(() -> {
                                    dial = null;
                                    trace.dialled(cause);
                                    dialFailed(cause);
                                });
                            }
                        });
    }

    private void opened(ConnectedSocket socket) {
        try {
            dial = null;
            peer.dialSucceeded();
            trace.dialled(null);
            context.dialled(socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    private void dialFailed(Throwable cause) {
        EntityAddr failed = peer.target();
        switch (peer.dialFailed(cause)) {
            case TRY_NEXT -> {
                log.info("{} cannot dial {}: {}; trying {}", connection, failed, cause, peer.target());
                dial();
            }
            case REFUSED -> context.unreachable(cause, true);
            case UNREACHABLE -> context.unreachable(cause, false);
        }
    }

    void dialAfter(Duration delay) {
        pause = tasks.schedule(delay.toNanos(), () -> {
            pause = null;
            if (machine.state() == State.START_CONNECT) {
                dial();
            }
        });
    }

    /**
     * The time for an attempt has run out.
     *
     * @return false if no attempt was in progress
     */
    boolean giveUp(String late) {
        NetworkStack.Dial attempt = dial;
        if (attempt == null) {
            return false;
        }
        attempt.cancel();
        dial = null;
        IOException silence = new IOException("no answer " + late);
        trace.dialled(silence);
        dialFailed(silence);
        return true;
    }

    /** Cancels the attempt and the pending delay. */
    void cancel() {
        if (dial != null) {
            dial.cancel();
            dial = null;
        }
        if (pause != null) {
            pause.cancel();
            pause = null;
        }
    }
}
