// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** {@code uuid_d}: 16 bytes in text order. */
final class Uuids {
    private Uuids() {}

    static void encode(UUID uuid, Encoder out) {
        out.u64(Long.reverseBytes(uuid.getMostSignificantBits()));
        out.u64(Long.reverseBytes(uuid.getLeastSignificantBits()));
    }

    static UUID decode(Decoder in) {
        long most = Long.reverseBytes(in.u64());
        return new UUID(most, Long.reverseBytes(in.u64()));
    }
}
