// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.message.Message;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages and events to the dispatchers: fast ones at once on the worker, the rest on a center of its own, whose
 * thread is started with the first of them. Any thread. Ceph: {@code src/msg/DispatchQueue.h}.
 *
 * <p>Order on that center: events, then messages of high priority strictly by priority, then the rest by turns in which a
 * higher priority gets more. What waits here is bounded by {@code ms_dispatch_throttle_bytes}.
 */
final class DispatchQueue {
    private static final Logger log = LoggerFactory.getLogger(DispatchQueue.class);
    private static final int CHUNK = 256;

    /** Priorities from here on are strict. */
    private static final int STRICT_PRIORITY = Message.PRIORITY_HIGH;

    /** Messages per turn of a weighted lane: one for each so many steps of priority. */
    private static final int PRIORITY_PER_MESSAGE = 16;

    /** Delivered before the center looks at other tasks. */
    private static final int ITEMS_PER_PASS = 1024;

    /** A message, or an event when {@code message} is null. */
    private record Item(
            AsyncConnection connection,
            @Nullable Message message,
            long bytes,
            int incarnation,
            @Nullable BiConsumer<Dispatcher, Connection> event) {}

    private final AsyncMessenger messenger;
    private final List<Dispatcher> dispatchers = new CopyOnWriteArrayList<>();
    private final MpscUnboundedArrayQueue<Item> inbox = new MpscUnboundedArrayQueue<>(CHUNK);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Object startLock = new Object();
    private volatile @Nullable EventCenter center;
    private @Nullable Runnable drain;
    private boolean stopped;

    /** Confined to {@link #center}: events and strict messages, highest first. */
    private final TreeMap<Integer, ArrayDeque<Item>> strict = new TreeMap<>((a, b) -> Integer.compare(b, a));

    private final ArrayDeque<Item> events = new ArrayDeque<>();
    private final TreeMap<Integer, ArrayDeque<Item>> weighted = new TreeMap<>((a, b) -> Integer.compare(b, a));

    DispatchQueue(AsyncMessenger messenger) {
        this.messenger = messenger;
    }

    void add(Dispatcher dispatcher) {
        dispatchers.add(dispatcher);
    }

    /**
     * Brings a message to the dispatchers. On the connection's center.
     *
     * @param message taken
     * @param bytes of the dispatch throttle that go with it
     */
    void deliver(AsyncConnection connection, Message message, long bytes) {
        for (Dispatcher d : dispatchers) {
            if (d.msCanFastDispatch(message)) {
                try {
                    d.msFastDispatch(connection, message);
                } catch (RuntimeException e) {
                    log.error("{} fast dispatch of {} failed", connection, message, e);
                } finally {
                    message.release();
                    messenger.dispatchThrottle().give(bytes);
                }
                return;
            }
        }
        enqueue(new Item(connection, message, bytes, connection.incarnation(), null));
    }

    void connected(AsyncConnection connection) {
        event(connection, Dispatcher::msHandleConnect);
    }

    void accepted(AsyncConnection connection) {
        event(connection, Dispatcher::msHandleAccept);
    }

    void reset(AsyncConnection connection) {
        event(connection, Dispatcher::msHandleReset);
    }

    /** What was received of the lost session and is still queued is dropped. On the connection's center. */
    void remoteReset(AsyncConnection connection) {
        connection.nextIncarnation();
        event(connection, Dispatcher::msHandleRemoteReset);
    }

    void refused(AsyncConnection connection) {
        event(connection, Dispatcher::msHandleRefused);
    }

    private void event(AsyncConnection connection, BiConsumer<Dispatcher, Connection> call) {
        enqueue(new Item(connection, null, 0, connection.incarnation(), call));
    }

