// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/** Asks a monitor for maps as they change. Front: map of string to (u64 start, u8 flags), string host name. */
public final class MMonSubscribe extends Message {
    public static final int TYPE = 15;

    static final int HEAD_VERSION = 3;
    private static final int COMPAT_VERSION = 1;

    private final Map<String, Item> what;
    private final String hostname;

    /**
     * One subscription. Immutable.
     *
     * @param start first version wanted; 0: the newest
     * @param flags {@link #ONETIME} or 0
     */
    public record Item(long start, int flags) {
        /** Sends one version only; without it every new version is sent. */
        public static final int ONETIME = 1;

        private static final int MIN_ENTRY_BYTES = 13;

        public boolean onetime() {
            return (flags & ONETIME) != 0;
        }

        void encode(Encoder out) {
            out.u64(start);
            out.u8(flags);
        }

        static Item decode(Decoder in) {
            return new Item(in.u64(), in.u8());
        }
    }

    /** @param what {@code monmap}, {@code osdmap}, {@code config}, {@code mgrmap}, …, in key order: given */
    public MMonSubscribe(Map<String, Item> what, String hostname) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.what = what;
        this.hostname = hostname;
    }

    /** In the order received: Ceph answers in this order. */
    public Map<String, Item> what() {
        return what;
    }

    public String hostname() {
        return hostname;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.map(what, (name, e) -> e.string(name), Item::encode);
        out.string(hostname);
    }

    static MMonSubscribe decode(MessageHeader header, Decoder in, ByteBuf data) {
        Map<String, Item> what = in.map(Item.MIN_ENTRY_BYTES, Decoder::string, Item::decode);
        return new MMonSubscribe(what, header.version() >= 3 ? in.string() : "");
    }

    @Override
    public String toString() {
        return "MMonSubscribe(" + what + ")";
    }
}
