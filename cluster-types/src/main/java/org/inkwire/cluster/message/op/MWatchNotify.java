// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.op;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Delivers a notify to a watcher, reports a notify's completion to the notifier, or tells a watcher that its watch is
 * gone. Front: u8 1, u8 opcode, u64 cookie, u64 version, u64 notify id, bl payload, s32 return code, u64 notifier gid.
 * Data of a NOTIFY_COMPLETE: {@link org.inkwire.cluster.osd.op.NotifyReplies} (protocol: osd section 7).
 */
public final class MWatchNotify extends Message {
    public static final int TYPE = 44;

    public static final int NOTIFY = 1;
    public static final int NOTIFY_COMPLETE = 2;
    public static final int DISCONNECT = 3;

    static final int HEAD_VERSION = 3;
    private static final int COMPAT_VERSION = 1;
    private static final int LAYOUT = 1;

    private final int opcode;
    private final long cookie;
    private final long version;
    private final long notifyId;
    private final byte[] payload;
    private final int returnCode;
    private final long notifierGid;

    /**
     * @param opcode {@link #NOTIFY}, {@link #NOTIFY_COMPLETE} or {@link #DISCONNECT}
     * @param cookie the watch's; for NOTIFY_COMPLETE the notify op's
     * @param version of the object
     * @param payload the notifier's; empty otherwise: given, not copied
     * @param returnCode of a NOTIFY_COMPLETE: 0, or −110 if a watcher did not answer in time
     * @param data taken
     */
    public MWatchNotify(
            int opcode,
            long cookie,
            long version,
            long notifyId,
            byte[] payload,
            int returnCode,
            long notifierGid,
            ByteBuf data) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.opcode = opcode;
        this.cookie = cookie;
        this.version = version;
        this.notifyId = notifyId;
        this.payload = payload;
        this.returnCode = returnCode;
        this.notifierGid = notifierGid;
        data(data);
    }

    public int opcode() {
        return opcode;
    }

    public long cookie() {
        return cookie;
    }

    public long version() {
        return version;
    }

    public long notifyId() {
        return notifyId;
    }

    /** What the notifier sent: borrowed. */
    public byte[] payload() {
        return payload;
    }

    public int returnCode() {
        return returnCode;
    }

    public long notifierGid() {
        return notifierGid;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u8(LAYOUT);
        out.u8(opcode);
        out.u64(cookie);
        out.u64(version);
        out.u64(notifyId);
        out.blob(payload);
        out.s32(returnCode);
        out.u64(notifierGid);
    }

    static MWatchNotify decode(MessageHeader header, Decoder in, ByteBuf data) {
        int layout = in.u8();
        return new MWatchNotify(
                in.u8(),
                in.u64(),
                in.u64(),
                in.u64(),
                layout >= 1 ? in.blob() : new byte[0],
                header.version() >= 2 ? in.s32() : 0,
                header.version() >= 3 ? in.u64() : 0,
                Unpooled.EMPTY_BUFFER);
    }
}
