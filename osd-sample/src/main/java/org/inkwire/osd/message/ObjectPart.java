// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.ByteString;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * A piece of an object on its way to an OSD that lacks it. The bytes of {@code extents} are in the message's payload, in
 * order. Immutable.
 *
 * @param exists false: the source does not have the object, or not in the state it should be in; all else is empty
 * @param start whether this is the object's first piece: attributes and omap header come with it
 * @param version of the object at the source: pieces of different versions do not belong together
 * @param size of the whole object, bytes
 * @param head with the first piece
 * @param omap entries of this piece
 * @param extents where this piece's bytes go
 * @param next how much has been copied after this piece
 * @param complete nothing follows for this object
 */
public record ObjectPart(
        HObject object,
        boolean exists,
        boolean start,
        EVersion version,
        long size,
        Head head,
        SortedMap<ByteString, ByteString> omap,
        List<Extent> extents,
        ObjectPosition next,
        boolean complete) {
    static final int MIN_BYTES = 6;

    /** What is sent whole: all attributes, and the omap header. */
    public record Head(SortedMap<ByteString, ByteString> attrs, ByteString omapHeader) {
        public static Head none() {
            return new Head(new TreeMap<>(), ByteString.EMPTY);
        }
    }

    public ObjectPart {
        extents = List.copyOf(extents);
    }

    /** The source does not have it. */
    public static ObjectPart absent(HObject object) {
        return new ObjectPart(
                object,
                false,
                true,
                EVersion.ZERO,
                0,
                Head.none(),
                new TreeMap<>(),
                List.of(),
                ObjectPosition.START,
                true);
    }

    void encode(Encoder out) {
        out.start(1, 1);
        object.encode(out);
        out.bool(exists);
        out.bool(start);
        version.encode(out);
        out.u64(size);
        encodeMap(head.attrs, out);
        head.omapHeader.encode(out);
        encodeMap(omap, out);
        out.list(extents, Extent::encode);
        next.encode(out);
        out.bool(complete);
        out.finish();
    }

    static ObjectPart decode(Decoder in) {
        in.start(1);
        ObjectPart part = new ObjectPart(
                HObject.decode(in),
                in.bool(),
                in.bool(),
                EVersion.decode(in),
                in.u64(),
                new Head(decodeMap(in), ByteString.decode(in)),
                decodeMap(in),
                in.list(Extent.BYTES, Extent::decode),
                ObjectPosition.decode(in),
                in.bool());
        in.finish();
        return part;
    }

    private static void encodeMap(SortedMap<ByteString, ByteString> map, Encoder out) {
        out.map(map, ByteString::encode, ByteString::encode);
    }

    private static SortedMap<ByteString, ByteString> decodeMap(Decoder in) {
        return new TreeMap<>(in.map(8, ByteString::decode, ByteString::decode));
    }
}
