// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that the connections of one worker use in turn: what one has read and sent to the end serves the next one.
 * There are few of each kind, none without connections. An allocator does the same at several times the cost.
 * Confined to the worker's thread, but for {@link #leave}.
 *
 * <p>Netty's leak detector tracks one buffer in many, and every slice of that one, at a microsecond and some kilobytes
 * each. So a tracked buffer serves once and is not kept.
 */
public final class WorkBuffers {
    private static final FastThreadLocal<List<WorkBuffers>> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected List<WorkBuffers> initialValue() {
            return new ArrayList<>();
        }
    };

    /** So many take a few kilobytes. */
    private static final int MOST_SHARED = 32;

    private final ByteBufAllocator allocator;
    private int users;
    /** What the socket's reads go to. */
    private @Nullable ByteBuf chunk;
    /** The last to have been handed to a socket; free again when nobody else has a reference. */
    private @Nullable ByteBuf gathered;
    /**
     * Those that small parts were given away from, the longest ago first; free again when nobody else has a reference. More
     * than one, because messages that wait for another thread hold theirs for a while.
     */
    private final ArrayDeque<ByteBuf> shared = new ArrayDeque<>();

    /** Nothing is kept. */
    WorkBuffers(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Those of the calling thread, for a connection that must {@link #leave} them. */
    public static WorkBuffers join(ByteBufAllocator allocator) {
        List<WorkBuffers> all = OF_THREAD.get();
        for (WorkBuffers each : all) {
            if (each.allocator.equals(allocator) && each.rejoin()) {
                return each;
            }
        }
        all.removeIf(WorkBuffers::isUnused);
        WorkBuffers made = new WorkBuffers(allocator);
        made.users = 1;
        all.add(made);
        return made;
    }

    private synchronized boolean rejoin() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    private synchronized boolean isUnused() {
        return users == 0;
    }

    /** A connection is gone, or goes elsewhere. On the worker's thread, or after that has ended. */
    public synchronized void leave() {
        if (--users == 0) {
            chunk = dropped(chunk);
            gathered = dropped(gathered);
            shared.forEach(ByteBuf::release);
            shared.clear();
        }
    }

    private static @Nullable ByteBuf dropped(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
        return null;
    }

    /** A tracked buffer is a wrapper around the allocator's. */
    private boolean isKept(ByteBuf buffer) {
        return users > 0 && buffer.unwrap() == null;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** Given: an empty buffer of {@link ReceiveBuffer#CHUNK_BYTES}. */
    ByteBuf takeChunk() {
        ByteBuf kept = chunk;
        if (kept != null) {
            chunk = null;
            if (kept.refCnt() == 1) {
                return kept;
            }
            kept.release();
        }
        return allocator.directBuffer(ReceiveBuffer.CHUNK_BYTES, ReceiveBuffer.CHUNK_BYTES);
    }

    /** @param done taken: from {@link #takeChunk}, and no part of it is in use */
    void giveChunk(ByteBuf done) {
        if (isKept(done) && chunk == null) {
            chunk = done.clear();
        } else {
            done.release();
        }
    }

    /** Given: an empty buffer of at least so many bytes, which grows. */
    ByteBuf takeGather(int bytes) {
        ByteBuf kept = gathered;
        if (kept != null) {
            gathered = null;
            if (kept.refCnt() == 1 && kept.capacity() >= bytes) {
                return kept.clear();
            }
            kept.release();
        }
        return allocator.directBuffer(bytes);
    }

    /** @param leaving borrowed: from {@link #takeGather}, and about to be given to a socket */
    void keepGather(ByteBuf leaving) {
        if (isKept(leaving) && leaving.capacity() <= GatherBuffer.MOST_KEPT_BYTES) {
            ByteBuf before = gathered;
            gathered = leaving.retain();
            if (before != null) {
                before.release();
            }
        }
    }

    /** Given: an empty buffer of {@link ReceiveBuffer#SHARED_BYTES}. */
    ByteBuf takeShared() {
        ByteBuf oldest = shared.peekFirst();
        if (oldest != null && oldest.refCnt() == 1) {
            shared.removeFirst();
            return oldest.clear();
        }
        return allocator.directBuffer(ReceiveBuffer.SHARED_BYTES, ReceiveBuffer.SHARED_BYTES);
    }

    /** @param used taken: from {@link #takeShared}; parts of it may be in use */
    void giveShared(ByteBuf used) {
        if (!isKept(used)) {
            used.release();
            return;
        }
        if (shared.size() == MOST_SHARED) {
            // Somebody keeps a part of it for long.
            shared.removeFirst().release();
        }
        shared.addLast(used);
    }
}
