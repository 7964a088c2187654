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
 * from OSDs when ours was old. Confined to the Objecter's center. Ceph: {@code Objecter::handle_osd_map}.
 */
final class MapKeeper {
    private static final Logger log = LoggerFactory.getLogger(MapKeeper.class);

    private record Waiter(CompletableFuture<OSDMap> result, Completions completions) {
        void complete(OSDMap map) {
            completions.run(() -> result.complete(map));
        }

        void fail(RuntimeException cause) {
            completions.run(() -> result.completeExceptionally(cause));
        }
    }

    /** Examines a map just taken. */
    interface EachMap {
        /** @param skipped whether it does not follow the map before it: what the maps between said is not known */
        void accept(OSDMap map, boolean skipped);
    }

    private final EventCenter center;
    private final MonClient monClient;
    private final TreeMap<Long, List<Waiter>> waiters = new TreeMap<>();
    private @Nullable OSDMap map;
    private boolean stopped;

    MapKeeper(EventCenter center, MonClient monClient) {
        this.center = center;
        this.monClient = monClient;
    }

    /** Null before the first. */
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
        if (stopped) {
            return;
        }
        long next = map == null ? 0 : epoch() + 1;
        if (monClient.subRaise("osdmap", next, true)) {
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
    void whenAtLeast(long epoch, CompletableFuture<OSDMap> result, Completions completions) {
        center.assertInThread();
        Waiter waiter = new Waiter(result, completions);
        OSDMap known = map;
        if (known != null && known.epoch() >= epoch) {
            waiter.complete(known);
        } else if (stopped) {
            waiter.fail(new RadosException.NotSent(Errno.ESHUTDOWN, "the client was shut down"));
        } else {
            waiters.computeIfAbsent(epoch, e -> new ArrayList<>()).add(waiter);
            request();
        }
    }

    /**
     * Applies the new epochs of a message.
     *
     * @param each receives every map taken, in order
     * @return whether the map is newer than before
     */
    boolean apply(MOSDMap message, EachMap each) {
        long before = epoch();
        if (message.lastEpoch() <= before) {
            monClient.subGot("osdmap", message.lastEpoch());
            return false;
        }
        try {
            if (before == 0) {
                takeNewestFull(message, each);
            } else {
                step(message, each);
            }
        } catch (MalformedInputException e) {
            log.error("a bad OSDMap among epochs {} .. {}", message.firstEpoch(), message.lastEpoch(), e);
        }
        OSDMap now = map;
        if (now == null || now.epoch() == before) {
            request();
            return false;
        }
        monClient.subGot("osdmap", now.epoch());
        wake(now);
        return true;
    }

    private void takeNewestFull(MOSDMap message, EachMap each) {
        long newest = message.fullMaps().keySet().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        byte[] full = message.fullMaps().get(newest);
        if (full != null) {
            adopt(OSDMap.decode(full), each);
            step(message, each);
        }
    }

    /** Advances epoch by epoch; crosses a gap only if a full map follows it. */
    private void step(MOSDMap message, EachMap each) {
        for (long next = epoch() + 1; next <= message.lastEpoch(); next++) {
            byte[] incremental = message.incrementals().get(next);
            byte[] full = message.fullMaps().get(next);
            OSDMap known = map;
            if (incremental != null && known != null && known.epoch() == next - 1) {
                adopt(known.apply(OSDMapIncremental.decode(incremental)), each);
            } else if (full != null) {
                adopt(OSDMap.decode(full), each);
            } else {
                log.debug("no way from OSDMap {} to {} in {}", epoch(), next, message);
            }
        }
    }

    private void adopt(OSDMap newer, EachMap each) {
        log.debug("OSDMap {}", newer.epoch());
        boolean skipped = newer.epoch() > epoch() + 1;
        map = newer;
        each.accept(newer, skipped);
    }

    private void wake(OSDMap now) {
        Map<Long, List<Waiter>> reached = waiters.headMap(now.epoch(), true);
        List<Waiter> woken = new ArrayList<>();
        reached.values().forEach(woken::addAll);
        reached.clear();
        woken.forEach(w -> w.complete(now));
    }

    void shutdown() {
        stopped = true;
        fail(new RadosException.NotSent(Errno.ESHUTDOWN, "the client was shut down"));
    }

    /** Fails all who wait. */
    void fail(RadosException cause) {
        List<Waiter> open = new ArrayList<>();
        waiters.values().forEach(open::addAll);
        waiters.clear();
        open.forEach(w -> w.fail(cause));
    }
}