    private void enqueue(Item item) {
        inbox.offer(item);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            EventCenter c = center;
            Runnable d = drain;
            if (c == null || d == null) {
                c = start();
                d = drain;
            }
            if (c != null && d != null) {
                c.submitPrepared(d);
            } else {
                // Stopped before it ever ran: nobody else takes things out.
                for (Item i = inbox.poll(); i != null; i = inbox.poll()) {
                    drop(i);
                }
            }
        }
    }

    private @Nullable EventCenter start() {
        synchronized (startLock) {
            if (center == null && !stopped) {
                EventCenter c = messenger.stack().newCenter("ms_dispatch-" + messenger.logicalName());
                drain = c.prepare(this::drain);
                center = c;
            }
            return center;
        }
    }

    private void drain() {
        scheduled.set(false);
        for (Item i = inbox.poll(); i != null; i = inbox.poll()) {
            sort(i);
        }
        int delivered = 0;
        while (delivered < ITEMS_PER_PASS) {
            Item next = events.pollFirst();
            if (next == null) {
                next = highest(strict);
            }
            if (next != null) {
                run(next);
                delivered++;
                continue;
            }
            int turn = weightedTurn();
            if (turn == 0) {
                return;
            }
            delivered += turn;
            if (!inbox.isEmpty()) {
                break;
            }
        }
        schedule();
    }

    private void sort(Item item) {
        Message m = item.message;
        if (m == null) {
            events.addLast(item);
        } else {
            // The peer chose the number: clamped, so that there are few lanes.
            int priority = Math.min(m.priority(), Message.PRIORITY_HIGHEST);
            Map<Integer, ArrayDeque<Item>> lanes = priority >= STRICT_PRIORITY ? strict : weighted;
            lanes.computeIfAbsent(priority, p -> new ArrayDeque<>()).addLast(item);
        }
    }

    private static @Nullable Item highest(Map<Integer, ArrayDeque<Item>> lanes) {
        for (ArrayDeque<Item> lane : lanes.values()) {
            Item item = lane.pollFirst();
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    private int weightedTurn() {
        int delivered = 0;
        for (Map.Entry<Integer, ArrayDeque<Item>> lane : weighted.entrySet()) {
            int share = Math.max(1, lane.getKey() / PRIORITY_PER_MESSAGE);
            for (int i = 0; i < share; i++) {
                Item item = lane.getValue().pollFirst();
                if (item == null) {
                    break;
                }
                run(item);
                delivered++;
            }
        }
        return delivered;
    }

    private void run(Item item) {
        Message m = item.message;
        try {
            if (m == null) {
                runEvent(item);
            } else if (!item.connection.isClosed() && item.incarnation == item.connection.incarnation()) {
                runMessage(item.connection, m);
            }
        } catch (RuntimeException e) {
            log.error("{} dispatch of {} failed", item.connection, m == null ? "an event" : m, e);
        } finally {
            drop(item);
        }
    }

    private void drop(Item item) {
        if (item.message != null) {
            item.message.release();
            messenger.dispatchThrottle().give(item.bytes);
        }
    }

    private void runEvent(Item item) {
        BiConsumer<Dispatcher, Connection> event = item.event;
        if (event != null) {
            for (Dispatcher d : dispatchers) {
                event.accept(d, item.connection);
            }
        }
    }

    private void runMessage(AsyncConnection connection, Message message) {
        for (Dispatcher d : dispatchers) {
            if (d.msDispatch(connection, message)) {
                return;
            }
        }
        log.warn("{} nobody handles {}", connection, message);
    }

    /** What is queued is delivered or dropped, then the thread ends. Any thread. */
    CompletionStage<Void> stop() {
        EventCenter c;
        synchronized (startLock) {
            stopped = true;
            c = center;
        }
        if (c == null) {
            return CompletableFuture.completedFuture(null);
        }
        c.submit(() -> {
            for (Item i = inbox.poll(); i != null; i = inbox.poll()) {
                drop(i);
            }
            strict.values().forEach(lane -> lane.forEach(this::drop));
            strict.clear();
            weighted.values().forEach(lane -> lane.forEach(this::drop));
            weighted.clear();
            events.clear();
        });
        return c.stop();
    }
}
