// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.inkwire.cluster.osd.HObject;
import org.jspecify.annotations.Nullable;

/**
 * Plays a transaction through without changing anything, so that a store finds out beforehand whether it is legal and
 * changes only what cannot fail half way. A store tells it what is there, and may override methods to add up what it needs:
 * such a method calls {@code super}. For one transaction, confined to its thread.
 */
public abstract class TransactionCheck implements StoreOpHandler {
    private final CollectionId id;
    private final HObject meta;
    private final boolean existedBefore;
    private boolean collectionExists;
    private boolean emptied;
    private final Map<HObject, Boolean> changed = new LinkedHashMap<>();

    /** @param collectionExists before the transaction */
    protected TransactionCheck(CollectionId id, boolean collectionExists) {
        this.id = id;
        this.meta = id.metaObject();
        this.existedBefore = collectionExists;
        this.collectionExists = collectionExists;
    }

    /** Whether the object is there before the transaction; not asked if the collection is not. */
    protected abstract boolean existsBefore(HObject object);

    /** All objects before the transaction, the meta object included or not; asked if the collection is removed only. */
    protected abstract Iterable<HObject> objectsBefore();

    /** An object is made by what comes next. */
    protected void creates(HObject object) {}

    public final boolean collectionExistsAfter() {
        return collectionExists;
    }

    private boolean exists(HObject object) {
        Boolean now = changed.get(object);
        return now != null ? now : !emptied && existedBefore && existsBefore(object);
    }

    private void requireCollection() {
        if (!collectionExists) {
            throw new IllegalStateException("no collection " + id);
        }
    }

    private void create(HObject object) {
        requireCollection();
        if (!exists(object)) {
            creates(object);
            changed.put(object, true);
        }
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
        if (existedBefore && !emptied) {
            for (HObject object : objectsBefore()) {
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
        changed.put(target, true);
    }

    @Override
    public void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
        create(object);
    }

    @Override
    public void onRmAttr(HObject object, ByteString name) {
        requireCollection();
    }

    @Override
    public void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries) {
        create(object);
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
    }
}
