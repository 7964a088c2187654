// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current OSDMap, its updates, and the operations that wait for it. Maps arrive from the monitor on request, and
 * from OSDs when ours was old. Guarded by the Objecter's {@link Gate}. Ceph: {@code Objecter::handle_osd_map}.
 */
final class MapKeeper {
    private static final Logger log = LoggerFactory.getLogger(MapKeeper.class);

    /** Examines a map just taken. */
    interface EachMap {
        /** @param skipped whether it does not follow the map before it: what the maps between said is not known */
        void accept(OSDMap newer, boolean skipped);
    }

    private final EventCenter center;
    private final Gate gate;
    private final MonClient monClient;
    private final TreeMap<Long, List<CompletableFuture<OSDMap>>> waiters = new TreeMap<>();
    private final Runnable askOnCenter;
    /** Changed on the center only, with the Gate; read on any thread. */
    private volatile @Nullable OSDMap map;

    /** Whether the center has been told to ask. */
    private boolean asking;

    private boolean stopped;

    MapKeeper(EventCenter center, Gate gate, MonClient monClient) {
        this.center = center;
        this.gate = gate;
        this.monClient = monClient;
        this.askOnCenter = center.prepare(this::askOnCenter);
    }

    /** Null before the first map. */
    @Nullable
    OSDMap map() {
        return map;
    }

    /** 0 before the first map. */
    long epoch() {
        OSDMap known = map;
        return known == null ? 0 : known.epoch();
    }

    /** Requests the next map, or any map if we have none. */
    void request() {
        if (stopped || asking) {
            return;
        }
        if (center.inThread()) {
            ask();
        } else {
            asking = center.submitPrepared(askOnCenter);
        }
    }

    private void askOnCenter() {
        gate.run(() -> {
            asking = false;
            ask();
        });
    }

    private void ask() {
        long next = map == null ? 0 : epoch() + 1;
        if (!stopped && monClient.subRaise("osdmap", next, true)) {
            monClient.renewSubs();
        }
    }

    /** Called after a map was applied: requests the next one if needed. */
    void requestIfNeeded(boolean needed) {
        if (needed || !waiters.isEmpty()) {
            request();
        }
    }

    /** Completes {@code result} once the map has at least {@code epoch}. */
    void whenAtLeast(long epoch, CompletableFuture<OSDMap> result) {
        OSDMap known = map;
        if (known != null && known.epoch() >= epoch) {
            gate.after(() -> result.complete(known));
        } else if (stopped) {
            fail(result, new RadosException.NotSent(Errno.ESHUTDOWN, CenterCalls.SHUT_DOWN));
        } else {
            waiters.computeIfAbsent(epoch, e -> new ArrayList<>()).add(result);
            request();
        }
    }

    private void fail(CompletableFuture<OSDMap> result, RuntimeException cause) {
        gate.after(() -> result.completeExceptionally(cause));
    }

    /**
     * Decodes the new epochs of a message: those that follow each other from ours on, and those after a gap that begin
     * with a full map. On the center, without the Gate, as a large map takes its time.
     */
    List<OSDMap> decode(MOSDMap message) {
        List<OSDMap> newer = new ArrayList<>();
        OSDMap last = map;
        try {
            if (last == null) {
                last = newestFull(message);
                if (last == null) {
                    return newer;
                }
                newer.add(last);
            }
            for (long next = last.epoch() + 1; next <= message.lastEpoch(); next++) {
                byte[] incremental = message.incrementals().get(next);
                byte[] full = message.fullMaps().get(next);
                if (incremental != null && last.epoch() == next - 1) {
                    last = last.apply(OSDMapIncremental.decode(incremental));
                    newer.add(last);
                } else if (full != null) {
                    last = OSDMap.decode(full);
                    newer.add(last);
                } else {
                    log.debug("no way from OSDMap {} to {} in {}", last.epoch(), next, message);
                }
            }
        } catch (MalformedInputException e) {
            log.error("a bad OSDMap among epochs {} .. {}", message.firstEpoch(), message.lastEpoch(), e);
        }
        return newer;
    }

    private static @Nullable OSDMap newestFull(MOSDMap message) {
        byte[] newest = null;
        long newestEpoch = 0;
        for (Map.Entry<Long, byte[]> full : message.fullMaps().entrySet()) {
            if (newest == null || full.getKey() > newestEpoch) {
                newestEpoch = full.getKey();
                newest = full.getValue();
            }
        }
        return newest == null ? null : OSDMap.decode(newest);
    }

    /**
     * Takes the new epochs of a message. On the center.
     *
     * @param newer from {@link #decode}
     * @param each receives every map taken, in order
     * @return whether the map is newer than before
     */
    boolean apply(MOSDMap message, List<OSDMap> newer, EachMap each) {
        if (message.lastEpoch() <= epoch()) {
            monClient.subGot("osdmap", message.lastEpoch());
            return false;
        }
        for (OSDMap next : newer) {
            adopt(next, each);
        }
        OSDMap now = map;
        if (newer.isEmpty() || now == null) {
            request();
            return false;
        }
        monClient.subGot("osdmap", now.epoch());
        wake(now);
        return true;
    }

    private void adopt(OSDMap newer, EachMap each) {
        log.debug("OSDMap {}", newer.epoch());
        boolean skipped = newer.epoch() > epoch() + 1;
        map = newer;
        each.accept(newer, skipped);
    }

    private void wake(OSDMap now) {
        Map<Long, List<CompletableFuture<OSDMap>>> reached = waiters.headMap(now.epoch(), true);
        reached.values().forEach(some -> some.forEach(result -> gate.after(() -> result.complete(now))));
        reached.clear();
    }

    void shutdown() {
        stopped = true;
        fail(new RadosException.NotSent(Errno.ESHUTDOWN, CenterCalls.SHUT_DOWN));
    }

    /** Fails all who wait. */
    void fail(RadosException cause) {
        waiters.values().forEach(some -> some.forEach(result -> fail(result, cause)));
        waiters.clear();
    }
}
