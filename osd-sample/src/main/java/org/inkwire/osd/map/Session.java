// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import java.util.concurrent.atomic.AtomicLong;
import org.inkwire.msgr.Connection;

/** What the OSD remembers of a session, attached to its connection. Any thread. */
final class Session {
    private final AtomicLong lastSentEpoch = new AtomicLong();

    /**
     * The connection's session, created on first use. A race creates two and keeps one; a map may then be sent twice.
     */
    static Session of(Connection connection) {
        if (connection.attachment() instanceof Session session) {
            return session;
        }
        Session made = new Session();
        connection.attachment(made);
        return made;
    }

    /**
     * Claims the sending of the epochs the peer lacks.
     *
     * @return the epoch after which to send, or −1 if all have been sent
     */
    long claimEpochsAfter(long theirs, long newest) {
        while (true) {
            long sent = lastSentEpoch.get();
            if (sent >= newest) {
                return -1;
            }
            if (lastSentEpoch.compareAndSet(sent, newest)) {
                return Math.max(sent, theirs);
            }
        }
    }
}
