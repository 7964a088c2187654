// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.store;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.SortedMap;
import org.inkwire.cluster.osd.HObject;

/** One method per {@link StoreOp}, so that a new one does not compile until every handler answers it. */
interface StoreOpHandler {
    void onCreateCollection();

    void onRemoveCollection();

    void onTouch(HObject object);

    /** @param data borrowed */
    void onWrite(HObject object, long offset, ByteBuf data);

    void onZero(HObject object, long offset, long length);

    void onTruncate(HObject object, long size);

    void onRemove(HObject object);

    void onClone(HObject source, HObject target);

    void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs);

    void onRmAttr(HObject object, ByteString name);

    void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries);

    void onOmapRm(HObject object, Collection<ByteString> keys);

    void onOmapRmRange(HObject object, ByteString first, ByteString end);

    void onOmapClear(HObject object);

    void onOmapSetHeader(HObject object, ByteString header);
}
