// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * Output of SPARSE_READ. Wire: map of u64 offset to u64 length, bl data.
 *
 * @param extents ranges with data, in order of offset
 * @param data the extents' bytes, one after the other: borrowed
 */
public record SparseReadReply(List<Extent> extents, ByteBuf data) {
    public void encode(Encoder out) {
        out.list(extents, Extent::encode);
        out.blob(data);
    }

    public static SparseReadReply decode(Decoder in) {
        List<Extent> extents = in.list(Extent.BYTES, Extent::decode);
        ByteBuf data = in.blobSlice();
        long left = data.readableBytes();
        for (Extent extent : extents) {
            if (extent.length() < 0 || extent.length() > left) {
                throw new MalformedInputException("sparse read: extents exceed " + data.readableBytes() + " bytes");
            }
            left -= extent.length();
        }
        return new SparseReadReply(extents, data);
    }
}
