// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Input of NOTIFY_ACK, a watcher's answer. Wire: u64 notify id, u64 watch cookie, bl reply.
 *
 * @param reply for the notifier: given, not copied
 */
public record NotifyAck(long notifyId, long cookie, byte[] reply) {
    public void encode(Encoder out) {
        out.u64(notifyId);
        out.u64(cookie);
        out.blob(reply);
    }

    /** Accepts a missing reply: old watchers sent none. */
    public static NotifyAck decode(Decoder in) {
        return new NotifyAck(in.u64(), in.u64(), in.remaining() > 0 ? in.blob() : new byte[0]);
    }
}
