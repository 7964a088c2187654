// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.wire.entity.AuthEntityName;

/**
 * The identity a monitor gave us: the global id, shared by every messenger of one daemon or client. Made first, given
 * to the messengers' configurations by {@link #authClient}, then to the {@link MonClient}, which keeps it up to date.
 * Any thread.
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

    /** @param method builds the method's client around the global id, 0 until a monitor gave one */
    public static MonAuth of(Function<LongSupplier, AuthClient> method) {
        return new MonAuth(method);
    }

    /** For {@code MessengerConfig}. */
    public AuthClient authClient() {
        return client;
    }

    /** 0 until a monitor gave one; then it stays over later sessions. */
    public long globalId() {
        return globalId.get();
    }

    /** A session was established, in which the monitor gave us this id. While hunting each monitor offers one. */
    void adopt(long id) {
        globalId.compareAndSet(0, id);
    }
}
