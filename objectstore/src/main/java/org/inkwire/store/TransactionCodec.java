// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * Bytes of a {@link Transaction}: struct v1 c1 { collection; {@code vec<hobject_t>} objects; u32 number of ops; ops }.
 * An op is u8 code, u32 index into the objects (absent for the collection ops), then its fields. A split has the child,
 * u32 bits and the map of its records; a merge has the source. A write has u64 offset
 * and u32 length; its bytes are in the payload, in op order. Objects are in a table because most transactions name one
 * object many times.
 */
final class TransactionCodec {
    private static final int VERSION = 1;

    /** Just the u8 code. */
    private static final int MIN_OP_BYTES = 1;

    /** Two empty strings. */
    private static final int MIN_ENTRY_BYTES = 8;

    /** An encoded {@code hobject_t} with empty strings. */
    private static final int MIN_OBJECT_BYTES = 39;

    private static final int CREATE_COLLECTION = 1;
    private static final int REMOVE_COLLECTION = 2;
    private static final int TOUCH = 3;
    private static final int WRITE = 4;
    private static final int ZERO = 5;
    private static final int TRUNCATE = 6;
    private static final int REMOVE = 7;
    private static final int CLONE = 8;
    private static final int SET_ATTRS = 9;
    private static final int RM_ATTR = 10;
    private static final int OMAP_SET = 11;
    private static final int OMAP_RM = 12;
    private static final int OMAP_RM_RANGE = 13;
    private static final int OMAP_CLEAR = 14;
    private static final int OMAP_SET_HEADER = 15;
    private static final int SPLIT_COLLECTION = 16;
    private static final int MERGE_COLLECTION = 17;

    private TransactionCodec() {}

    static void encode(Transaction transaction, Encoder out) {
        List<StoreOp> ops = transaction.ops();
        ObjectTable table = new ObjectTable();
        transaction.forEach(table);
        out.start(VERSION, 1);
        transaction.collection().encode(out);
        out.list(table.indices.keySet(), HObject::encode);
        out.u32(ops.size());
        Writer writer = new Writer(out, table.indices);
        transaction.forEach(writer);
        out.finish();
    }

    static Transaction decode(Decoder in, ByteBuf payload) {
        in.start(VERSION);
        Transaction transaction = new Transaction(CollectionId.decode(in));
        try {
            List<HObject> objects = in.list(MIN_OBJECT_BYTES, HObject::decode);
            Reader reader = new Reader(in, objects, payload.duplicate(), transaction);
            for (int left = in.count(MIN_OP_BYTES); left > 0; left--) {
                reader.readOp();
            }
            if (reader.payload.isReadable()) {
                throw new MalformedInputException(reader.payload.readableBytes() + " stray payload bytes");
            }
            in.finish();
            return transaction;
        } catch (IllegalArgumentException e) {
            transaction.release();
            throw new MalformedInputException("transaction: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            transaction.release();
            throw e;
        }
    }

    /** Numbers the objects in order of appearance. */
    private static final class ObjectTable implements StoreOpHandler {
        final Map<HObject, Integer> indices = new LinkedHashMap<>();

        private void see(HObject object) {
            indices.putIfAbsent(object, indices.size());
        }

        @Override
        public void onCreateCollection() {}

        @Override
        public void onRemoveCollection() {}

        @Override
        public void onSplitCollection(CollectionId child, int bits, SortedMap<ByteString, ByteString> records) {}

        @Override
        public void onMergeCollection(CollectionId source) {}

        @Override
        public void onTouch(HObject object) {
            see(object);
        }

        @Override
        public void onWrite(HObject object, long offset, ByteBuf data) {
            see(object);
        }

        @Override
        public void onZero(HObject object, long offset, long length) {
            see(object);
        }

        @Override
        public void onTruncate(HObject object, long size) {
            see(object);
        }

        @Override
        public void onRemove(HObject object) {
            see(object);
        }

        @Override
        public void onClone(HObject source, HObject target) {
            see(source);
            see(target);
        }

        @Override
        public void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
            see(object);
        }

        @Override
        public void onSetAttr(HObject object, ByteString name, ByteString value) {
            see(object);
        }

        @Override
        public void onRmAttr(HObject object, ByteString name) {
            see(object);
        }

        @Override
        public void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries) {
            see(object);
        }

        @Override
        public void onOmapPut(HObject object, ByteString key, ByteString value) {
            see(object);
        }

        @Override
        public void onOmapRm(HObject object, Collection<ByteString> keys) {
            see(object);
        }

        @Override
        public void onOmapRmRange(HObject object, ByteString first, ByteString end) {
            see(object);
        }

        @Override
        public void onOmapClear(HObject object) {
            see(object);
        }

