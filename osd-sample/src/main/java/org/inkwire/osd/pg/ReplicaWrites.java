// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.store.Transaction;
import org.inkwire.wire.Decoder;

/**
 * A replica's side of writing: applies the primary's writes in order, exactly once, and confirms what is durable. A write
 * that does not follow the last one is left for the primary to send again. Confined to the PG. Ceph: {@code
 * ReplicatedBackend::do_repop}.
 */
final class ReplicaWrites {
    private final PG pg;
    private final PgHost host;
    private EVersion committed = EVersion.ZERO;

    ReplicaWrites(PG pg, PgHost host) {
        this.pg = pg;
        this.host = host;
    }

    /** A new interval: nothing of the old one is confirmed any more. */
    void reset() {
        committed = EVersion.ZERO;
    }

    /** Activated at {@code at}. */
    void begin(EVersion at) {
        committed = at;
    }

    /** @param m its payload is borrowed */
    void onRepOp(int from, PeerMessage.RepOp m) {
        EVersion version = m.entry().version();
        EVersion last = pg.info().lastUpdate();
        if (version.compareTo(last) <= 0) {
            // Sent again: what is not durable yet is confirmed when it is.
            if (version.compareTo(committed) <= 0) {
                confirm(from);
            }
            return;
        }
        if (!m.previous().equals(last)) {
            return;
        }
        Transaction t = Transaction.decode(new Decoder(Unpooled.wrappedBuffer(m.transaction())), m.payload());
        PgLog log = pg.log();
        log.append(m.entry());
        List<EVersion> trimmed = log.trim(m.trimTo());
        PgInfo info = pg.info().written(version, log.tail(), m.entry().userVersion(), m.objectsDelta(), m.bytesDelta());
        PgMeta.putWrite(t, info, m.entry(), trimmed);
        pg.info(info);
        int during = pg.interval();
        pg.apply(t, () -> {
            if (pg.interval() == during) {
                committed = committed.compareTo(version) < 0 ? version : committed;
                confirm(from);
            }
        });
    }

    private void confirm(int primary) {
        host.sendToPeer(primary, new PeerMessage.RepOpReply(pg.pgid(), pg.interval(), committed));
    }
}
