// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import java.util.UUID;

/** {@code uuid_d}: 16 raw bytes in the order of its text (protocol: encoding section 3). */
public final class Uuids {
    /** Encoded length in bytes. */
    public static final int BYTES = 16;

    public static final UUID ZERO = new UUID(0, 0);

    private Uuids() {}

    public static void encode(UUID uuid, Encoder out) {
        out.u64(Long.reverseBytes(uuid.getMostSignificantBits()));
        out.u64(Long.reverseBytes(uuid.getLeastSignificantBits()));
    }

    public static UUID decode(Decoder in) {
        long most = Long.reverseBytes(in.u64());
        return new UUID(most, Long.reverseBytes(in.u64()));
    }
}