        @Override
        public void onOmapSetHeader(HObject object, ByteString header) {
            see(object);
        }
    }

    /** The mirror image of {@link Reader}. */
    private record Writer(Encoder out, Map<HObject, Integer> indices) implements StoreOpHandler {
        private void head(int code, HObject object) {
            out.u8(code);
            index(object);
        }

        private void index(HObject object) {
            Integer index = indices.get(object);
            if (index == null) {
                throw new AssertionError(object + " is not in the table");
            }
            out.u32(index);
        }

        /** A map of one. */
        private void entry(ByteString key, ByteString value) {
            out.u32(1);
            key.encode(out);
            value.encode(out);
        }

        private void entries(SortedMap<ByteString, ByteString> entries) {
            out.map(entries, ByteString::encode, ByteString::encode);
        }

        @Override
        public void onCreateCollection() {
            out.u8(CREATE_COLLECTION);
        }

        @Override
        public void onRemoveCollection() {
            out.u8(REMOVE_COLLECTION);
        }

        @Override
        public void onSplitCollection(CollectionId child, int bits, SortedMap<ByteString, ByteString> records) {
            out.u8(SPLIT_COLLECTION);
            child.encode(out);
            out.u32(bits);
            entries(records);
        }

        @Override
        public void onMergeCollection(CollectionId source) {
            out.u8(MERGE_COLLECTION);
            source.encode(out);
        }

        @Override
        public void onTouch(HObject object) {
            head(TOUCH, object);
        }

        @Override
        public void onWrite(HObject object, long offset, ByteBuf data) {
            head(WRITE, object);
            out.u64(offset);
            out.u32(data.readableBytes());
        }

        @Override
        public void onZero(HObject object, long offset, long length) {
            head(ZERO, object);
            out.u64(offset);
            out.u64(length);
        }

        @Override
        public void onTruncate(HObject object, long size) {
            head(TRUNCATE, object);
            out.u64(size);
        }

        @Override
        public void onRemove(HObject object) {
            head(REMOVE, object);
        }

        @Override
        public void onClone(HObject source, HObject target) {
            head(CLONE, source);
            index(target);
        }

        @Override
        public void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
            head(SET_ATTRS, object);
            entries(attrs);
        }

        @Override
        public void onSetAttr(HObject object, ByteString name, ByteString value) {
            head(SET_ATTRS, object);
            entry(name, value);
        }

        @Override
        public void onRmAttr(HObject object, ByteString name) {
            head(RM_ATTR, object);
            name.encode(out);
        }

        @Override
        public void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries) {
            head(OMAP_SET, object);
            entries(entries);
        }

        @Override
        public void onOmapPut(HObject object, ByteString key, ByteString value) {
            head(OMAP_SET, object);
            entry(key, value);
        }

        @Override
        public void onOmapRm(HObject object, Collection<ByteString> keys) {
            head(OMAP_RM, object);
            out.list(keys, ByteString::encode);
        }

        @Override
        public void onOmapRmRange(HObject object, ByteString first, ByteString end) {
            head(OMAP_RM_RANGE, object);
            first.encode(out);
            end.encode(out);
        }

        @Override
        public void onOmapClear(HObject object) {
            head(OMAP_CLEAR, object);
        }

        @Override
        public void onOmapSetHeader(HObject object, ByteString header) {
            head(OMAP_SET_HEADER, object);
            header.encode(out);
        }
    }

    /** The mirror image of {@link Writer}. */
    private record Reader(Decoder in, List<HObject> objects, ByteBuf payload, Transaction into) {
        void readOp() {
            int code = in.u8();
            switch (code) {
                case CREATE_COLLECTION -> into.createCollection();
                case REMOVE_COLLECTION -> into.removeCollection();
                case SPLIT_COLLECTION -> into.splitCollection(CollectionId.decode(in), bits(), entries());
                case MERGE_COLLECTION -> into.mergeCollection(CollectionId.decode(in));
                case TOUCH -> into.touch(object());
                case WRITE -> into.write(object(), in.u64(), data());
                case ZERO -> into.zero(object(), in.u64(), in.u64());
                case TRUNCATE -> into.truncate(object(), in.u64());
                case REMOVE -> into.remove(object());
                case CLONE -> into.clone(object(), object());
                case SET_ATTRS -> setAttrs(object());
                case RM_ATTR -> into.rmAttr(object(), ByteString.decode(in));
                case OMAP_SET -> omapSet(object());
                case OMAP_RM -> into.omapRm(object(), new ArrayList<>(in.list(4, ByteString::decode)));
                case OMAP_RM_RANGE -> into.omapRmRange(object(), ByteString.decode(in), ByteString.decode(in));
                case OMAP_CLEAR -> into.omapClear(object());
                case OMAP_SET_HEADER -> into.omapSetHeader(object(), ByteString.decode(in));
                default -> throw new MalformedInputException("transaction op code " + code);
            }
        }

        private HObject object() {
            long index = in.u32();
            if (index >= objects.size()) {
                throw new MalformedInputException("object index " + index + ", table has " + objects.size());
            }
            return objects.get((int) index);
        }

        private int bits() {
            long bits = in.u32();
            if (bits > Integer.SIZE) {
                throw new MalformedInputException("split by " + bits + " bits");
            }
            return (int) bits;
        }

        private ByteBuf data() {
            long length = in.u32();
            if (length > payload.readableBytes()) {
                throw new MalformedInputException(
                        "write of " + length + " bytes, " + payload.readableBytes() + " left in the payload");
            }
            return payload.readRetainedSlice((int) length);
        }

        private void setAttrs(HObject object) {
            int count = in.count(MIN_ENTRY_BYTES);
            if (count == 1) {
                into.setAttr(object, ByteString.decode(in), ByteString.decode(in));
            } else {
                into.setAttrs(object, entries(count));
            }
        }

        private void omapSet(HObject object) {
            int count = in.count(MIN_ENTRY_BYTES);
            if (count == 1) {
                into.omapPut(object, ByteString.decode(in), ByteString.decode(in));
            } else {
                into.omapSet(object, entries(count));
            }
        }

        private SortedMap<ByteString, ByteString> entries() {
            return entries(in.count(MIN_ENTRY_BYTES));
        }

        private SortedMap<ByteString, ByteString> entries(int count) {
            SortedMap<ByteString, ByteString> entries = new TreeMap<>();
            for (int left = count; left > 0; left--) {
                entries.put(ByteString.decode(in), ByteString.decode(in));
            }
            return entries;
        }
    }
}
