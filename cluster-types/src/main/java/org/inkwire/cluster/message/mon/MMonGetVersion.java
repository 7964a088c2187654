// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Asks for the newest and oldest version of a map. Front: u64 handle, string what.
 */
public final class MMonGetVersion extends Message {
    public static final int TYPE = 19;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final long handle;
    private final String what;

    /**
     * @param handle echoed by the reply
     * @param what {@code osdmap}, {@code monmap}, {@code mgrmap}, {@code fsmap} or {@code mdsmap}
     */
    public MMonGetVersion(long handle, String what) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.handle = handle;
        this.what = what;
    }

    /** Echoed by the reply. */
    public long handle() {
        return handle;
    }

    /** {@code osdmap}, {@code monmap}, {@code mgrmap}, {@code fsmap} or {@code mdsmap}. */
    public String what() {
        return what;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u64(handle);
        out.string(what);
    }

    static MMonGetVersion decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonGetVersion(in.u64(), in.string());
    }
}
