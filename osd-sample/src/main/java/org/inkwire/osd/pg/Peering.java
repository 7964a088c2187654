// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.Comparator;
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
import org.inkwire.osd.pg.copy.Intervals;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.copy.ReadPromise;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.state.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * What the primary of a new interval does before the PG serves. Level-triggered: {@link #evaluate} examines everything
 * known and takes the first missing step; every change (an answer, a map, a timer) calls it again.
 *
 * <ol>
 *   <li>Hear the {@link PriorSet}. An OSD that has answered accepts no more writes of earlier intervals.
 *   <li>The right log is that with the highest {@code lastEpochStarted}: it had every acknowledged write of every
 *       earlier interval. Among those it is the one with the newest update: members of one interval have prefixes of
 *       one history. Writes beyond what was acknowledged may stay or go; the log tells clients which.
 *   <li>If others than these should serve, as the log does not reach the copies of some, ask the monitor for them:
 *       {@link ActingChoice}. The rest happens in the interval that then begins.
 *   <li>Take over that log, then have every acting member take over ours and say what it lacks.
 *   <li>Have the monitor record our up_thru, so that later primaries know that this interval may have gone active.
 *   <li>Wait until no earlier primary can rely on a read lease.
 *   <li>Have every acting member record the interval. Then serve, and recover what is missing.
 * </ol>
 *
 * <p>Confined to the PG; lives as long as its interval. Ceph: {@code PeeringState}.
 */
final class Peering {
    /** Sorts the copy with the right log last; ties prefer ourselves, then the lowest id. */
    private record Candidate(int osd, PgInfo info, boolean self) {
        static final Comparator<Candidate> ORDER = Comparator.<Candidate>comparingInt(c -> c.info.lastEpochStarted())
                .thenComparing(c -> c.info.lastUpdate())
                .thenComparing(Candidate::self)
                .thenComparing(Candidate::osd, Comparator.reverseOrder());
    }

    /** What the primary does with the decisions. Ceph: {@code PeeringState::PeeringListener}. */
    interface Listener {
        /** Another OSD has the right log: take it over, unless that is under way already. */
        void takeOverLogOf(int source);

        /** Ours is the right log. */
        void keepOwnLog();

        /**
         * Too few members to serve; with more, there will be an interval that can.
         *
         * @param backfill OSDs whose copies must be filled first
         */
        void peered(Set<Integer> backfill);

        /**
         * Every acting member has recorded the interval.
         *
         * @param leaseStamp when they were asked for the first read lease
         * @param missing what each acting member but us lacks
         * @param backfill OSDs that should be members and whose copies must be filled first
         */
        void activated(long leaseStamp, Map<Integer, NavigableMap<HObject, EVersion>> missing, Set<Integer> backfill);
    }

    private final PgCopy copy;
    private final PgHost host;
    private final PgOptions options;
    private final StateMachine<PgState> state;
    private final Listener listener;
    private final Map<Integer, PeerMessage.Info> infos = new TreeMap<>();
    private final Map<Integer, Integer> infoUpFrom = new TreeMap<>();
    private final Map<Integer, ReadPromise> promises = new TreeMap<>();
    private final SortedSet<Integer> queried = new TreeSet<>();
    private final SortedSet<Integer> toldToSync = new TreeSet<>();
    private final Map<Integer, NavigableMap<HObject, EVersion>> missing = new TreeMap<>();
    private final SortedSet<Integer> activated = new TreeSet<>();
    private SortedSet<Integer> blockedBy = new TreeSet<>();
    private PgHost.@Nullable Timer retry;
    private PgHost.@Nullable Timer leaseTimer;
    private Set<Integer> backfill = Set.of();
    private EVersion toldVersion = EVersion.ZERO;
    private boolean logsDiffer;
    private boolean askedForActing;
    private boolean activating;
    private long leaseStamp;
    private boolean ended;

    Peering(PgCopy copy, PgHost host, PgOptions options, StateMachine<PgState> state, Listener listener) {
        this.copy = copy;
        this.host = host;
        this.options = options;
        this.state = state;
        this.listener = listener;
    }

    void start() {
        if (copy.map().upThru(host.whoami()) < copy.interval()) {
            // Ask early: the monitor's round trip overlaps with ours.
            host.requestUpThru(copy.interval());
        }
        armRetry();
        evaluate();
    }

    void end() {
        ended = true;
        if (retry != null) {
            retry.cancel();
        }
        if (leaseTimer != null) {
            leaseTimer.cancel();
        }
    }

    /** Down OSDs whose return would unblock the PG. */
    SortedSet<Integer> blockedBy() {
        return blockedBy;
    }

    /** The session with a peer was lost, and with it what the peer was asked. */
    void peerReset(int osd) {
        queried.remove(osd);
        toldToSync.remove(osd);
        if (activating && !ended) {
            sendActivate();
        } else {
            evaluate();
        }
    }

    private void armRetry() {
        retry = host.schedule(options.retry().toNanos(), () -> {
            if (!ended) {
                queried.clear();
                toldToSync.clear();
                askedForActing = false;
                armRetry();
                if (activating) {
                    sendActivate();
                } else {
                    evaluate();
                }
            }
        });
    }

    void onInfo(int from, PeerMessage.Info m) {
        if (activating || copy.map().upFrom(from) == 0) {
            return;
        }
        infos.put(from, m);
        infoUpFrom.put(from, copy.map().upFrom(from));
        if (m.promisedTo() >= 0) {
            promises.put(
                    from,
                    new ReadPromise(
                            m.promisedTo(),
                            m.promisedUpFrom(),
                            m.promisedIn(),
                            host.nanoTime() + Math.max(0, m.promiseNanos())));
        }
        copy.learn(m);
        evaluate();
    }

    /** An OSD's copy has changed since its last {@link PeerMessage.Info}. */
    void onCopyChanged(int osd, PgInfo info) {
        PeerMessage.Info known = infos.get(osd);
        if (activating || known == null) {
            return;
        }
        infos.put(osd, known.withInfo(info));
        evaluate();
    }

    /** A member goes by our log, or cannot. */
    void onSyncDone(int from, PeerMessage.SyncDone m) {
        if (activating || ended) {
            return;
        }
        NavigableMap<HObject, EVersion> lacking = new TreeMap<>();
        m.missing().forEach(object -> lacking.put(object.object(), object.version()));
        missing.put(from, lacking);
        onCopyChanged(from, m.info());
    }

    /** Ours has nothing in common with the right log. */
    void onLogsDiffer() {
        logsDiffer = true;
        evaluate();
    }

    /** What each OSD heard has. */
    Map<Integer, PgInfo> known() {
        Map<Integer, PgInfo> known = new TreeMap<>();
        infos.forEach((osd, info) -> known.put(osd, info.info()));
        if (logsDiffer) {
            known.put(host.whoami(), copy.info().filling(copy.interval()));
        }
        return known;
    }

    /** A later map of the same interval. */
    void onMap() {
        if (activating) {
            return;
        }
        // OSDs that went down or restarted must be heard again: their copies may have changed.
        infoUpFrom.entrySet().removeIf(e -> {
            boolean stale = !copy.map().isUp(e.getKey()) || copy.map().upFrom(e.getKey()) != e.getValue();
            if (stale) {
                infos.remove(e.getKey());
                queried.remove(e.getKey());
                missing.remove(e.getKey());
            }
            return stale;
        });
        evaluate();
    }

    private void evaluate() {
        if (ended || activating) {
            return;
        }
        int self = host.whoami();
        infos.put(self, copy.summary());
        Intervals intervals = copy.intervals();
        PriorSet prior = PriorSet.of(
                self, copy.map(), copy.mapping(), intervals.past(), copy.info().historyLastEpochStarted(), infos);
        blockedBy = prior.blockedBy();
        if (!everyoneHeard(prior) && !enoughHeard(prior)) {
            state.become(PgState.GET_INFO, "asking " + prior.probe());
            return;
        }
        if (!prior.unspoken().isEmpty()) {
            state.become(
                    blockedBy.isEmpty() ? PgState.INCOMPLETE : PgState.DOWN,
                    "no OSD that is up speaks for " + prior.unspoken() + ", blocked by " + blockedBy);
            return;
        }
        Candidate best = best(self);
        if (!best.info().complete()) {
            state.become(PgState.INCOMPLETE, "no complete copy is up");
            return;
        }
        ActingChoice choice = ActingChoice.of(
                self, copy.mapping(), best.osd(), known(), copy.map()::isUp, osd -> options.asyncRecoveryMinCost());
        if (!choice.acting().equals(copy.mapping().acting())) {
            state.become(
                    PgState.WAIT_ACTING_CHANGE,
                    choice + " instead of " + copy.mapping().acting());
            if (!askedForActing) {
                askedForActing = true;
                host.requestPgTemp(copy.pgid(), choice.pgTemp(copy.mapping()));
            }
            return;
        }
        backfill = choice.backfill();
        if (!sameLog(best.info(), copy.info())) {
            state.become(PgState.GET_LOG, "osd." + best.osd() + " has " + best.info());
            listener.takeOverLogOf(best.osd());
            return;
        }
        listener.keepOwnLog();
        if (copy.mapping().acting().size() < copy.mapping().minSize()) {
            state.become(PgState.PEERED, "below min_size");
            listener.peered(backfill);
            return;
        }
        if (!peersHaveLog()) {
            state.become(PgState.GET_MISSING, "others differ");
            return;
        }
        if (copy.map().upThru(self) < copy.interval()) {
            state.become(PgState.WAIT_UP_THRU, "up_thru " + copy.map().upThru(self));
            host.requestUpThru(copy.interval());
            return;
        }
        long wait = promisedNanos();
        if (wait > 0) {
            state.become(PgState.WAIT_LEASE, wait + " ns");
            if (leaseTimer != null) {
                leaseTimer.cancel();
            }
            leaseTimer = host.schedule(Math.min(wait, options.retry().toNanos()), this::evaluate);
            return;
        }
        activate();
    }

    private boolean everyoneHeard(PriorSet prior) {
        boolean all = true;
        for (int osd : prior.probe()) {
            if (!infos.containsKey(osd)) {
                all = false;
                if (queried.add(osd)) {
                    host.sendToPeer(osd, new PeerMessage.Query(copy.pgid(), copy.interval()));
                }
            }
        }
        return all;
    }

    /**
     * What OSDs have that are not to serve need not be known to begin: one that has just started is slow to answer. Each
     * earlier interval must have been spoken for.
     */
    private boolean enoughHeard(PriorSet prior) {
        return prior.unspoken().isEmpty()
                && copy.mapping().acting().size() >= copy.mapping().minSize()
                && infos.keySet().containsAll(copy.mapping().acting())
                && prior.probe().stream().allMatch(osd -> infos.containsKey(osd) || isNewcomer(osd));
    }

    /** It was in no earlier interval's acting set as this incarnation. */
    private boolean isNewcomer(int osd) {
        int upFrom = copy.map().upFrom(osd);
        return copy.intervals().past().stream().noneMatch(past -> past.acting().contains(osd) && past.last() >= upFrom);
    }

    private Candidate best(int self) {
        Candidate best = new Candidate(self, copy.info(), true);
        for (Map.Entry<Integer, PeerMessage.Info> e : infos.entrySet()) {
            Candidate candidate = new Candidate(e.getKey(), e.getValue().info(), e.getKey() == self);
            boolean better = Candidate.ORDER.compare(candidate, best) > 0;
            if (candidate.info().complete() && (better || !best.info().complete())) {
                best = candidate;
            }
        }
        return best;
    }

    /** A version is assigned once, by one primary, on top of one history: equal versions are equal logs. */
    private static boolean sameLog(PgInfo a, PgInfo b) {
        return a.complete() && b.complete() && a.lastUpdate().equals(b.lastUpdate());
    }

    private boolean peersHaveLog() {
        if (!toldVersion.equals(copy.info().lastUpdate())) {
            toldVersion = copy.info().lastUpdate();
            toldToSync.clear();
            missing.clear();
        }
        boolean all = true;
        for (int osd : copy.mapping().acting()) {
            if (osd == host.whoami()) {
                continue;
            }
            PeerMessage.Info theirs = infos.get(osd);
            PgInfo info = theirs == null ? PgInfo.ABSENT : theirs.info();
            boolean same = sameLog(info, copy.info());
            if (same && info.numMissing() == 0) {
                missing.putIfAbsent(osd, new TreeMap<>());
            }
            if (!same || !missing.containsKey(osd)) {
                all = false;
                if (toldToSync.add(osd)) {
                    host.sendToPeer(osd, new PeerMessage.Sync(copy.pgid(), copy.interval(), copy.info()));
                }
            }
        }
        return all;
    }

    /** How long an earlier primary that is not known to have stopped may still answer reads. */
    private long promisedNanos() {
        long now = host.nanoTime();
        int activated = copy.info().historyLastEpochStarted();
        for (PeerMessage.Info info : infos.values()) {
            activated = Math.max(activated, info.info().lastEpochStarted());
        }
        long longest = remaining(copy.promise(), activated, now);
        for (ReadPromise promise : promises.values()) {
            longest = Math.max(longest, remaining(promise, activated, now));
        }
        return longest;
    }

    /** @param activated an interval whose primary had waited for leases granted before */
    private long remaining(ReadPromise promise, int activated, long now) {
        int primary = promise.to();
        boolean stopped = primary < 0
                || promise.interval() < activated
                || primary == host.whoami()
                || infos.containsKey(primary) && copy.map().upFrom(primary) >= promise.upFrom()
                || copy.map().isDead(primary, promise.upFrom())
                || host.knownDead(primary, promise.upFrom());
        return stopped ? 0 : promise.untilNanos() - now;
    }

    private void activate() {
        activating = true;
        state.become(PgState.ACTIVATING, "all go by " + copy.info().lastUpdate());
        EVersion at = copy.info().lastUpdate();
        copy.recordActivation(() -> {
            activated.add(host.whoami());
            checkActivated();
        });
        leaseStamp = host.nanoTime();
        sendActivate(at);
    }

    private void sendActivate() {
        sendActivate(copy.info().lastUpdate());
    }

    private void sendActivate(EVersion at) {
        for (int osd : copy.mapping().acting()) {
            if (osd != host.whoami() && !activated.contains(osd)) {
                host.sendToPeer(
                        osd,
                        new PeerMessage.Activate(
                                copy.pgid(),
                                copy.interval(),
                                at,
                                leaseStamp,
                                options.readLease().toNanos()));
            }
        }
    }

    void onActivateAck(int from) {
        if (activating && !ended) {
            activated.add(from);
            checkActivated();
        }
    }

    private void checkActivated() {
        if (!ended && activated.containsAll(copy.mapping().acting())) {
            missing.keySet().retainAll(copy.mapping().acting());
            listener.activated(leaseStamp, missing, backfill);
        }
    }
}
