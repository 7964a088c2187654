// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;

/**
 * One line of the cluster log. Wire: struct v5 c5 of EntityName, entity_name_t rank, addrvec, utime stamp, u64 seq, u16
 * prio, string msg, string channel (protocol: mon section 1). Immutable.
 *
 * @param seq the sender's sequence number, from 1
 * @param prio 0 debug, 1 info, 2 sec, 3 warn, 4 error
 * @param channel {@code cluster}, {@code audit}
 */
public record LogEntry(
        AuthEntityName name,
        EntityName rank,
        EntityAddrVec addrs,
        UTime stamp,
        long seq,
        int prio,
        String message,
        String channel) {
    static final int MIN_BYTES = 54;

    private static final int VERSION = 5;

    void encode(Encoder out) {
        out.start(VERSION, VERSION);
        name.encode(out);
        rank.encode(out);
        addrs.encode(out);
        stamp.encode(out);
        out.u64(seq);
        out.u16(prio);
        out.string(message);
        out.string(channel);
        out.finish();
    }

    static LogEntry decode(Decoder in) {
        int version = in.start(VERSION);
        if (version < VERSION) {
            throw new MalformedInputException("log entry version " + version);
        }
        LogEntry entry = new LogEntry(
                AuthEntityName.decode(in),
                EntityName.decode(in),
                EntityAddrVec.decode(in),
                UTime.decode(in),
                in.u64(),
                in.u16(),
                in.string(),
                in.string());
        in.finish();
        return entry;
    }
}
