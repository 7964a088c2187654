// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

/** What every message begins with, whatever carries it: s64 stamp, s32 length of the wanted answer; then zeros. */
public final class Body {
    public static final int STAMP_AT = 0;
    public static final int ANSWER_AT = 8;
    public static final int BYTES = 12;

    /** The largest that a contestant is asked to carry. */
    public static final int MAX_BYTES = 1 << 20;

    private Body() {}
}
