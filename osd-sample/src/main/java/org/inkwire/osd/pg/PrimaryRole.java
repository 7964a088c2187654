// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.MergeReadiness;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.recovery.Backfills;
import org.inkwire.osd.pg.recovery.Recovery;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The primary: peers, then serves under a read lease, while {@link Recovery} brings missing objects to the members and
 * {@link Backfills} has other OSDs filled that should be members. Once these are, it asks for the acting set that CRUSH
 * wants. Has copies outside the set removed once everything is where it should be.
 */
final class PrimaryRole extends MemberRole implements Peering.Listener {
    private final PrimaryOps ops;
    private final SortedSet<Integer> strays = new TreeSet<>();
    private final Backfills backfills;
    private final Map<Integer, PgInfo> known = new TreeMap<>();
    private @Nullable Peering peering;
    private @Nullable ReadLease lease;
    private @Nullable Recovery recovery;
    /** OSDs that should be members and have not said what they have. */
    private final SortedSet<Integer> unknown = new TreeSet<>();

    /** Copies of objects that members of a PG about to be merged lack. */
    private long lacking;

    private PgHost.@Nullable Timer timer;

    PrimaryRole(
            PgCopy copy,
            PgHost host,
            ObjectStore store,
            PgOptions options,
            StateMachine<PgState> state,
            PrimaryOps ops) {
        super(copy, host, store, options, state);
        this.ops = ops;
        this.backfills = new Backfills(copy, host, options, this::onFilled);
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
        if (recovery != null) {
            recovery.onMap();
        }
        backfills.onMap();
    }

