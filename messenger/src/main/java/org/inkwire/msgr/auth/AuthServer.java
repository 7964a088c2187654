// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.auth;

import java.util.List;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/** The accepting side of authentication. One per messenger, any thread. Ceph: {@code src/auth/AuthServer.h}. */
public interface AuthServer {
    /** Begins the exchange on one TCP connection from a peer whose HELLO says {@code peerType}. */
    Exchange begin(EntityType peerType);

    /** Answer to a request. */
    sealed interface Reply permits Done, More, BadMethod {}

    /**
     * AUTH_DONE.
     *
     * @param name the peer's authenticated name; null if it presented none
     */
    record Done(
            long globalId,
            int mode,
            byte[] payload,
            AuthClient.Result result,
            @Nullable AuthEntityName name) implements Reply {}

    /** AUTH_REPLY_MORE. */
    record More(byte[] payload) implements Reply {}

    /** AUTH_BAD_METHOD; the peer may try again. {@code result} is a negative errno. */
    record BadMethod(int result, List<Integer> allowedMethods, List<Integer> allowedModes) implements Reply {
        public BadMethod {
            allowedMethods = List.copyOf(allowedMethods);
            allowedModes = List.copyOf(allowedModes);
        }
    }

    /** State of one exchange: confined to the connection's EventCenter. All methods may throw {@link AuthException}. */
    interface Exchange {
        /** AUTH_REQUEST. */
        Reply request(int method, List<Integer> preferredModes, byte[] payload);

        /** AUTH_REQUEST_MORE. */
        Reply requestMore(byte[] payload);
    }
}
