// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.MalformedInputException;

/** Frame tags (protocol: msgr2 section 4). Immutable. */
public enum Tag {
    HELLO(1),
    AUTH_REQUEST(2),
    AUTH_BAD_METHOD(3),
    AUTH_REPLY_MORE(4),
    AUTH_REQUEST_MORE(5),
    AUTH_DONE(6),
    AUTH_SIGNATURE(7),
    CLIENT_IDENT(8),
    SERVER_IDENT(9),
    IDENT_MISSING_FEATURES(10),
    SESSION_RECONNECT(11),
    SESSION_RESET(12),
    SESSION_RETRY(13),
    SESSION_RETRY_GLOBAL(14),
    SESSION_RECONNECT_OK(15),
    WAIT(16),
    MESSAGE(17),
    KEEPALIVE2(18),
    KEEPALIVE2_ACK(19),
    ACK(20);

    private static final Tag[] BY_CODE = new Tag[21];

    static {
        for (Tag t : values()) {
            BY_CODE[t.code] = t;
        }
    }

    private final int code;

    Tag(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @throws MalformedInputException for a number outside the table */
    public static Tag of(int code) {
        if (code <= 0 || code >= BY_CODE.length) {
            throw new MalformedInputException("unknown frame tag " + code);
        }
        return BY_CODE[code];
    }
}
