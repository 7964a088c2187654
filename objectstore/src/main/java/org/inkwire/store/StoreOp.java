// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.SortedMap;
import org.inkwire.cluster.osd.HObject;

/**
 * One change of a {@link Transaction}, whose factory methods describe each kind. Immutable except for a write's data.
 */
sealed interface StoreOp {
    void dispatchTo(StoreOpHandler handler);

    record CreateCollection() implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onCreateCollection();
        }
    }

    record RemoveCollection() implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onRemoveCollection();
        }
    }

    record SplitCollection(CollectionId child, int bits, SortedMap<ByteString, ByteString> records) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onSplitCollection(child, bits, records);
        }
    }

    record MergeCollection(CollectionId source) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onMergeCollection(source);
        }
    }

    record Touch(HObject object) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onTouch(object);
        }
    }

    /** @param data owned by the transaction */
    record Write(HObject object, long offset, ByteBuf data) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onWrite(object, offset, data);
        }
    }

    record Zero(HObject object, long offset, long length) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onZero(object, offset, length);
        }
    }

    record Truncate(HObject object, long size) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onTruncate(object, size);
        }
    }

    record Remove(HObject object) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onRemove(object);
        }
    }

    record Clone(HObject source, HObject target) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onClone(source, target);
        }
    }

    record SetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onSetAttrs(object, attrs);
        }
    }

    record SetAttr(HObject object, ByteString name, ByteString value) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onSetAttr(object, name, value);
        }
    }

    record RmAttr(HObject object, ByteString name) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onRmAttr(object, name);
        }
    }

    record OmapSet(HObject object, SortedMap<ByteString, ByteString> entries) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onOmapSet(object, entries);
        }
    }

    record OmapPut(HObject object, ByteString key, ByteString value) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onOmapPut(object, key, value);
        }
    }

    record OmapRm(HObject object, Collection<ByteString> keys) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onOmapRm(object, keys);
        }
    }

    record OmapRmRange(HObject object, ByteString first, ByteString end) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onOmapRmRange(object, first, end);
        }
    }

    record OmapClear(HObject object) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onOmapClear(object);
        }
    }

    record OmapSetHeader(HObject object, ByteString header) implements StoreOp {
        @Override
        public void dispatchTo(StoreOpHandler handler) {
            handler.onOmapSetHeader(object, header);
        }
    }
}
