// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.recovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.ObjectVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the missing objects of an active PG's members to where their logs are: first to the primary, from any OSD that has
 * the version needed, then from the primary to the members. An object that a request needs is recovered at once; all others
 * one after another, as the OSD's slots allow. An object that no OSD that is up has is <em>unfound</em>: it waits for one
 * to come, however long.
 *
 * <p>While an object is missing at an acting member it is not written, so the version needed does not change. Confined to
 * the PG; lives from activation to the end of the interval. Ceph: {@code PrimaryLogPG::start_recovery_ops}.
 */
public final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    /** What waits for objects. */
    public interface Listener {
        /** The object is there now: at the primary, or at every acting member. */
        void recovered(HObject object);

        /** Nothing is missing any longer. */
        void complete();
    }

    /** The recovery of one object. */
    private static final class Work {
        private final Set<Integer> tried = new HashSet<>();
        private PgHost.@Nullable Slot slot;
        /** OSD it is being copied from; −1 while it is not. */
        private int source = -1;

        /** A request waits for it. */
        private boolean urgent;
    }

    private final PgCopy copy;
    private final PgHost host;
    private final PgOptions options;
    private final Listener listener;
    private final Map<Integer, NavigableMap<HObject, EVersion>> missing = new TreeMap<>();
    private final SortedSet<Integer> others = new TreeSet<>();
    private final Map<HObject, Work> working = new LinkedHashMap<>();
    private final Set<HObject> unfound = new LinkedHashSet<>();
    private final Map<Integer, ObjectPuller> pullers = new TreeMap<>();
    private final Set<PgHost.Slot> reserving = new LinkedHashSet<>();
    private PgHost.@Nullable Timer retry;
    private PgHost.@Nullable Timer pause;
    private boolean told;
    private boolean ended;

    /** @param missing what each acting member but the primary lacks, with the versions needed */
    public Recovery(
            PgCopy copy,
            PgHost host,
            PgOptions options,
            Map<Integer, NavigableMap<HObject, EVersion>> missing,
            Listener listener) {
        this.copy = copy;
        this.host = host;
        this.options = options;
        this.listener = listener;
        missing.forEach((osd, objects) -> this.missing.put(osd, new TreeMap<>(objects)));
    }

    public void start() {
        if (!isComplete()) {
            log.info(
                    "{} recovers: missing here {}, at others {}",
                    copy,
                    copy.missing().size(),
                    missingElsewhere());
            arm();
        }
        pump();
    }

    private void arm() {
        retry = host.schedule(options.retry().toNanos(), () -> {
            working.forEach((object, work) -> {
                if (work.source < 0) {
                    tellMembers(object);
                }
            });
            arm();
        });
    }

    public void end() {
        ended = true;
        pullers.values().forEach(ObjectPuller::end);
        working.values().forEach(Recovery::release);
        List.copyOf(reserving).forEach(PgHost.Slot::close);
        cancelTimers();
    }

    private void cancelTimers() {
        if (retry != null) {
            retry.cancel();
        }
        if (pause != null) {
            pause.cancel();
            pause = null;
        }
    }

    private static void release(Work work) {
        PgHost.Slot held = work.slot;
        if (held != null) {
            work.slot = null;
            held.close();
        }
    }

    // ---- what is missing

    /** Nothing is missing at any acting member. */
    public boolean isComplete() {
        return copy.missing().isEmpty() && missing.values().stream().allMatch(Map::isEmpty);
    }

    public boolean isRunning() {
        return !working.isEmpty();
    }

    public int unfound() {
        return unfound.size();
    }

    /** A view. */
    public Set<HObject> unfoundObjects() {
        return Collections.unmodifiableSet(unfound);
    }

    /** Copies that acting members lack. */
    public long missingCopies() {
        return copy.missing().size() + missingElsewhere();
    }

    private long missingElsewhere() {
        return missing.values().stream().mapToLong(Map::size).sum();
    }

    /**
     * Whether a request has to wait for an object, which is then recovered next.
     *
     * @param write needs it at every acting member; a read only here
     */
    public boolean mustWaitFor(HObject object, boolean write) {
        boolean lacking = copy.isMissing(object) || write && isMissingElsewhere(object);
        if (lacking) {
            start(object, null, true);
        }
        return lacking;
    }

    private boolean isMissingElsewhere(HObject object) {
        for (Map<HObject, EVersion> objects : missing.values()) {
            if (objects.containsKey(object)) {
                return true;
            }
        }
        return false;
    }

    // ---- in the background

    private void pump() {
        if (ended || pause != null || copy.map().recoveryPaused() || !hasWork()) {
            return;
        }
        while (reserving.size() + slotsHeld() < options.recoveryMaxSingleStart()) {
            PgHost.Slot[] self = new PgHost.Slot[1];
            PgHost.Slot slot = host.reserve(PgHost.Reservation.RECOVERY, () -> granted(self[0]));
            self[0] = slot;
            reserving.add(slot);
        }
    }

    private long slotsHeld() {
        return working.values().stream().filter(work -> work.slot != null).count();
    }

    private boolean hasWork() {
        return nextObject() != null;
    }

    private void granted(PgHost.Slot slot) {
        reserving.remove(slot);
        HObject next = ended || copy.map().recoveryPaused() ? null : nextObject();
        if (next == null) {
            slot.close();
        } else {
            start(next, slot, false);
        }
    }

    private @Nullable HObject nextObject() {
        HObject next = nextOf(copy.missing());
        if (next != null) {
            return next;
        }
        for (NavigableMap<HObject, EVersion> objects : missing.values()) {
            next = nextOf(objects);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    private @Nullable HObject nextOf(NavigableMap<HObject, EVersion> objects) {
        for (HObject object : objects.keySet()) {
            if (!working.containsKey(object) && !unfound.contains(object)) {
                return object;
            }
        }
        return null;
    }

    // ---- one object

    private void start(HObject object, PgHost.@Nullable Slot slot, boolean urgent) {
        if (unfound.contains(object)) {
            return;
        }
        Work work = working.get(object);
        if (work == null) {
            work = new Work();
            work.slot = slot;
            work.urgent = urgent;
            working.put(object, work);
            goOn(object, work);
        } else if (urgent && !work.urgent) {
            work.urgent = true;
            ObjectPuller puller = pullers.get(work.source);
            EVersion need = copy.missing().get(object);
            if (puller != null && need != null) {
                puller.add(object, need, true);
            }
        }
    }

    private void goOn(HObject object, Work work) {
        EVersion need = copy.missing().get(object);
        if (need != null) {
            pull(object, need, work);
        } else if (isMissingElsewhere(object)) {
            work.source = -1;
            tellMembers(object);
        } else {
            finish(object, work);
        }
    }

    private void finish(HObject object, Work work) {
        working.remove(object);
        release(work);
        listener.recovered(object);
        if (isComplete()) {
            if (!told) {
                told = true;
                cancelTimers();
                log.info("{} has recovered", copy);
                listener.complete();
            }
        } else {
            pauseThenPump();
        }
        host.statChanged(copy.pgid());
    }

    private void pauseThenPump() {
        long sleep = options.recoverySleep().toNanos();
        if (sleep == 0) {
            pump();
        } else if (pause == null) {
            pause = host.schedule(sleep, () -> {
                pause = null;
                pump();
            });
        }
    }

    private void pull(HObject object, EVersion need, Work work) {
        int source = sourceOf(object, work);
        if (source < 0) {
            log.info("{}: no OSD that is up has {} at {}", copy, object, need);
            unfound.add(object);
            working.remove(object);
            release(work);
            host.statChanged(copy.pgid());
            pump();
            return;
        }
        work.source = source;
        work.tried.add(source);
        ObjectPuller puller =
                pullers.computeIfAbsent(source, osd -> new ObjectPuller(copy, host, options, osd, new Pulled()));
        puller.add(object, need, work.urgent);
        puller.pull();
    }

    /** A member by whose log it has the object, else any OSD with a copy; −1 if all have been tried. */
    private int sourceOf(HObject object, Work work) {
        for (Map.Entry<Integer, NavigableMap<HObject, EVersion>> e : missing.entrySet()) {
            if (!e.getValue().containsKey(object) && !work.tried.contains(e.getKey())) {
                return e.getKey();
            }
        }
        for (int osd : others) {
            if (!work.tried.contains(osd) && copy.map().isUp(osd)) {
                return osd;
            }
        }
        return -1;
    }

    private final class Pulled implements ObjectPuller.Listener {
        @Override
        public void arrived(HObject object, Transaction swap) {
            copy.recovered(object, swap);
        }

        @Override
        public void stored(HObject object) {
            Work work = working.get(object);
            if (work != null) {
                listener.recovered(object);
                goOn(object, work);
            }
        }

        @Override
        public void absent(HObject object) {
            Work work = working.get(object);
            if (work != null) {
                goOn(object, work);
            }
        }

        @Override
        public void drained() {}
    }

    private void tellMembers(HObject object) {
        missing.forEach((osd, objects) -> {
            EVersion need = objects.get(object);
            if (need != null) {
                host.sendToPeer(
                        osd,
                        new PeerMessage.Recover(
                                copy.pgid(), copy.interval(), List.of(new ObjectVersion(object, need))));
            }
        });
    }

    // ---- events

    public void onRecovered(int from, PeerMessage.Recovered m) {
        NavigableMap<HObject, EVersion> objects = missing.get(from);
        if (ended || objects == null) {
            return;
        }
        for (HObject object : m.objects()) {
            Work work = objects.remove(object) == null ? null : working.get(object);
            if (work != null && !isMissingElsewhere(object)) {
                goOn(object, work);
            }
        }
    }

    /** @param m borrowed */
    public void onObjects(int from, PeerMessage.Objects m) {
        ObjectPuller puller = pullers.get(from);
        if (puller != null) {
            puller.onObjects(m);
        }
    }

    /** An OSD outside the acting set has a copy: it may have what is unfound. */
    public void onSource(int osd) {
        if (ended) {
            return;
        }
        others.add(osd);
        List<HObject> again = new ArrayList<>(unfound);
        unfound.clear();
        again.forEach(object -> start(object, null, true));
    }

    /** A later map of the same interval. */
    public void onMap() {
        Map<Integer, ObjectPuller> gone = new HashMap<>();
        pullers.forEach((osd, puller) -> {
            if (!copy.map().isUp(osd)) {
                gone.put(osd, puller);
            }
        });
        others.removeIf(osd -> !copy.map().isUp(osd));
        gone.forEach((osd, puller) -> {
            pullers.remove(osd);
            puller.end();
            puller.remaining().forEach(object -> {
                Work work = working.get(object);
                if (work != null) {
                    goOn(object, work);
                }
            });
        });
        pump();
    }

    /** The session with a peer was lost, and with it what it was asked. */
    public void peerReset(int osd) {
        ObjectPuller puller = pullers.get(osd);
        if (puller != null) {
            puller.askAgain();
        }
    }
}
