// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inkwire.msgr.Connection;

/** The peers that have sent at least one message, in the order of their first. Confined to the monitor's center. */
public final class Sessions {
    private final Map<Connection, MonSession> byConnection = new LinkedHashMap<>();
    private final GlobalIds globalIds;

    public Sessions(GlobalIds globalIds) {
        this.globalIds = globalIds;
    }

    /** The connection's session, created with its first message. */
    public MonSession of(Connection connection) {
        return byConnection.computeIfAbsent(
                connection, c -> new MonSession(c, globalIds.nameOf(c.peerGlobalId(), c.peerName())));
    }

    /** Removes a closed connection's session. Messages sent on it afterwards are dropped. */
    public void remove(Connection connection) {
        byConnection.remove(connection);
    }

    /** Removes the session and the name of its global id: the peer will not return on this connection. */
    public void forget(Connection connection) {
        remove(connection);
        globalIds.forget(connection.peerGlobalId());
    }

    public void clear() {
        byConnection.clear();
    }

    /** A copy. */
    public List<MonSession> all() {
        return Collections.unmodifiableList(new ArrayList<>(byConnection.values()));
    }
}
