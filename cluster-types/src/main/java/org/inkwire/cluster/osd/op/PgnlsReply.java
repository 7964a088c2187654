// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.List;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Output of PGNLS. Wire: struct v1 c1 of hobject handle, vec of (string nspace, string oid, string locator key)
 * (protocol: osd section 6). Immutable.
 *
 * @param handle where to continue; with result 1 the first position of the next PG in hash order
 * @param entries in object order
 */
public record PgnlsReply(HObject handle, List<Entry> entries) {
    /** Namespace of a listing over all namespaces. */
    public static final String ALL_NSPACES = "\u0001";

    private static final int VERSION = 1;

    public PgnlsReply {
        entries = List.copyOf(entries);
    }

    /** One object; {@code locator} is its key, empty if it has none. */
    public record Entry(String nspace, String oid, String locator) {
        private static final int MIN_BYTES = 12;

        void encode(Encoder out) {
            out.string(nspace);
            out.string(oid);
            out.string(locator);
        }

        static Entry decode(Decoder in) {
            return new Entry(in.string(), in.string(), in.string());
        }
    }

    public void encode(Encoder out) {
        out.start(VERSION, VERSION);
        handle.encode(out);
        out.list(entries, Entry::encode);
        out.finish();
    }

    public static PgnlsReply decode(Decoder in) {
        in.start(VERSION);
        PgnlsReply reply = new PgnlsReply(HObject.decode(in), in.list(Entry.MIN_BYTES, Entry::decode));
        in.finish();
        return reply;
    }
}
