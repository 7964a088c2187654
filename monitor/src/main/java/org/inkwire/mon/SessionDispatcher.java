// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.inkwire.cluster.message.Unpassed;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Sessions;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages of one messenger to the monitor's center, in order of arrival, and routes each to its handler with
 * its peer's session. What one peer sends costs at most that peer.
 */
final class SessionDispatcher implements Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(SessionDispatcher.class);

    private final String daemon;
    private final EventCenter center;
    private final Sessions sessions;
    private final Routes routes;
    private final BooleanSupplier stopped;
    private final Consumer<Connection> onEnd;

    /**
     * @param daemon for the log, such as {@code mon.a}
     * @param stopped whether to drop everything from now on; asked on the center
     * @param onEnd removes the session of a connection that ended; runs on the center
     */
    SessionDispatcher(
            String daemon,
            EventCenter center,
            Sessions sessions,
            Routes routes,
            BooleanSupplier stopped,
            Consumer<Connection> onEnd) {
        this.daemon = daemon;
        this.center = center;
        this.sessions = sessions;
        this.routes = routes;
        this.stopped = stopped;
        this.onEnd = onEnd;
    }

    @Override
    public boolean msCanFastDispatch(Message message) {
        return true;
    }

    @Override
    public void msFastDispatch(Connection connection, Message message) {
        message.retain();
        center.submit(() -> {
            try {
                if (!stopped.getAsBoolean()) {
                    handle(connection, message);
                }
            } finally {
                message.release();
            }
        });
    }

    @Override
    public void msHandleReset(Connection connection) {
        center.submit(() -> onEnd.accept(connection));
    }

    @Override
    public void msHandleRemoteReset(Connection connection) {
        msHandleReset(connection);
    }

    @Override
    public boolean msHandleUnsent(Connection connection, Message message, Throwable cause) {
        return send(connection, Unpassed.insteadOf(message, cause));
    }

    @Override
    public boolean msHandleUnreceived(Connection connection, Unreceived message, Throwable cause) {
        return send(connection, Unpassed.answerTo(message.type(), message.tid(), cause));
    }

    private static boolean send(Connection connection, @Nullable Message answer) {
        if (answer == null) {
            return false;
        }
        connection.sendMessage(answer);
        return true;
    }

    private void handle(Connection connection, Message m) {
        if (connection.isClosed()) {
            sessions.remove(connection);
            return;
        }
        MonSession session = sessions.of(connection);
        try {
            if (!routes.deliver(session, m)) {
                log.debug("{}: dropping {} from {}, which it does not take", daemon, m, session);
            }
        } catch (Throwable e) {
            Failures.log(log, "{}: {} from {} failed, closing its connection", daemon, m, session, e);
            connection.markDown();
            onEnd.accept(connection);
        }
    }
}
