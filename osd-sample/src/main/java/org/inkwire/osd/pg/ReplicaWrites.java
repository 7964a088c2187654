// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.Unpooled;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.store.Transaction;
import org.inkwire.wire.Decoder;

/**
 * A replica's side of writing: applies the primary's writes in order, exactly once, and confirms what is durable. A
 * write that does not follow the last one is left for the primary to resend. Confined to the PG; lives as long as its
 * interval. Ceph: {@code ReplicatedBackend::do_repop}.
 */
final class ReplicaWrites {
    private final PgCopy copy;
    private final PgHost host;
    private EVersion committed = EVersion.ZERO;

    ReplicaWrites(PgCopy copy, PgHost host) {
        this.copy = copy;
        this.host = host;
    }

    /** Activated at {@code at}. */
    void begin(EVersion at) {
        committed = at;
    }

    /** @param m its payload is borrowed */
    void onRepOp(int from, PeerMessage.RepOp m) {
        EVersion version = m.entry().version();
        EVersion last = copy.info().lastUpdate();
        if (version.compareTo(last) <= 0) {
            // A resent write: if it is not durable yet, it is confirmed once it is.
            if (version.compareTo(committed) <= 0) {
                confirm(from);
            }
            return;
        }
        if (!m.previous().equals(last)) {
            return;
        }
        if (!host.takes(m.payload().readableBytes())) {
            // The primary sends it again, until it fits.
            return;
        }
        Transaction t = Transaction.decode(new Decoder(Unpooled.wrappedBuffer(m.transaction())), m.payload());
        copy.write(t, m, () -> {
            committed = committed.compareTo(version) < 0 ? version : committed;
            confirm(from);
        });
    }

    private void confirm(int primary) {
        host.sendToPeer(primary, new PeerMessage.RepOpReply(copy.pgid(), copy.interval(), committed, !host.admits(0)));
    }
}
