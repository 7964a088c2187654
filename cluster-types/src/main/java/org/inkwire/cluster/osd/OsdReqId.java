// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityName;

/**
 * {@code osd_reqid_t}: identifies a client's request permanently, so that a resent one is applied once. Wire: struct v2
 * c2 of entity name, u64 tid, u32 inc. Immutable.
 *
 * @param tid the request's transaction id
 * @param inc the requester's incarnation, 0 .. 2^32−1; 0 for librados
 */
public record OsdReqId(EntityName name, long tid, long inc) implements Comparable<OsdReqId> {
    /** What librados sends: the OSD fills it in from session and header. */
    public static final OsdReqId NONE = new OsdReqId(EntityName.NONE, 0, 0);

    private static final int VERSION = 2;

    public void encode(Encoder out) {
        out.start(VERSION, VERSION);
        name.encode(out);
        out.u64(tid);
        out.u32(inc);
        out.finish();
    }

    public static OsdReqId decode(Decoder in) {
        in.start(VERSION);
        OsdReqId id = new OsdReqId(EntityName.decode(in), in.u64(), in.u32());
        in.finish();
        return id.equals(NONE) ? NONE : id;
    }

    @Override
    public int compareTo(OsdReqId other) {
        int byName = name.compareTo(other.name);
        if (byName != 0) {
            return byName;
        }
        int byInc = Long.compare(inc, other.inc);
        return byInc != 0 ? byInc : Long.compareUnsigned(tid, other.tid);
    }

    /** As Ceph prints it: {@code client.4136.0:12}. */
    @Override
    public String toString() {
        return name + "." + inc + ":" + Long.toUnsignedString(tid);
    }
}
