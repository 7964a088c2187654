// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Peers whose lossless connections ended a moment ago, with the last global_seq of each. An ident that such a peer had sent
 * on an older TCP connection, which it has given up since, may still lie unread in a socket here. The next connection to the
 * peer knows no global_seq yet and would take that ident for a new one: each side would have half of another session.
 *
 * <p>What came on a TCP connection from before the end is not believed either. Both may have been dialling: the peer took
 * our ident, gave up its own attempts for it, and does not know yet that we are gone. It dials again if it wants us. Any
 * thread.
 */
public final class RecentPeers {
    /** More that end at once are forgotten, the oldest first. */
    private static final int LIMIT = 4096;

    private record Seen(long globalSeq, long atNanos) {}

    private final long keepNanos;
    /** In the order in which they ended. Guarded by this. */
    private final Map<EntityAddrVec, Seen> ended = new LinkedHashMap<>();

    /** @param readyTimeout longest that a socket may wait to be read before its handshake is given up */
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
     * Whether the peer sent this before something that a connection to it, gone by now, had seen or may have been told.
     *
     * @param acceptedNanos when the TCP connection it came on was accepted
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
