// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.inkwire.cluster.osd.HObject;
import org.jspecify.annotations.Nullable;

/**
 * Dry run of a transaction: determines whether it is legal and how much space it needs, so that a store can then apply
 * it without failing half way. For one transaction, confined to its thread.
 */
public final class TransactionCheck implements StoreOpHandler {
    /** State of a collection before the transaction. */
    public interface Before {
        boolean contains(HObject object);

        /** All objects, with or without the meta object. */
        Set<HObject> all();

        /** Bytes that a clone of an object adds; 0 if it is absent. */
        long cloneBytes(HObject object);
    }

    private final CollectionId id;
    private final @Nullable Before before;
    private final Function<CollectionId, @Nullable Before> others;
    private final int writeBytes;
    private final int objectBytes;
    private final int entryBytes;
    /** These three are made with their first element: most transactions create and remove nothing. */
    private @Nullable List<Before> joined;

    private @Nullable Set<CollectionId> made;
    private @Nullable Map<HObject, Boolean> changed;
    private boolean collectionExists;
    private boolean emptied;
    private long growth;

    private TransactionCheck(
            CollectionId id,
            @Nullable Before before,
            Function<CollectionId, @Nullable Before> others,
            int writeBytes,
            int objectBytes,
            int entryBytes) {
        this.id = id;
        this.before = before;
        this.others = others;
        this.writeBytes = writeBytes;
        this.objectBytes = objectBytes;
        this.entryBytes = entryBytes;
        this.collectionExists = before != null;
    }

    /**
     * @param transaction borrowed
     * @param collections finds a collection's state; null if it does not exist
     * @param writeBytes what the store needs for a write in addition to its bytes
     * @param objectBytes what it needs for an empty object
     * @param entryBytes what it needs for an attribute or omap entry in addition to key and value
     * @throws IllegalStateException as {@link ObjectStore#apply}
     */
    public static TransactionCheck of(
            Transaction transaction,
            Function<CollectionId, @Nullable Before> collections,
            int writeBytes,
            int objectBytes,
            int entryBytes) {
        CollectionId id = transaction.collection();
        TransactionCheck check =
                new TransactionCheck(id, collections.apply(id), collections, writeBytes, objectBytes, entryBytes);
        transaction.forEach(check);
        return check;
    }

    /** Upper bound of the bytes added; 0 for a transaction that only removes. */
    public long growth() {
        return growth;
    }

    public boolean collectionExistsAfter() {
        return collectionExists;
    }

    private boolean exists(HObject object) {
        Boolean now = changed == null ? null : changed.get(object);
        return now != null ? now : !emptied && before != null && before.contains(object);
    }

    private void requireCollection() {
        if (!collectionExists) {
            throw new IllegalStateException("no collection " + id);
        }
    }

    private void create(HObject object) {
        requireCollection();
        if (!exists(object)) {
            growth += objectBytes;
            changed().put(object, true);
        }
    }

    private Map<HObject, Boolean> changed() {
        Map<HObject, Boolean> known = changed;
        if (known == null) {
            known = new LinkedHashMap<>();
            changed = known;
        }
        return known;
    }

    private void growBy(SortedMap<ByteString, ByteString> entries) {
        entries.forEach(this::growBy);
    }

    private void growBy(ByteString key, ByteString value) {
        growth += (long) entryBytes + key.length() + value.length();
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
        changed = null;
    }

    @Override
    public void onSplitCollection(CollectionId child, int bits, SortedMap<ByteString, ByteString> records) {
        requireCollection();
        Set<CollectionId> children = made == null ? new HashSet<>() : made;
        made = children;
        if (others.apply(child) != null || !children.add(child)) {
            throw new IllegalStateException("collection " + child + " exists, " + id + " cannot split into it");
        }
        HObject meta = id.metaObject();
        if (before != null && !emptied) {
            for (HObject object : before.all()) {
                if (Transaction.isSplitOff(object, child, bits) && !object.equals(meta)) {
                    changed().put(object, false);
                }
            }
        }
        changed().replaceAll((object, present) -> present && !Transaction.isSplitOff(object, child, bits));
        growth += objectBytes;
        growBy(records);
    }

    @Override
    public void onMergeCollection(CollectionId source) {
        requireCollection();
        Before other = others.apply(source);
        if (other == null) {
            throw new IllegalStateException("no collection " + source + " to merge into " + id);
        }
        HObject itsMeta = source.metaObject();
        for (HObject object : other.all()) {
            if (!object.equals(itsMeta)) {
                if (exists(object)) {
                    throw new IllegalStateException(object + " is in " + source + " and in " + id);
                }
                changed().put(object, true);
            }
        }
        List<Before> all = joined == null ? new ArrayList<>() : joined;
        joined = all;
        all.add(other);
    }

    private @Nullable HObject firstObject() {
        HObject meta = id.metaObject();
        if (before != null && !emptied) {
            for (HObject object : before.all()) {
                if (!object.equals(meta) && exists(object)) {
                    return object;
                }
            }
        }
        for (Map.Entry<HObject, Boolean> e : changed().entrySet()) {
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
        growth += data.readableBytes() + (long) writeBytes;
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
        changed().put(object, false);
    }

    @Override
    public void onClone(HObject source, HObject target) {
        requireCollection();
        if (!exists(source)) {
            throw new IllegalStateException("clone of absent " + source + " in " + id);
        }
        growth += cloneBytes(source);
        changed().put(target, true);
    }

    private long cloneBytes(HObject source) {
        if (before != null && before.contains(source)) {
            return before.cloneBytes(source);
        }
        for (Before other : joined == null ? List.<Before>of() : joined) {
            if (other.contains(source)) {
                return other.cloneBytes(source);
            }
        }
        return objectBytes;
    }

    @Override
    public void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
        create(object);
        growBy(attrs);
    }

    @Override
    public void onSetAttr(HObject object, ByteString name, ByteString value) {
        create(object);
        growBy(name, value);
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
    public void onOmapPut(HObject object, ByteString key, ByteString value) {
        create(object);
        growBy(key, value);
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
