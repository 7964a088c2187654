// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Space in the cluster or a pool. Front: fsid, u64 version, kb, kb_used, kb_avail, num_objects.
 */
public final class MStatfsReply extends Message {
    public static final int TYPE = 14;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final long version;
    private final long kb;
    private final long kbUsed;
    private final long kbAvail;
    private final long numObjects;

    /**
     * @param version version of the statistics
     * @param kb total KiB
     * @param kbUsed KiB
     * @param kbAvail KiB
     */
    public MStatfsReply(UUID fsid, long version, long kb, long kbUsed, long kbAvail, long numObjects) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.fsid = fsid;
        this.version = version;
        this.kb = kb;
        this.kbUsed = kbUsed;
        this.kbAvail = kbAvail;
        this.numObjects = numObjects;
        priority(PRIORITY_HIGH);
    }

    public UUID fsid() {
        return fsid;
    }

    /** Version of the statistics. */
    public long version() {
        return version;
    }

    /** Total KiB. */
    public long kb() {
        return kb;
    }

    /** KiB. */
    public long kbUsed() {
        return kbUsed;
    }

    /** KiB. */
    public long kbAvail() {
        return kbAvail;
    }

    public long numObjects() {
        return numObjects;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        Uuids.encode(fsid, out);
        out.u64(version);
        out.u64(kb);
        out.u64(kbUsed);
        out.u64(kbAvail);
        out.u64(numObjects);
    }

    static MStatfsReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MStatfsReply(Uuids.decode(in), in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
    }
}
