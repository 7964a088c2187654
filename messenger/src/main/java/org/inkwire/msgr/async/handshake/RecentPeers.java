// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Peers whose lossless connections ended recently, with the last global_seq of each. Such a peer may have sent an ident
 * on an older TCP connection that it has since abandoned, and that ident may still be unread in a socket here. The next
 * connection to the peer has no global_seq yet and would accept that ident as new: each side would hold half of a
 * different session.
 *
 * <p>An ident on a TCP connection accepted before the end is rejected as well. Both sides may have been dialling: the
 * peer accepted our ident, abandoned its own attempts for it, and does not know yet that our connection is gone. It
 * dials again if it needs us. Any thread.
 */
public final class RecentPeers {
    /** Maximum number of entries; the oldest are dropped first. */
    private static final int LIMIT = 4096;

    private record Seen(long globalSeq, long atNanos) {}

    private final long keepNanos;
    /** In the order in which the connections ended. Guarded by this. */
    private final Map<EntityAddrVec, Seen> ended = new LinkedHashMap<>();

    /** @param readyTimeout the longest a socket may wait to be read before its handshake times out */
    public RecentPeers(Duration readyTimeout) {
        // Twice: the peer may have connected a while before.
        this.keepNanos = 2 * readyTimeout.toNanos();
    }

    public synchronized void ended(EntityAddrVec peer, long globalSeq, long nowNanos) {
        Seen before = ended.remove(peer);
        long latest =
                before != null && Long.compareUnsigned(before.globalSeq, globalSeq) > 0 ? before.globalSeq : globalSeq;
        ended.put(peer, new Seen(latest, nowNanos));
        Iterator<Seen> oldest = ended.values().iterator();
        while (oldest.hasNext() && (isOver(oldest.next(), nowNanos) || ended.size() > LIMIT)) {
            oldest.remove();
        }
    }

    /**
     * Whether an ident is older than what an ended connection to the peer had seen, or came on a TCP connection
     * accepted before that one ended.
     *
     * @param acceptedNanos when the TCP connection that carried it was accepted
     */
    public synchronized boolean isStale(EntityAddrVec peer, long globalSeq, long acceptedNanos, long nowNanos) {
        Seen seen = ended.get(peer);
        return seen != null
                && !isOver(seen, nowNanos)
                && (acceptedNanos - seen.atNanos <= 0 || Long.compareUnsigned(seen.globalSeq, globalSeq) > 0);
    }

    private boolean isOver(Seen seen, long nowNanos) {
        return nowNanos - seen.atNanos > keepNanos;
    }
}
