// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.MessageHeader;

/**
 * Creates or deletes a pool or a pool's snapshot. Front: PX, fsid, u32 pool, u32 op, u64 0, u64 snap, string name, u8
 * 0, s16 crush rule. Answered by {@link MPoolOpReply}.
 */
public final class MPoolOp extends PaxosServiceMessage {
    public static final int TYPE = 49;

    public static final int CREATE = 0x01;
    public static final int DELETE = 0x02;
    public static final int AUID_CHANGE = 0x03;
    public static final int CREATE_SNAP = 0x11;
    public static final int DELETE_SNAP = 0x12;
    /** Answered with a new snapshot id as reply data, a u64. */
    public static final int CREATE_UNMANAGED_SNAP = 0x21;

    public static final int DELETE_UNMANAGED_SNAP = 0x22;

    /** The cluster's default rule. */
    public static final int NO_RULE = -1;

    static final int HEAD_VERSION = 4;
    private static final int COMPAT_VERSION = 2;

    private final UUID fsid;
    private final long pool;
    private final int op;
    private final long snap;
    private final String name;
    private final int crushRule;

    /**
     * @param version the sender's version of the OSDMap
     * @param pool 0 for CREATE
     * @param snap snapshot id, for ops on snapshots
     * @param name of the pool or snapshot; librados sends {@code delete} for DELETE
     * @param crushRule for CREATE, or {@link #NO_RULE}
     */
    public MPoolOp(long version, UUID fsid, long pool, int op, long snap, String name, int crushRule) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.pool = pool;
        this.op = op;
        this.snap = snap;
        this.name = name;
        this.crushRule = crushRule;
    }

    public UUID fsid() {
        return fsid;
    }

    public long pool() {
        return pool;
    }

    public int op() {
        return op;
    }

    public long snap() {
        return snap;
    }

    public String name() {
        return name;
    }

    public int crushRule() {
        return crushRule;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.u32(pool);
        out.u32(op);
        // The pool's owner, long obsolete.
        out.u64(0);
        out.u64(snap);
        out.string(name);
        out.u8(0);
        out.u16(crushRule);
    }

    static MPoolOp decode(MessageHeader header, Decoder in, ByteBuf data) {
        long version = decodePaxos(in);
        UUID fsid = Uuids.decode(in);
        long pool = in.u32();
        int op = in.s32();
        in.u64();
        long snap = in.u64();
        String name = in.string();
        int crushRule = NO_RULE;
        if (header.version() >= 3) {
            // Version 3 carried the rule in this byte.
            int old = in.u8();
            crushRule = header.version() >= 4 ? in.s16() : old;
        }
        return new MPoolOp(version, fsid, pool, op, snap, name, crushRule);
    }
}
