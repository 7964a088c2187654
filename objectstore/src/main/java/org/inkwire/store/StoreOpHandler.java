// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.SortedMap;
import org.inkwire.cluster.osd.HObject;

/**
 * Receives the changes of a {@link Transaction}, one method for each kind; {@link Transaction}'s methods of the same
 * names describe them. A new kind does not compile until every store handles it. Called on the thread that calls {@link
 * Transaction#forEach}, in order. Names, keys, values and maps are immutable and may be kept.
 */
public interface StoreOpHandler {
    void onCreateCollection();

    void onRemoveCollection();

    /** @param records the omap of the child's meta object */
    void onSplitCollection(CollectionId child, int bits, SortedMap<ByteString, ByteString> records);

    void onMergeCollection(CollectionId source);

    void onTouch(HObject object);

    /**
     * @param data borrowed, indices unchanged: to keep it, take a {@code retainedSlice} or copy it. A retained slice
     *     keeps the whole buffer it was cut from in memory, and its bytes never change
     */
    void onWrite(HObject object, long offset, ByteBuf data);

    void onZero(HObject object, long offset, long length);

    void onTruncate(HObject object, long size);

    void onRemove(HObject object);

    void onClone(HObject source, HObject target);

    void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs);

    void onSetAttr(HObject object, ByteString name, ByteString value);

    void onRmAttr(HObject object, ByteString name);

    void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries);

    void onOmapPut(HObject object, ByteString key, ByteString value);

    void onOmapRm(HObject object, Collection<ByteString> keys);

    /** @param end the first key that stays; nothing is removed if it is not above {@code first} */
    void onOmapRmRange(HObject object, ByteString first, ByteString end);

    void onOmapClear(HObject object);

    void onOmapSetHeader(HObject object, ByteString header);
}
