// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Changes to one collection, applied in order, all or none. Built by the PG, shipped to its replicas ({@link #encode}
 * and {@link #payload}) and passed to {@link ObjectStore#apply}.
 *
 * <p>Changes that add to an object create it if absent; changes that remove something do nothing if it is absent. So a
 * transaction fails only if space, the collection or a clone's source is missing. A split or a merge changes a second
 * collection too, in the same all or none.
 *
 * <p>Owns the data of its writes until {@link #release} or {@link ObjectStore#apply}. Not thread-safe; may be handed
 * from thread to thread. Ceph: {@code ObjectStore::Transaction}; the encoding is our own and private to our OSDs.
 */
public final class Transaction {
    /** Writes that end beyond it and larger sizes are refused; BlueStore's limit. */
    public static final long MAX_OBJECT_BYTES = 0xffff_ffffL;

    private final CollectionId collection;
    private final List<StoreOp> ops = new ArrayList<>();
    private long payloadBytes;
    private boolean released;

    public Transaction(CollectionId collection) {
        this.collection = collection;
    }

    public CollectionId collection() {
        return collection;
    }

    /** Collections besides {@link #collection} that change: those split off and those merged. */
    public Set<CollectionId> otherCollections() {
        Set<CollectionId> others = new TreeSet<>();
        for (StoreOp op : ops()) {
            if (op instanceof StoreOp.SplitCollection split) {
                others.add(split.child());
            } else if (op instanceof StoreOp.MergeCollection merge) {
                others.add(merge.source());
            }
        }
        return others;
    }

    /** In order; a view. */
    List<StoreOp> ops() {
        requireAlive();
        return Collections.unmodifiableList(ops);
    }

    /**
     * Passes every change to {@code handler}, in order. The transaction stays unchanged and can be visited again, so a
     * store may check all of it before it changes anything.
     *
     * @throws IllegalStateException if it was applied or released
     */
    public void forEach(StoreOpHandler handler) {
        requireAlive();
        for (int i = 0; i < ops.size(); i++) {
            ops.get(i).dispatchTo(handler);
        }
    }

    public boolean isEmpty() {
        return ops.isEmpty();
    }

    /** Total bytes of all writes. */
    public long payloadBytes() {
        return payloadBytes;
    }

    private Transaction add(StoreOp op) {
        requireAlive();
        ops.add(op);
        return this;
    }

    private void requireAlive() {
        if (released) {
            throw new IllegalStateException("transaction was applied or released");
        }
    }

    public Transaction createCollection() {
        return add(new StoreOp.CreateCollection());
    }

    /** The collection may contain only its {@linkplain CollectionId#metaObject meta object}, which is removed too. */
    public Transaction removeCollection() {
        return add(new StoreOp.RemoveCollection());
    }

    /**
     * Creates a collection and moves to it every object, of whatever pool, whose hash has the child's seed in its low
     * bits.
     *
     * @param bits number of low bits that decide, 0 .. 32
     * @param records the omap of the child's {@linkplain CollectionId#metaObject meta object}
     */
    public Transaction splitCollection(CollectionId child, int bits, SortedMap<ByteString, ByteString> records) {
        if (bits < 0 || bits > Integer.SIZE || child.equals(collection)) {
            throw new IllegalArgumentException(collection + " split by " + bits + " bits into " + child);
        }
        return add(new StoreOp.SplitCollection(child, bits, Collections.unmodifiableSortedMap(new TreeMap<>(records))));
    }

    /**
     * Moves every object of another collection to this one and removes that collection with its {@linkplain
     * CollectionId#metaObject meta object}.
     */
    public Transaction mergeCollection(CollectionId source) {
        if (source.equals(collection)) {
            throw new IllegalArgumentException(collection + " merged into itself");
        }
        return add(new StoreOp.MergeCollection(source));
    }

    /** Whether an object belongs to a collection that {@link #splitCollection} makes. */
    public static boolean isSplitOff(HObject object, CollectionId child, int bits) {
        int mask = (int) ((1L << bits) - 1);
        return (object.hash() & mask) == child.seed();
    }

    /** Creates the object if absent. */
    public Transaction touch(HObject object) {
        return add(new StoreOp.Touch(object));
    }

    /**
     * Writes bytes; the object grows to their end if necessary, and a gap reads as zeros.
     *
     * @param data taken; all its readable bytes. An empty write only creates the object.
     */
    public Transaction write(HObject object, long offset, ByteBuf data) {
        try {
            requireAlive();
            requireRange(offset, data.readableBytes());
        } catch (RuntimeException e) {
            data.release();
            throw e;
        }
        payloadBytes += data.readableBytes();
        return add(new StoreOp.Write(object, offset, data));
    }

    /** Makes a range read as zeros; never grows the object. */
    public Transaction zero(HObject object, long offset, long length) {
        requireRange(offset, length);
        return add(new StoreOp.Zero(object, offset, length));
    }

    /** Sets the size; added bytes read as zeros. */
    public Transaction truncate(HObject object, long size) {
        requireRange(0, size);
        return add(new StoreOp.Truncate(object, size));
    }

    /** Removes bytes, attributes, omap and header. */
    public Transaction remove(HObject object) {
        return add(new StoreOp.Remove(object));
    }

    /** Makes {@code target} identical to {@code source}: bytes, attributes, omap and header. */
    public Transaction clone(HObject source, HObject target) {
        return add(new StoreOp.Clone(source, target));
    }

    /** Sets attributes, keeps the others. */
    public Transaction setAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
        if (attrs.size() == 1) {
            return setAttr(object, attrs.firstKey(), attrs.values().iterator().next());
        }
        return add(new StoreOp.SetAttrs(object, Collections.unmodifiableSortedMap(new TreeMap<>(attrs))));
    }

    /** Sets one attribute. */
    public Transaction setAttr(HObject object, ByteString name, ByteString value) {
        return add(new StoreOp.SetAttr(object, name, value));
    }

    public Transaction rmAttr(HObject object, ByteString name) {
        return add(new StoreOp.RmAttr(object, name));
    }

    /** Sets omap entries, keeps the others. */
    public Transaction omapSet(HObject object, SortedMap<ByteString, ByteString> entries) {
        if (entries.size() == 1) {
            return omapPut(
                    object, entries.firstKey(), entries.values().iterator().next());
        }
        return add(new StoreOp.OmapSet(object, Collections.unmodifiableSortedMap(new TreeMap<>(entries))));
    }

    /** Sets one omap entry. */
    public Transaction omapPut(HObject object, ByteString key, ByteString value) {
        return add(new StoreOp.OmapPut(object, key, value));
    }

    public Transaction omapRm(HObject object, Collection<ByteString> keys) {
        return add(new StoreOp.OmapRm(object, List.copyOf(keys)));
    }

    /** Removes the keys from {@code first} (inclusive) to {@code end} (exclusive). */
    public Transaction omapRmRange(HObject object, ByteString first, ByteString end) {
        return add(new StoreOp.OmapRmRange(object, first, end));
    }

    /** Removes omap and header. */
    public Transaction omapClear(HObject object) {
        return add(new StoreOp.OmapClear(object));
    }

    public Transaction omapSetHeader(HObject object, ByteString header) {
        return add(new StoreOp.OmapSetHeader(object, header));
    }

    /**
     * Moves {@code other}'s changes to the end of this transaction.
     *
     * @param other taken: empty and released afterwards
     */
    public Transaction append(Transaction other) {
        requireAlive();
        if (!other.collection.equals(collection)) {
            throw new IllegalArgumentException(other.collection + " appended to " + collection);
        }
        ops.addAll(other.ops());
        payloadBytes += other.payloadBytes;
        other.ops.clear();
        other.released = true;
        return this;
    }

    private static void requireRange(long offset, long length) {
        if (offset < 0 || length < 0 || offset > MAX_OBJECT_BYTES - length) {
            throw new IllegalArgumentException("range " + offset + "~" + length + " outside an object");
        }
    }

    /**
     * Releases the data of all writes. Call once: either the builder of the transaction does, or the store that
     * {@linkplain ObjectStore#apply took} it.
     */
    public void release() {
        requireAlive();
        released = true;
        for (int i = 0; i < ops.size(); i++) {
            if (ops.get(i) instanceof StoreOp.Write write) {
                write.data().release();
            }
        }
        ops.clear();
    }

    /**
     * Encodes everything but the bytes of the writes, which are in {@link #payload}. Layout: {@code TransactionCodec}.
     */
    public void encode(Encoder out) {
        TransactionCodec.encode(this, out);
    }

    /**
     * The bytes of the writes, in order, without copying.
     *
     * @return given; remains valid after this transaction is applied
     */
    public ByteBuf payload(ByteBufAllocator allocator) {
        requireAlive();
        int parts = 0;
        ByteBuf only = Unpooled.EMPTY_BUFFER;
        for (int i = 0; i < ops.size(); i++) {
            if (ops.get(i) instanceof StoreOp.Write write && write.data().isReadable()) {
                parts++;
                only = write.data();
            }
        }
        if (parts <= 1) {
            return only.retainedSlice();
        }
        CompositeByteBuf all = allocator.compositeBuffer(parts);
        for (StoreOp op : ops) {
            if (op instanceof StoreOp.Write write && write.data().isReadable()) {
                all.addComponent(true, write.data().retainedSlice());
            }
        }
        return all;
    }

    /**
     * Decodes what {@link #encode} and {@link #payload} produced.
     *
     * @param payload borrowed; the transaction keeps slices of it
     * @throws org.inkwire.wire.MalformedInputException if either is not what an encoder wrote
     */
    public static Transaction decode(Decoder in, ByteBuf payload) {
        return TransactionCodec.decode(in, payload);
    }

    @Override
    public String toString() {
        return "Transaction(" + collection + ", " + ops.size() + " ops, " + payloadBytes + " bytes)";
    }
}
