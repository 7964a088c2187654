// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Input of COPY_FROM. Wire: string oid, object locator. Immutable. */
public record CopySource(String oid, ObjectLocator locator) {
    public void encode(Encoder out) {
        out.string(oid);
        locator.encode(out);
    }

    public static CopySource decode(Decoder in) {
        return new CopySource(in.string(), ObjectLocator.decode(in));
    }
}
