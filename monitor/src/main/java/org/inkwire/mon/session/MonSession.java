// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.session;

import java.util.Map;
import java.util.TreeMap;
import org.inkwire.msgr.Connection;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;

/** One peer of the monitor, for as long as its connection lasts. Confined to the monitor's center. */
public final class MonSession {
    /** A subscription: the next version wanted, and whether the subscription ends with it. */
    public record Subscription(long next, boolean onetime) {}

    private final Connection connection;
    private final AuthEntityName authName;
    private final Map<String, Subscription> subscriptions = new TreeMap<>();

    /** @param authName name under which the peer authenticated */
    MonSession(Connection connection, AuthEntityName authName) {
        this.connection = connection;
        this.authName = authName;
    }

    public Connection connection() {
        return connection;
    }

    public EntityName name() {
        return connection.peerName();
    }

    /** Number of the peer's name: an OSD's id. */
    public long number() {
        return connection.peerName().num();
    }

    public EntityType peerType() {
        EntityType type = connection.peerType();
        return type == null ? EntityType.CLIENT : type;
    }

    public AuthEntityName authName() {
        return authName;
    }

    public EntityAddrVec addrs() {
        return connection.peerAddrs();
    }

    /** Subscriptions by kind; mutable, changed by the owner. */
    public Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /** Records that {@code what} was sent up to a version: the subscription continues after it, or ends. */
    public void sent(String what, Subscription subscription, long version) {
        if (subscription.onetime()) {
            subscriptions.remove(what);
        } else {
            subscriptions.put(what, new Subscription(version + 1, false));
        }
    }

    /** @param message taken */
    public void send(Message message) {
        connection.sendMessage(message);
    }

    /** Answers {@code request} with the same tid. */
    public void reply(Message request, Message message) {
        message.tid(request.tid());
        connection.sendMessage(message);
    }

    @Override
    public String toString() {
        return connection.peerName() + " " + connection.peerAddr();
    }
}
