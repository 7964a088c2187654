// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.fault;

import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/** A connection as an {@link Interceptor} sees it; the same object for each of its frames. Any thread. */
public interface InterceptedConnection {
    /** Number within the stack, from 1 on. */
    long id();

    /** The type dialled, or the one in the peer's HELLO; null until known. */
    @Nullable
    EntityType peerType();
}
