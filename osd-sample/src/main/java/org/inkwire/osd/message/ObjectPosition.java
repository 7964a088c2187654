// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import org.inkwire.store.ByteString;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * How much of an object has been copied. Immutable.
 *
 * @param dataOffset bytes before it are there
 * @param omapAfter omap entries up to and including this key are there; empty: none
 */
public record ObjectPosition(long dataOffset, ByteString omapAfter) {
    public static final ObjectPosition START = new ObjectPosition(0, ByteString.EMPTY);

    public boolean isStart() {
        return equals(START);
    }

    void encode(Encoder out) {
        out.u64(dataOffset);
        omapAfter.encode(out);
    }

    static ObjectPosition decode(Decoder in) {
        return new ObjectPosition(in.u64(), ByteString.decode(in));
    }
}
