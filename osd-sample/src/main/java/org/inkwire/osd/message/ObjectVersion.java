// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * One state of an object. A version is given once, by one primary: equal versions of an object are equal bytes,
 * attributes and omaps, whoever holds them. Immutable.
 *
 * @param version of the write that made this state
 */
public record ObjectVersion(HObject object, EVersion version) {
    static final int MIN_BYTES = 6 + EVersion.BYTES;

    void encode(Encoder out) {
        object.encode(out);
        version.encode(out);
    }

    static ObjectVersion decode(Decoder in) {
        return new ObjectVersion(HObject.decode(in), EVersion.decode(in));
    }
}
