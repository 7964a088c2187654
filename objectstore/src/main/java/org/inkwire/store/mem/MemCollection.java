// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.StoreOpHandler;
import org.inkwire.store.Transaction;
import org.inkwire.store.TransactionCheck;
import org.jspecify.annotations.Nullable;

/** One collection of a {@link MemStore}; applies changes to it. Confined to one thread at a time. */
final class MemCollection implements StoreOpHandler, TransactionCheck.Before {
    private final Memory memory;
    private final Map<CollectionId, MemCollection> all;
    private final NavigableMap<HObject, MemObject> objects = new TreeMap<>();
    /** The object that was found last, by its very name: the changes of one transaction share it. */
    private @Nullable HObject lastName;

    private @Nullable MemObject last;

    /** @param all the store's collections: a split adds one, a merge removes one */
    MemCollection(Memory memory, Map<CollectionId, MemCollection> all) {
        this.memory = memory;
        this.all = all;
    }

    NavigableMap<HObject, MemObject> objects() {
        return objects;
    }

    @Nullable
    @SuppressWarnings("ReferenceEquality") // another instance of the name is looked up
    MemObject get(HObject object) {
        if (object == lastName) {
            return last;
        }
        MemObject found = objects.get(object);
        lastName = object;
        last = found;
        return found;
    }

    /** The objects have changed, not only what is in them. */
    private void forgetLast() {
        lastName = null;
        last = null;
    }

    @Override
    public boolean contains(HObject object) {
        return get(object) != null;
    }

    @Override
    public Set<HObject> all() {
        return objects.keySet();
    }

    @Override
    public long cloneBytes(HObject object) {
        MemObject found = get(object);
        return found == null ? 0 : found.accountedBytes();
    }

    private MemObject getOrCreate(HObject object) {
        MemObject found = get(object);
        if (found == null) {
            found = new MemObject(memory);
            objects.put(object, found);
            last = found;
        }
        return found;
    }

    private void ifPresent(HObject object, Consumer<MemObject> change) {
        MemObject found = get(object);
        if (found != null) {
            change.accept(found);
        }
    }

    void release() {
        forgetLast();
        objects.values().forEach(MemObject::release);
        objects.clear();
    }

    @Override
    public void onCreateCollection() {
        // The store creates the collection before the first change.
    }

    @Override
    public void onRemoveCollection() {
        release();
    }

    @Override
    public void onSplitCollection(CollectionId child, int bits, SortedMap<ByteString, ByteString> records) {
        forgetLast();
        MemCollection made = new MemCollection(memory, all);
        objects.entrySet().removeIf(e -> {
            boolean moves = Transaction.isSplitOff(e.getKey(), child, bits);
            if (moves) {
                made.objects.put(e.getKey(), e.getValue());
            }
            return moves;
        });
        made.onOmapSet(child.metaObject(), records);
        all.put(child, made);
    }

    @Override
    public void onMergeCollection(CollectionId source) {
        MemCollection other = all.remove(source);
        if (other == null) {
            throw new AssertionError("merge of absent " + source + " was not refused");
        }
        forgetLast();
        other.onRemove(source.metaObject());
        objects.putAll(other.objects);
        other.objects.clear();
        other.forgetLast();
    }

    @Override
    public void onTouch(HObject object) {
        getOrCreate(object);
    }

    @Override
    public void onWrite(HObject object, long offset, ByteBuf data) {
        getOrCreate(object).data().write(offset, data);
    }

    @Override
    public void onZero(HObject object, long offset, long length) {
        ifPresent(object, o -> o.data().zero(offset, length));
    }

    @Override
    public void onTruncate(HObject object, long size) {
        getOrCreate(object).data().truncate(size);
    }

    @Override
    public void onRemove(HObject object) {
        forgetLast();
        MemObject removed = objects.remove(object);
        if (removed != null) {
            removed.release();
        }
    }

    @Override
    public void onClone(HObject source, HObject target) {
        MemObject from = objects.get(source);
        if (from == null) {
            throw new AssertionError("clone of absent " + source + " was not refused");
        }
        forgetLast();
        MemObject old = objects.put(target, from.copy());
        if (old != null) {
            old.release();
        }
    }

    @Override
    public void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
        getOrCreate(object).setAttrs(attrs);
    }

    @Override
    public void onSetAttr(HObject object, ByteString name, ByteString value) {
        getOrCreate(object).setAttr(name, value);
    }

    @Override
    public void onRmAttr(HObject object, ByteString name) {
        ifPresent(object, o -> o.rmAttr(name));
    }

    @Override
    public void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries) {
        getOrCreate(object).omapSet(entries);
    }

    @Override
    public void onOmapPut(HObject object, ByteString key, ByteString value) {
        getOrCreate(object).omapPut(key, value);
    }

    @Override
    public void onOmapRm(HObject object, Collection<ByteString> keys) {
        ifPresent(object, o -> o.omapRm(keys));
    }

    @Override
    public void onOmapRmRange(HObject object, ByteString first, ByteString end) {
        ifPresent(object, o -> o.omapRmRange(first, end));
    }

    @Override
    public void onOmapClear(HObject object) {
        ifPresent(object, MemObject::omapClear);
    }

    @Override
    public void onOmapSetHeader(HObject object, ByteString header) {
        getOrCreate(object).omapSetHeader(header);
    }
}
