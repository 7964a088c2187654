// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Input of NOTIFY. Wire: u32 1, u32 timeout, bl payload. The output is a u64: the notify's id.
 *
 * @param timeout seconds, 0: the OSD's default
 * @param payload delivered to every watcher: given, not copied
 */
public record NotifyRequest(long timeout, byte[] payload) {
    private static final int VERSION = 1;

    public void encode(Encoder out) {
        out.u32(VERSION);
        out.u32(timeout);
        out.blob(payload);
    }

    public static NotifyRequest decode(Decoder in) {
        in.u32();
        return new NotifyRequest(in.u32(), in.blob());
    }
}
