// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.wire.entity.AuthEntityName;

/**
 * The identity assigned by a monitor: the global id, shared by every messenger of one daemon or client. Create it
 * first, pass {@link #authClient} to the messengers' configurations, then pass it to the {@link MonClient}, which keeps
 * it up to date. Any thread.
 */
public final class MonAuth {
    private final AtomicLong globalId = new AtomicLong();
    private final AuthClient client;

    private MonAuth(Function<LongSupplier, AuthClient> method) {
        this.client = method.apply(globalId::get);
    }

    /** Authenticates by name only. */
    public static MonAuth none(AuthEntityName name) {
        return new MonAuth(id -> AuthNone.client(name, id));
    }

    /** @param method builds the method's client around the global id, which is 0 until a monitor assigns one */
    public static MonAuth of(Function<LongSupplier, AuthClient> method) {
        return new MonAuth(method);
    }

    /** For {@code MessengerConfig}. */
    public AuthClient authClient() {
        return client;
    }

    /** 0 until a monitor assigns one; then kept across sessions. */
    public long globalId() {
        return globalId.get();
    }

    /** Adopts the id of an established session. While hunting, each monitor offers one. */
    void adopt(long id) {
        globalId.compareAndSet(0, id);
    }
}
