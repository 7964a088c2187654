// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.recovery;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgOptions;
import org.jspecify.annotations.Nullable;

/**
 * A primary's side of backfill: has the OSDs that should be members, and whose logs do not reach ours, fill their copies,
 * once this OSD has a slot for it. They do the work: {@link BackfillTarget}. Confined to the PG; lives at most as long as
 * its interval.
 */
public final class Backfills {
    private final PgCopy copy;
    private final PgHost host;
    private final PgOptions options;
    private final Runnable filled;
    private final SortedSet<Integer> targets = new TreeSet<>();
    private final Map<Integer, PgInfo> complete = new TreeMap<>();
    private final Map<Integer, PeerMessage.BackfillProgress> progress = new TreeMap<>();
    private PgHost.@Nullable Slot slot;
    private PgHost.@Nullable Timer timer;
    private boolean granted;
    private boolean ended;

    /** @param filled runs whenever a target's copy has become complete */
    public Backfills(PgCopy copy, PgHost host, PgOptions options, Runnable filled) {
        this.copy = copy;
        this.host = host;
        this.options = options;
        this.filled = filled;
    }

    /** Has these filled, and no others. */
    public void target(Set<Integer> osds) {
        targets.retainAll(osds);
        targets.addAll(osds);
        progress.keySet().retainAll(osds);
        complete.keySet().removeAll(osds);
        start();
    }

    private void start() {
        if (ended || slot != null || targets.isEmpty() || isPaused()) {
            return;
        }
        slot = host.reserve(PgHost.Reservation.LOCAL_BACKFILL, () -> {
            granted = true;
            ask();
        });
    }

    private boolean isPaused() {
        PgMapView map = copy.map();
        // Without copies enough, it is not about balance.
        return map.backfillPaused() || map.rebalancePaused() && !copy.isUndersized();
    }

    private void ask() {
        if (ended) {
            return;
        }
        for (int osd : targets) {
            if (!complete.containsKey(osd)) {
                host.sendToPeer(
                        osd,
                        new PeerMessage.Backfill(
                                copy.pgid(), copy.interval(), copy.log().tail()));
            }
        }
        timer = host.schedule(options.retry().toNanos(), this::ask);
    }

    /** A later map of the same interval. */
    public void onMap() {
        start();
    }

    public void onProgress(int from, PeerMessage.BackfillProgress m) {
        if (ended || !targets.contains(from)) {
            return;
        }
        progress.put(from, m);
        if (m.info().complete() && m.started() && !complete.containsKey(from)) {
            complete.put(from, m.info());
            if (isDone()) {
                release();
            }
            filled.run();
        }
        host.statChanged(copy.pgid());
    }

    public void end() {
        ended = true;
        release();
    }

    private void release() {
        granted = false;
        if (slot != null) {
            slot.close();
            slot = null;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** The copies that have been filled. */
    public Map<Integer, PgInfo> complete() {
        return complete;
    }

    /** Every target has been filled, or there are none. */
    public boolean isDone() {
        return complete.keySet().containsAll(targets);
    }

    /** A target is being filled now. */
    public boolean isRunning() {
        return granted
                && targets.stream()
                        .anyMatch(osd -> !complete.containsKey(osd)
                                && progress.containsKey(osd)
                                && progress.get(osd).started());
    }

    /** Objects that a target does not have yet. */
    public long remaining(int osd) {
        long all = copy.info().numObjects();
        PeerMessage.BackfillProgress known = progress.get(osd);
        return complete.containsKey(osd) ? 0 : known == null ? all : Math.max(0, all - known.objects());
    }

    public SortedSet<Integer> targets() {
        return targets;
    }
}
