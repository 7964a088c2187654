// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.SortedSet;
import java.util.TreeSet;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/** The primary: peers, then serves under a read lease. Has copies outside the set removed once the set is complete. */
final class PrimaryRole extends MemberRole implements Peering.Listener {
    private final PrimaryOps ops;
    private final SortedSet<Integer> strays = new TreeSet<>();
    private @Nullable Peering peering;
    private @Nullable ReadLease lease;

    PrimaryRole(
            PgCopy copy,
            PgHost host,
            ObjectStore store,
            PgOptions options,
            StateMachine<PgState> state,
            PrimaryOps ops) {
        super(copy, host, store, options, state);
        this.ops = ops;
    }

    @Override
    void start() {
        state.become(
                PgState.GET_INFO,
                "primary since " + copy.interval() + " of " + copy.mapping().acting());
        Peering begun = new Peering(copy, host, options, state, this);
        peering = begun;
        begun.start();
    }

    @Override
    void onMap() {
        if (peering != null) {
            peering.onMap();
        }
    }

    @Override
    void end() {
        endPeering();
        if (state.is(PgState.PREMERGE)) {
            host.mergeReadiness(copy.pgid(), null);
        }
        if (lease != null) {
            lease.end();
            lease = null;
        }
        super.end();
    }

    private void endPeering() {
        if (peering != null) {
            peering.end();
            peering = null;
        }
    }

    @Override
    SortedSet<Integer> blockedBy() {
        return peering == null ? super.blockedBy() : peering.blockedBy();
    }

    // ---- what peering needs

    @Override
    public void takeOverCopyOf(int source) {
        syncFrom(source);
    }

    @Override
    public void keepOwnCopy() {
        endSync();
    }

    @Override
    public void activated(long leaseStamp) {
        endPeering();
        copy.recordActivatedByAll();
        if (copy.mapping().premerge()) {
            state.become(PgState.PREMERGE, "all activated");
            reportMerge();
            return;
        }
        state.become(PgState.ACTIVE, "all activated");
        ReadLease begun = new ReadLease(copy, host, options, ops::onLeaseRenewed);
        lease = begun;
        begun.start(leaseStamp);
        ops.begin(begun);
        removeStrays();
    }

    /** Once clean, nothing changes it before the merge: the version stays right in later intervals. */
    private void reportMerge() {
        boolean clean = !copy.isUndersized()
                && copy.mapping().acting().equals(copy.mapping().up());
        host.mergeReadiness(
                copy.pgid(),
                new MergeReadiness(clean, copy.interval(), copy.info().lastUpdate()));
    }

    @Override
    void copyTaken(int source, PgInfo sourceInfo) {
        // Not our info: the source keeps its last_epoch_started, by which it ranks above other members.
        copyChanged(source, sourceInfo);
    }

    @Override
    void sourceGone(int source) {
        copyChanged(source, PgInfo.ABSENT);
    }

    private void copyChanged(int osd, PgInfo info) {
        if (peering != null) {
            peering.onCopyChanged(osd, info);
        }
    }

    // ---- messages

    @Override
    public void onInfo(PeerMessage.Info m) {
        int from = sender();
        if (peering != null) {
            peering.onInfo(from, m);
        }
        if (m.info().exists() && !copy.isMember(from)) {
            strays.add(from);
            removeStrays();
        }
    }

    private void removeStrays() {
        if (!state.is(PgState.ACTIVE) || copy.isUndersized()) {
            return;
        }
        for (int osd : strays) {
            host.sendToPeer(osd, new PeerMessage.Remove(copy.pgid(), copy.interval()));
        }
        strays.clear();
    }

    @Override
    public void onSyncDone(PeerMessage.SyncDone m) {
        copyChanged(sender(), m.info());
    }

    @Override
    public void onActivateAck(PeerMessage.ActivateAck m) {
        if (peering != null) {
            peering.onActivateAck(sender());
        }
    }

    @Override
    public void onRepOpReply(PeerMessage.RepOpReply m) {
        if (state.is(PgState.ACTIVE)) {
            ops.onCommitted(sender(), m.version());
        }
    }

    @Override
    public void onLeaseAck(PeerMessage.LeaseAck m) {
        if (lease != null) {
            lease.onAck(sender(), m);
        }
    }
}
