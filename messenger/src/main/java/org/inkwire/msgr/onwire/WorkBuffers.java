// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buffers that the connections of one worker use in turn: what one has read and sent to the end serves the next one.
 * There are few of each kind, none without connections. An allocator does the same at several times the cost. Confined to
 * the worker's thread, but for {@link #leave}.
 *
 * <p>Netty's leak detector tracks one buffer in many, and every slice of that one, at some microseconds and kilobytes
 * each. So a tracked buffer serves once and is not kept.
 */
public final class WorkBuffers {
    private static final Logger log = LoggerFactory.getLogger(WorkBuffers.class);

    private static final FastThreadLocal<List<WorkBuffers>> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected List<WorkBuffers> initialValue() {
            return new ArrayList<>();
        }
    };

    private static final int MOST_SMALL = 128;
    /** To a small buffer. One more than it takes, so that one release too many, by a handler, is seen and frees nothing. */
    private static final int OWN_REFERENCES = 2;
    /** A few that are kept for long must not hide those that are free. */
    private static final int MOST_LOOKS = 4;

    private final ByteBufAllocator allocator;
    private int users;
    /** What the socket's reads go to. */
    private @Nullable ByteBuf chunk;
    /** The last to have been handed to a socket; free again when nobody else has a reference. */
    private @Nullable ByteBuf gathered;
    /**
     * Given away with small bodies, the longest ago first; free again when nobody else has a reference. Messages that wait
     * for another thread hold theirs for a while, so there are many.
     */
    private final ArrayDeque<ByteBuf> small = new ArrayDeque<>();

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
            small.forEach(WorkBuffers::forget);
            small.clear();
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

    /** Given: an empty buffer of {@link ReceiveBuffer#SMALL_BYTES}, which serves again once it has been released. */
    ByteBuf takeSmall() {
        for (int looks = Math.min(MOST_LOOKS, small.size()); looks > 0; looks--) {
            ByteBuf oldest = small.removeFirst();
            int references = oldest.refCnt();
            if (references < OWN_REFERENCES) {
                log.error("the data of a message was released more often than it was retained: its handler is wrong");
                forget(oldest);
                continue;
            }
            small.addLast(oldest);
            if (references == OWN_REFERENCES) {
                return oldest.clear().retain();
            }
        }
        ByteBuf made = allocator.directBuffer(ReceiveBuffer.SMALL_BYTES, ReceiveBuffer.SMALL_BYTES);
        if (isKept(made)) {
            if (small.size() == MOST_SMALL) {
                // In use, and perhaps for long.
                forget(small.removeFirst());
            }
            small.addLast(made.retain(OWN_REFERENCES));
        }
        return made;
    }

    private static void forget(ByteBuf kept) {
        int references = Math.min(kept.refCnt(), OWN_REFERENCES);
        if (references > 0) {
            kept.release(references);
        }
    }
}