    @Override
    void end() {
        endPeering();
        backfills.end();
        if (state.is(PgState.PREMERGE)) {
            host.mergeReadiness(copy.pgid(), null);
        }
        if (lease != null) {
            lease.end();
            lease = null;
        }
        if (recovery != null) {
            recovery.end();
            recovery = null;
        }
        cancelTimer();
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

    @Override
    Set<HObject> unfound() {
        return recovery == null ? super.unfound() : recovery.unfoundObjects();
    }

    @Override
    PgProgress progress() {
        long remaining =
                backfills.targets().stream().mapToLong(backfills::remaining).sum();
        int unfilled =
                unknown.size() + (backfills.isDone() ? 0 : backfills.targets().size());
        return recovery == null
                ? new PgProgress(lacking, 0, false, unfilled, backfills.isRunning(), remaining)
                : new PgProgress(
                        recovery.missingCopies(),
                        recovery.unfound(),
                        recovery.isRunning(),
                        unfilled,
                        backfills.isRunning(),
                        remaining);
    }

    // ---- what peering needs

    @Override
    public void takeOverLogOf(int source) {
        takeLogOf(source);
    }

    @Override
    public void keepOwnLog() {
        endFetch();
    }

    @Override
    public void peered(Set<Integer> backfill) {
        SortedSet<Integer> fillable = new TreeSet<>(backfill);
        if (peering != null) {
            fillable.retainAll(peering.known().keySet());
        }
        backfills.target(fillable);
    }

    @Override
    public void activated(
            long leaseStamp, Map<Integer, NavigableMap<HObject, EVersion>> missing, Set<Integer> backfill) {
        if (peering != null) {
            known.putAll(peering.known());
        }
        endPeering();
        copy.recordActivatedByAll();
        if (copy.mapping().premerge()) {
            lacking = copy.missing().size()
                    + missing.values().stream().mapToLong(Map::size).sum();
            state.become(PgState.PREMERGE, "all activated");
            reportMerge(backfill);
            return;
        }
        state.become(PgState.ACTIVE, "all activated");
        Recovery recovering = new Recovery(copy, host, options, missing, new Recovered());
        recovery = recovering;
        ReadLease begun = new ReadLease(copy, host, options, ops::onLeaseRenewed);
        lease = begun;
        begun.start(leaseStamp);
        strays.forEach(recovering::onSource);
        backfill.forEach(recovering::onSource);
        recovering.start();
        ops.begin(begun, recovering);
        complete();
        removeStrays();
    }

    private final class Recovered implements Recovery.Listener {
        @Override
        public void recovered(HObject object) {
            ops.onRecovered(object);
        }

        @Override
        public void complete() {
            removeStrays();
        }
    }

    /** Once clean, nothing changes it before the merge: the version stays right in later intervals. */
    private void reportMerge(Set<Integer> backfill) {
        boolean clean = !copy.isUndersized()
                && copy.mapping().acting().equals(copy.mapping().up())
                && lacking == 0
                && backfill.isEmpty();
        host.mergeReadiness(
                copy.pgid(),
                new MergeReadiness(clean, copy.interval(), copy.info().lastUpdate()));
    }

    @Override
    void logTaken(int source, PgInfo sourceInfo) {
        // Not our info: the source keeps its last_epoch_started, by which it ranks above other members.
        copyChanged(source, sourceInfo);
    }

    @Override
    void logNotTaken(int source, PgInfo sourceInfo) {
        if (!sourceInfo.complete()) {
            copyChanged(source, sourceInfo);
        } else if (peering != null) {
            peering.onLogsDiffer();
        }
    }

    private void copyChanged(int osd, PgInfo info) {
        if (peering != null) {
            peering.onCopyChanged(osd, info);
        }
    }

    // ---- backfill

    private void onFilled() {
        if (peering != null) {
            Map<Integer, PgInfo> filled = new TreeMap<>(backfills.complete());
            filled.forEach(this::copyChanged);
        } else {
            complete();
        }
    }

    /**
     * Asks for the acting set that the copies now allow, until it comes, as a new interval; or has those filled that should
     * be members and cannot be yet.
     */
    private void complete() {
        if (!state.is(PgState.ACTIVE) || !backfills.isDone()) {
            return;
        }
        cancelTimer();
        known.putAll(backfills.complete());
        known.put(host.whoami(), copy.info());
        ActingChoice choice = ActingChoice.of(
                host.whoami(), copy.mapping(), host.whoami(), known, copy.map()::isUp, this::writesBehind);
        boolean same = choice.acting().equals(copy.mapping().acting());
        unknown.clear();
        if (same) {
            for (int osd : choice.backfill()) {
                if (!known.containsKey(osd)) {
                    unknown.add(osd);
                    host.sendToPeer(osd, new PeerMessage.Query(copy.pgid(), copy.interval()));
                }
            }
            SortedSet<Integer> fillable = new TreeSet<>(choice.backfill());
            fillable.removeAll(unknown);
            backfills.target(fillable);
        } else {
            host.requestPgTemp(copy.pgid(), choice.pgTemp(copy.mapping()));
        }
        if (!same || !unknown.isEmpty()) {
            timer = host.schedule(options.retry().toNanos(), this::complete);
        }
    }

    /** One that has been filled is taken however much is written meanwhile: another round would find it behind again. */
    private long writesBehind(int osd) {
        return backfills.complete().containsKey(osd) ? Long.MAX_VALUE : options.asyncRecoveryMinCost();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    // ---- messages

    @Override
    public void onInfo(PeerMessage.Info m) {
        int from = sender();
        if (peering != null) {
            peering.onInfo(from, m);
        }
        if (unknown.contains(from)) {
            known.put(from, m.info());
            complete();
        }
        if (m.info().exists() && !copy.isMember(from)) {
            strays.add(from);
            if (recovery != null) {
                recovery.onSource(from);
            }
            removeStrays();
        }
    }

    private void removeStrays() {
        boolean settled = state.is(PgState.ACTIVE)
                && !copy.isUndersized()
                && copy.mapping().acting().containsAll(copy.mapping().up())
                && recovery != null
                && recovery.isComplete();
        if (settled) {
            for (int osd : strays) {
                host.sendToPeer(osd, new PeerMessage.Remove(copy.pgid(), copy.interval()));
            }
            strays.clear();
        }
    }

    @Override
    public void onSyncDone(PeerMessage.SyncDone m) {
        if (peering != null) {
            peering.onSyncDone(sender(), m);
        }
    }

    @Override
    public void onActivateAck(PeerMessage.ActivateAck m) {
        if (peering != null) {
            peering.onActivateAck(sender());
        }
    }

    @Override
    public void onObjects(PeerMessage.Objects m) {
        if (recovery != null) {
            recovery.onObjects(sender(), m);
        }
    }

    @Override
    public void onRecovered(PeerMessage.Recovered m) {
        if (recovery != null) {
            recovery.onRecovered(sender(), m);
        }
    }

    @Override
    public void onBackfillProgress(PeerMessage.BackfillProgress m) {
        backfills.onProgress(sender(), m);
    }

    @Override
    void peerReset(int osd) {
        if (peering != null) {
            peering.peerReset(osd);
        }
        if (recovery != null) {
            recovery.peerReset(osd);
        }
    }

    @Override
    public void onRepOpReply(PeerMessage.RepOpReply m) {
        if (state.is(PgState.ACTIVE)) {
            ops.onCommitted(sender(), m.version(), m.full());
        }
    }

    @Override
    public void onLeaseAck(PeerMessage.LeaseAck m) {
        if (lease != null) {
            lease.onAck(sender(), m);
        }
    }
}
