// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.auth;

import java.util.List;
import org.inkwire.wire.entity.EntityType;

/** The connecting side of authentication. One per messenger, any thread. Ceph: {@code src/auth/AuthClient.h}. */
public interface AuthClient {
    /** Begins the exchange on one TCP connection. */
    Exchange begin(EntityType peerType);

    /** The content of AUTH_REQUEST. {@code payload} is not copied. */
    record Request(int method, List<Integer> preferredModes, byte[] payload) {
        public Request {
            preferredModes = List.copyOf(preferredModes);
        }
    }

    /**
     * The outcome of authentication. Arrays are not copied.
     *
     * @param sessionKey keys the AUTH_SIGNATURE HMAC; empty for AUTH_NONE
     * @param connectionSecret split into keys and nonces in secure mode; empty otherwise
     */
    record Result(byte[] sessionKey, byte[] connectionSecret) {
        public static final Result NONE = new Result(new byte[0], new byte[0]);
    }

    /** State of one exchange: confined to the connection's EventCenter. All methods may throw {@link AuthException}. */
    interface Exchange {
        Request request();

        /** AUTH_BAD_METHOD → another request, or an exception that names what the server allows. */
        Request badMethod(int method, int result, List<Integer> allowedMethods, List<Integer> allowedModes);

        /** AUTH_REPLY_MORE → payload of AUTH_REQUEST_MORE. */
        byte[] replyMore(byte[] payload);

        /** AUTH_DONE. */
        Result done(long globalId, int mode, byte[] payload);
    }
}
