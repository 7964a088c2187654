// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.copy.PgLog;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.recovery.ObjectSource;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * An OSD's role in a PG during one interval: created when the interval begins, ended with it. Handles the interval's
 * messages; ignores those that do not concern the role, as senders repeat what matters. Every role answers the
 * primary's query and lets others read its copy. Confined to the PG; payloads are borrowed.
 */
abstract class PgRole implements PeerMessage.Handler {
    final PgCopy copy;
    final PgHost host;
    final PgOptions options;
    final StateMachine<PgState> state;
    private final ObjectStore store;
    private int sender = -1;

    PgRole(PgCopy copy, PgHost host, ObjectStore store, PgOptions options, StateMachine<PgState> state) {
        this.copy = copy;
        this.host = host;
        this.store = store;
        this.options = options;
        this.state = state;
    }

    /** Starts the role; called once. */
    abstract void start();

    /** A later map of the same interval. */
    void onMap() {}

    /** The interval is over. */
    abstract void end();

    /** @param message one of this interval; its payload is borrowed */
    final void receive(int from, PeerMessage message) {
        sender = from;
        message.dispatchTo(this);
    }

    /** Sender of the message being handled. */
    final int sender() {
        return sender;
    }

    final boolean fromPrimary() {
        return copy.isPrimary(sender);
    }

    final ObjectStore store() {
        return store;
    }

    /** Objects that no OSD that is up has; only a primary knows. */
    Set<HObject> unfound() {
        return Set.of();
    }

    /** How its recovery and backfill stand; only a primary knows. */
    @Nullable
    PgProgress progress() {
        return null;
    }

    /** Down OSDs whose return would unblock the PG; empty unless this is a primary that is stuck. */
    SortedSet<Integer> blockedBy() {
        return Collections.emptySortedSet();
    }

    @Override
    public final void onQuery(PeerMessage.Query m) {
        if (fromPrimary()) {
            host.sendToPeer(sender, copy.summary());
        }
    }

    @Override
    public final void onFetchLog(PeerMessage.FetchLog m) {
        PgLog log = copy.log();
        boolean newer = !m.since().equals(EVersion.ZERO) && log.has(m.since());
        EVersion after = newer ? m.since() : log.tail();
        List<PgLogEntry> entries = newer ? log.after(after) : log.all();
        host.sendToPeer(
                sender, new PeerMessage.Log(copy.pgid(), copy.interval(), m.tid(), copy.info(), after, entries));
    }

    @Override
    public final void onFetchObjects(PeerMessage.FetchObjects m) {
        PeerMessage.Objects objects = ObjectSource.read(store, copy, m, options);
        copy.io().recovered(objects.parts().size(), objects.payload().readableBytes());
        host.sendToPeer(sender, objects);
    }

    @Override
    public final void onScan(PeerMessage.Scan m) {
        host.sendToPeer(sender, ObjectSource.scan(store, copy, m));
    }

    /** The session with a peer was lost, and with it what the peer was asked. */
    void peerReset(int osd) {}

    @Override
    public void onInfo(PeerMessage.Info m) {}

    @Override
    public void onSync(PeerMessage.Sync m) {}

    @Override
    public void onSyncDone(PeerMessage.SyncDone m) {}

    @Override
    public void onLog(PeerMessage.Log m) {}

    @Override
    public void onObjects(PeerMessage.Objects m) {}

    @Override
    public void onActivate(PeerMessage.Activate m) {}

    @Override
    public void onActivateAck(PeerMessage.ActivateAck m) {}

    @Override
    public void onRepOp(PeerMessage.RepOp m) {}

    @Override
    public void onRepOpReply(PeerMessage.RepOpReply m) {}

    @Override
    public void onLease(PeerMessage.Lease m) {}

    @Override
    public void onLeaseAck(PeerMessage.LeaseAck m) {}

    @Override
    public void onScanned(PeerMessage.Scanned m) {}

    @Override
    public void onRecover(PeerMessage.Recover m) {}

    @Override
    public void onRecovered(PeerMessage.Recovered m) {}

    @Override
    public void onBackfill(PeerMessage.Backfill m) {}

    @Override
    public void onBackfillProgress(PeerMessage.BackfillProgress m) {}

    @Override
    public void onRemove(PeerMessage.Remove m) {}
}
