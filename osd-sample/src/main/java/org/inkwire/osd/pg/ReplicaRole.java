// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An acting member that is not the primary: makes its copy equal to the primary's, records that the interval began,
 * applies the primary's writes and grants its leases.
 */
final class ReplicaRole extends MemberRole {
    private static final Logger log = LoggerFactory.getLogger(ReplicaRole.class);

    private final ReplicaWrites writes;

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
            copyTaken(sender(), m.info());
        } else {
            syncFrom(sender());
        }
    }

    @Override
    void copyTaken(int source, PgInfo sourceInfo) {
        if (state.is(PgState.REPLICA)) {
            host.sendToPeer(source, new PeerMessage.SyncDone(copy.pgid(), copy.interval(), copy.info()));
        }
    }

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
            // A sync to another version may still run; activation removes the objects it has staged.
            endSync();
            state.become(PgState.REPLICA_ACTIVE, "told by osd." + primary);
            writes.begin(copy.info().lastUpdate());
        }
        copy.recordActivation(() -> host.sendToPeer(primary, ack));
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
