// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * A request while it executes. {@link #exists} and {@link #info} follow the ops as they go; bytes, xattrs and omap are
 * read from the store, so they are as before the request. Confined to the PG's thread. Ceph: {@code OpContext}.
 */
final class OpContext {
    private final OpRequest request;
    private final ObjectStore store;
    private final OpLimits limits;
    private final @Nullable ObjectInfo before;
    /** Made with the first change. */
    private @Nullable Transaction transaction;

    private boolean exists;
    private ObjectInfo info;
    private boolean userModify;
    private int result;

    OpContext(OpRequest request, ObjectStore store, OpLimits limits) {
        this.request = request;
        this.store = store;
        this.limits = limits;
        this.before = request.before();
        this.exists = before != null;
        this.info = before != null ? before : ObjectInfo.NEW;
    }

    OpRequest request() {
        return request;
    }

    ObjectStore store() {
        return store;
    }

    OpLimits limits() {
        return limits;
    }

    CollectionId collection() {
        return request.collection();
    }

    HObject object() {
        return request.object();
    }

    @Nullable
    ObjectInfo before() {
        return before;
    }

    boolean exists() {
        return exists;
    }

    /** Of the object as the ops so far leave it; {@link ObjectInfo#NEW} if it does not exist. */
    ObjectInfo info() {
        return info;
    }

    /**
     * Result of the previous op. Ops without a result of their own on success return it again: in Ceph a CMPXATTR's 1
     * shows through every later STAT, ASSERT_VER and omap read.
     */
    int result() {
        return result;
    }

    void result(int newResult) {
        result = newResult;
    }

    /** For changes. */
    Transaction transaction() {
        Transaction changes = transaction;
        if (changes == null) {
            changes = new Transaction(request.collection());
            transaction = changes;
        }
        return changes;
    }

    boolean hasChanges() {
        return transaction != null && !transaction.isEmpty();
    }

    /** Forgets the changes. */
    void discard() {
        if (transaction != null) {
            transaction.release();
            transaction = null;
        }
    }

    /** A client's write, watch excepted: the object gets a new user version and mtime. */
    void markUserModify() {
        userModify = true;
    }

    /** The object exists from here on. */
    void create() {
        if (!exists) {
            exists = true;
            info = ObjectInfo.NEW;
            transaction().touch(object());
        }
    }

    void delete() {
        exists = false;
        info = ObjectInfo.NEW;
        transaction().remove(object());
    }

    void resize(long newSize) {
        info = info.withSize(newSize);
    }

    void allocHint(long objectSize, long writeSize, long flags) {
        info = info.withAllocHint(objectSize, writeSize, flags);
    }

    /** Stamps the object with its new version. Once, after the last op, if the transaction has changes. */
    ObjectInfo stamp() {
        EVersion at = request.atVersion();
        EVersion prior = before == null ? EVersion.ZERO : before.version();
        if (userModify) {
            // At least the version, which is all that old clients see; always above the object's last.
            long userVersion = Math.max(at.version(), (before == null ? 0 : before.userVersion()) + 1);
            info = info.stamped(at, prior, userVersion, request.reqId(), request.mtime());
        } else {
            info = info.stamped(at, prior, info.userVersion(), request.reqId(), info.mtime());
        }
        if (exists) {
            transaction().setAttr(object(), ObjectInfo.ATTR, info.toAttr(request.values()));
        }
        return info;
    }

    /** A client's xattr as stored; null if absent. */
    @Nullable
    ByteString xattr(ByteString name) {
        return store.getAttr(collection(), object(), Xattrs.stored(name));
    }
}
