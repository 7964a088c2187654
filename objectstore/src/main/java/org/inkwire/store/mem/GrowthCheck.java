// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.SortedMap;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.ByteString;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.inkwire.store.TransactionCheck;
import org.jspecify.annotations.Nullable;

/** Finds out whether a transaction is legal, and how many bytes it may add at most. */
final class GrowthCheck extends TransactionCheck {
    private final @Nullable MemCollection before;
    private long growth;

    private GrowthCheck(Transaction transaction, @Nullable MemCollection before) {
        super(transaction.collection(), before != null);
        this.before = before;
    }

    /**
     * @param before null if the collection does not exist
     * @throws IllegalStateException as {@link ObjectStore#apply}
     */
    static GrowthCheck of(Transaction transaction, @Nullable MemCollection before) {
        GrowthCheck check = new GrowthCheck(transaction, before);
        transaction.forEach(check);
        return check;
    }

    /** Bytes, at most; 0 for a transaction that only removes. */
    long growth() {
        return growth;
    }

    @Override
    protected boolean existsBefore(HObject object) {
        return before != null && before.get(object) != null;
    }

    @Override
    protected Iterable<HObject> objectsBefore() {
        return before == null ? Collections.emptyList() : before.objects().keySet();
    }

    @Override
    protected void creates(HObject object) {
        growth += MemObject.OBJECT_BYTES;
    }

    private void growBy(SortedMap<ByteString, ByteString> entries) {
        entries.forEach((key, value) -> growth += MemObject.entryBytes(key, value));
    }

    @Override
    public void onWrite(HObject object, long offset, ByteBuf data) {
        super.onWrite(object, offset, data);
        growth += data.readableBytes();
    }

    @Override
    public void onClone(HObject source, HObject target) {
        super.onClone(source, target);
        MemObject from = before == null ? null : before.get(source);
        growth += from == null ? MemObject.OBJECT_BYTES : from.accountedBytes();
    }

    @Override
    public void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
        super.onSetAttrs(object, attrs);
        growBy(attrs);
    }

    @Override
    public void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries) {
        super.onOmapSet(object, entries);
        growBy(entries);
    }

    @Override
    public void onOmapSetHeader(HObject object, ByteString header) {
        super.onOmapSetHeader(object, header);
        growth += header.length();
    }
}
