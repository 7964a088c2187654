// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.store;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.inkwire.cluster.osd.HObject;
import org.jspecify.annotations.Nullable;

/**
 * Plays a transaction through without changing anything, so that {@link MemStore} applies only what cannot fail half way:
 * finds out whether it is legal and how many bytes it may add at most.
 */
final class TransactionCheck implements StoreOpHandler {
    private final CollectionId id;
    private final @Nullable MemCollection before;
    private final HObject meta;
    private boolean collectionExists;
    private boolean emptied;
    private final Map<HObject, Boolean> changed = new LinkedHashMap<>();
    private long growth;

    private TransactionCheck(CollectionId id, @Nullable MemCollection before) {
        this.id = id;
        this.before = before;
        this.meta = id.metaObject();
        this.collectionExists = before != null;
    }

    /**
     * @param before null if the collection does not exist
     * @throws IllegalStateException as {@link ObjectStore#apply}
     */
    static TransactionCheck of(Transaction transaction, @Nullable MemCollection before) {
        TransactionCheck check = new TransactionCheck(transaction.collection(), before);
        for (StoreOp op : transaction.ops()) {
            op.dispatchTo(check);
        }
        return check;
    }

    /** Bytes, at most; 0 for a transaction that only removes. */
    long growth() {
        return growth;
    }

    boolean collectionExistsAfter() {
        return collectionExists;
    }

    private boolean exists(HObject object) {
        Boolean now = changed.get(object);
        return now != null ? now : !emptied && before != null && before.get(object) != null;
    }

    private void requireCollection() {
        if (!collectionExists) {
            throw new IllegalStateException("no collection " + id);
        }
    }

    private void create(HObject object) {
        requireCollection();
        if (!exists(object)) {
            growth += MemObject.OBJECT_BYTES;
            changed.put(object, true);
        }
    }

    private void growBy(SortedMap<ByteString, ByteString> entries) {
        entries.forEach((key, value) -> growth += MemObject.entryBytes(key, value));
    }

    @Override
    public void onCreateCollection() {
        if (collectionExists) {
            throw new IllegalStateException("collection " + id + " exists");
        }
        collectionExists = true;
    }

    @Override
    public void onRemoveCollection() {
        requireCollection();
        HObject left = firstObject();
        if (left != null) {
            throw new IllegalStateException("collection " + id + " still has " + left);
        }
        collectionExists = false;
        emptied = true;
        changed.clear();
    }

    private @Nullable HObject firstObject() {
        if (before != null && !emptied) {
            for (HObject object : before.objects().keySet()) {
                if (!object.equals(meta) && exists(object)) {
                    return object;
                }
            }
        }
        for (Map.Entry<HObject, Boolean> e : changed.entrySet()) {
            if (e.getValue() && !e.getKey().equals(meta)) {
                return e.getKey();
            }
        }
        return null;
    }

    @Override
    public void onTouch(HObject object) {
        create(object);
    }

    @Override
    public void onWrite(HObject object, long offset, ByteBuf data) {
        create(object);
        growth += data.readableBytes();
    }

    @Override
    public void onZero(HObject object, long offset, long length) {
        requireCollection();
    }

    @Override
    public void onTruncate(HObject object, long size) {
        create(object);
    }

    @Override
    public void onRemove(HObject object) {
        requireCollection();
        changed.put(object, false);
    }

    @Override
    public void onClone(HObject source, HObject target) {
        requireCollection();
        if (!exists(source)) {
            throw new IllegalStateException("clone of absent " + source + " in " + id);
        }
        MemObject from = before == null ? null : before.get(source);
        growth += from == null ? MemObject.OBJECT_BYTES : from.accountedBytes();
        changed.put(target, true);
    }

    @Override
    public void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
        create(object);
        growBy(attrs);
    }

    @Override
    public void onRmAttr(HObject object, ByteString name) {
        requireCollection();
    }

    @Override
    public void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries) {
        create(object);
        growBy(entries);
    }

    @Override
    public void onOmapRm(HObject object, Collection<ByteString> keys) {
        requireCollection();
    }

    @Override
    public void onOmapRmRange(HObject object, ByteString first, ByteString end) {
        requireCollection();
    }

    @Override
    public void onOmapClear(HObject object) {
        requireCollection();
    }

    @Override
    public void onOmapSetHeader(HObject object, ByteString header) {
        create(object);
        growth += header.length();
    }
}
