// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.session;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.auth.AuthServer;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * AUTH_NONE that assigns a new global id to each peer without one (protocol: auth section 2), and the names of the ids.
 * Authentication runs on any worker; the rest on the monitor's center.
 *
 * <p>All assigned ids lie below a stored bound, so a restarted monitor never assigns one twice.
 */
public final class GlobalIds implements AuthServer {
    private static final String KEY = "auth.max_global_id";

    private static final long FIRST = 4096;

    /** How far ahead the stored bound is ({@code mon_globalid_prealloc}). */
    private static final long PREALLOCATED = 10_000;

    /**
     * Bound on the names kept, including those of connections that authenticated but never became a session. At the
     * bound all are dropped.
     */
    private static final int MAX_NAMES = 100_000;

    private final StoreWriter store;
    private final AtomicLong next = new AtomicLong(FIRST);
    private final Map<Long, AuthEntityName> names = new ConcurrentHashMap<>();
    private final AuthServer none = AuthNone.monServer(next::incrementAndGet);
    private long bound;

    public GlobalIds(StoreWriter store) {
        this.store = store;
    }

    public void restore(NavigableMap<String, byte[]> stored) {
        byte[] value = stored.get(KEY);
        if (value != null) {
            next.set(new Decoder(Unpooled.wrappedBuffer(value)).u64());
        }
        extend();
    }

    /** A new id, for a daemon within this process. */
    public long assign() {
        long id = next.incrementAndGet();
        extend();
        return id;
    }

    /** Raises the stored bound when half of the preallocated ids are used. */
    private void extend() {
        if (next.get() + PREALLOCATED / 2 > bound) {
            bound = next.get() + PREALLOCATED;
            byte[] value = new byte[Long.BYTES];
            new Encoder(Unpooled.wrappedBuffer(value).clear()).u64(bound);
            store.write(MonitorStore.Change.put(KEY, value));
        }
    }

    /** The name that authenticated with an id; if unknown, one made from the peer's type and number. */
    AuthEntityName nameOf(long globalId, EntityName ident) {
        extend();
        AuthEntityName name = names.get(globalId);
        if (name != null) {
            return name;
        }
        EntityType type = ident.typeCode() == 0 ? EntityType.CLIENT : ident.type();
        return new AuthEntityName(type, Long.toString(ident.num()));
    }

    void forget(long globalId) {
        names.remove(globalId);
    }

    @Override
    public Exchange begin(EntityType peerType) {
        Exchange exchange = none.begin(peerType);
        return new Exchange() {
            @Override
            public Reply request(int method, List<Integer> preferredModes, byte[] payload) {
                return noted(exchange.request(method, preferredModes, payload));
            }

            @Override
            public Reply requestMore(byte[] payload) {
                return noted(exchange.requestMore(payload));
            }
        };
    }

    private Reply noted(Reply reply) {
        if (reply instanceof Done done) {
            AuthEntityName name = done.name();
            if (name != null) {
                if (names.size() >= MAX_NAMES) {
                    names.clear();
                }
                names.put(done.globalId(), name);
            }
        }
        return reply;
    }
}
