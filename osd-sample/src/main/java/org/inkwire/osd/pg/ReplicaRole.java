// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.ObjectVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.recovery.ObjectPuller;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An acting member that is not the primary: makes its log equal to the primary's, records that the interval began, applies
 * the primary's writes, grants its leases, and fetches missing objects when the primary says so.
 */
final class ReplicaRole extends MemberRole {
    private static final Logger log = LoggerFactory.getLogger(ReplicaRole.class);

    private final ReplicaWrites writes;
    private @Nullable ObjectPuller puller;
    /** The activation is durable. */
    private boolean recorded;

    ReplicaRole(PgCopy copy, PgHost host, ObjectStore store, PgOptions options, StateMachine<PgState> state) {
        super(copy, host, store, options, state);
        this.writes = new ReplicaWrites(copy, host);
    }

    @Override
    void start() {
        state.become(
                PgState.REPLICA,
                "replica since " + copy.interval() + " of " + copy.mapping().acting());
    }

    @Override
    public void onSync(PeerMessage.Sync m) {
        if (!fromPrimary() || !state.is(PgState.REPLICA)) {
            return;
        }
        if (m.info().lastUpdate().equals(copy.info().lastUpdate())) {
            confirm(sender(), copy.info());
        } else {
            takeLogOf(sender());
        }
    }

    private void confirm(int primary, PgInfo info) {
        host.sendToPeer(primary, new PeerMessage.SyncDone(copy.pgid(), copy.interval(), info, copy.missingList()));
    }

    @Override
    void logTaken(int source, PgInfo sourceInfo) {
        if (state.is(PgState.REPLICA)) {
            confirm(source, copy.info());
        }
    }

    @Override
    void logNotTaken(int source, PgInfo sourceInfo) {
        // As the primary must see it; what we have stays until it has us backfilled.
        confirm(source, copy.info().filling(copy.interval()));
    }

    @Override
    void end() {
        if (puller != null) {
            puller.end();
        }
        super.end();
    }

    // ---- missing objects

    @Override
    public void onRecover(PeerMessage.Recover m) {
        if (!fromPrimary() || !state.is(PgState.REPLICA_ACTIVE)) {
            return;
        }
        ObjectPuller from = puller;
        if (from == null) {
            from = new ObjectPuller(copy, host, options, sender(), new Pulled());
            puller = from;
        }
        List<HObject> here = new ArrayList<>();
        for (ObjectVersion wanted : m.objects()) {
            if (copy.isMissing(wanted.object())) {
                // What it asks for last is what a request waits for: the rest goes one by one.
                from.add(wanted.object(), wanted.version(), true);
            } else if (!from.isStoring(wanted.object())) {
                here.add(wanted.object());
            }
        }
        if (!here.isEmpty()) {
            host.sendToPeer(sender(), new PeerMessage.Recovered(copy.pgid(), copy.interval(), here));
        }
        from.pull();
    }

    private final class Pulled implements ObjectPuller.Listener {
        @Override
        public void arrived(HObject object, Transaction swap) {
            copy.recovered(object, swap);
        }

        @Override
        public void stored(HObject object) {
            host.sendToPeer(
                    copy.mapping().actingPrimary(),
                    new PeerMessage.Recovered(copy.pgid(), copy.interval(), List.of(object)));
        }

        @Override
        public void absent(HObject object) {
            log.warn("{}: osd.{} does not have {}", copy, copy.mapping().actingPrimary(), object);
        }

        @Override
        public void drained() {}
    }

    @Override
    public void onObjects(PeerMessage.Objects m) {
        if (puller != null && fromPrimary()) {
            puller.onObjects(m);
        }
    }

    @Override
    void peerReset(int osd) {
        if (puller != null && copy.isPrimary(osd)) {
            puller.askAgain();
        }
    }

    // ---- writes

    @Override
    public void onActivate(PeerMessage.Activate m) {
        if (!fromPrimary()) {
            return;
        }
        boolean first = state.is(PgState.REPLICA);
        if (first && !m.lastUpdate().equals(copy.info().lastUpdate())) {
            log.warn(
                    "{} was told to activate at {} but is at {}",
                    copy,
                    m.lastUpdate(),
                    copy.info().lastUpdate());
            return;
        }
        int primary = sender();
        copy.promise(primary, m.leaseNanos());
        PeerMessage ack = new PeerMessage.ActivateAck(copy.pgid(), copy.interval(), m.leaseStamp());
        if (first) {
            endFetch();
            state.become(PgState.REPLICA_ACTIVE, "told by osd." + primary);
            writes.begin(copy.info().lastUpdate());
            copy.recordActivation(() -> {
                recorded = true;
                host.sendToPeer(primary, ack);
            });
        } else if (recorded) {
            host.sendToPeer(primary, ack);
        }
    }

    @Override
    public void onRepOp(PeerMessage.RepOp m) {
        if (fromPrimary() && state.is(PgState.REPLICA_ACTIVE)) {
            copy.learnHistory(m.historyLastEpochStarted());
            writes.onRepOp(sender(), m);
        }
    }

    @Override
    public void onLease(PeerMessage.Lease m) {
        if (fromPrimary() && state.is(PgState.REPLICA_ACTIVE)) {
            copy.learnHistory(m.historyLastEpochStarted());
            copy.promise(sender(), m.leaseNanos());
            host.sendToPeer(sender(), new PeerMessage.LeaseAck(copy.pgid(), copy.interval(), m.leaseStamp()));
        }
    }
}
