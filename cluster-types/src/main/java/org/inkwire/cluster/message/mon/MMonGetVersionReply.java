// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Answers {@link MMonGetVersion}. Front: u64 handle, u64 version, u64 oldest version.
 */
public final class MMonGetVersionReply extends Message {
    public static final int TYPE = 20;

    static final int HEAD_VERSION = 2;
    private static final int COMPAT_VERSION = 2;

    private final long handle;
    private final long version;
    private final long oldestVersion;

    /** @param version the newest version */
    public MMonGetVersionReply(long handle, long version, long oldestVersion) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.handle = handle;
        this.version = version;
        this.oldestVersion = oldestVersion;
        priority(PRIORITY_HIGH);
    }

    public long handle() {
        return handle;
    }

    /** The newest version. */
    public long version() {
        return version;
    }

    public long oldestVersion() {
        return oldestVersion;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u64(handle);
        out.u64(version);
        out.u64(oldestVersion);
    }

    static MMonGetVersionReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonGetVersionReply(in.u64(), in.u64(), in.u64());
    }
}
