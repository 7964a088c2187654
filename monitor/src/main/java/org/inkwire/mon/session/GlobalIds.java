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
 * AUTH_NONE with a new global id for whoever has none (protocol: auth section 2), and the names that went with the ids.
 * Authentication runs on any worker; the rest on the monitor's center.
 *
 * <p>Ids are given out below a bound that the store has, so that a restarted monitor gives none twice.
 */
public final class GlobalIds implements AuthServer {
    private static final String KEY = "auth.max_global_id";

    private static final long FIRST = 4096;

    /** How far ahead the stored bound is ({@code mon_globalid_prealloc}). */
    private static final long PREALLOCATED = 10_000;

    /** Names kept for connections that authenticated and never became a session; more than that and we start over. */
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

    /** Moves the stored bound when half of what lies below it is used. */
    private void extend() {
        if (next.get() + PREALLOCATED / 2 > bound) {
            bound = next.get() + PREALLOCATED;
            byte[] value = new byte[Long.BYTES];
            new Encoder(Unpooled.wrappedBuffer(value).clear()).u64(bound);
            store.write(MonitorStore.Change.put(KEY, value));
        }
    }

    /** Who authenticated with an id; a client without a name if that is unknown. */
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
