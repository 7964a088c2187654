// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.wire.message.Message;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages and events to the dispatchers: fast-dispatched messages directly on the worker, everything else on
 * a dedicated center. Any thread. Ceph: {@code src/msg/DispatchQueue.h}.
 *
 * <p>Order on that center: events, then messages in the order of {@link PriorityLanes}. What waits here is bounded by
 * {@code ms_dispatch_throttle_bytes} and each connection's reserve for urgent messages, see {@code Admission}.
 */
public final class DispatchQueue {
    private static final Logger log = LoggerFactory.getLogger(DispatchQueue.class);
    private static final int CHUNK = 256;
    private static final VarHandle SORTED = sortedHandle();

    /** Items delivered per pass before the center runs other tasks. */
    private static final int ITEMS_PER_PASS = 1024;

    /** A message waits as itself, and notes its port; an event waits as this. */
    private record Event(DispatchPort port, BiConsumer<Dispatcher, Connection> call) {}

    /** A handler that takes its time between messages holds back no more than so much, or an eighth of the throttle. */
    private static final long GIVE_BYTES = 64 << 10;

    private final NetworkStack stack;
    private final String messengerName;
    private final Throttle throttle;
    /** Replaced when one is added, so that reading it takes no lock and no iterator. */
    private volatile Dispatcher[] dispatchers = {};

    private final MpscUnboundedArrayQueue<Object> inbox = new MpscUnboundedArrayQueue<>(CHUNK);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Object startLock = new Object();
    private volatile @Nullable EventCenter center;
    private @Nullable Runnable drain;
    private boolean stopped;

    /** Confined to {@link #center}. */
    private final ArrayDeque<Event> events = new ArrayDeque<>();

    private final PriorityLanes<Message> messages = new PriorityLanes<>();

    /** Of messages that are done with, not given back to the throttle yet. Confined to {@link #center}. */
    private long toGive;

    /** Number of items in the lanes and {@link #events}; written on {@link #center}. */
    @SuppressWarnings("UnusedVariable") // by SORTED
    private int sorted;

    /** @param throttle {@code ms_dispatch_throttle_bytes}; taken by the caller before delivery, given back here */
    public DispatchQueue(NetworkStack stack, String messengerName, Throttle throttle) {
        this.stack = stack;
        this.messengerName = messengerName;
        this.throttle = throttle;
    }

    /** Charged for what waits here. */
    public Throttle throttle() {
        return throttle;
    }

    private static VarHandle sortedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(DispatchQueue.class, "sorted", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public synchronized void add(Dispatcher dispatcher) {
        Dispatcher[] more = Arrays.copyOf(dispatchers, dispatchers.length + 1);
        more[more.length - 1] = dispatcher;
        dispatchers = more;
    }

    /**
     * Delivers a message to the dispatchers, those that wait for the dispatch center with the next {@link #handOver}. On
     * the connection's center.
     *
     * @param message taken
     * @param bytes taken from the dispatch throttle for it, or {@link DispatchPort#BY_RESERVE}
     */
    void deliver(DispatchPort port, Message message, long bytes) {
        if (port.isMuted()) {
            message.release();
            port.giveBack(bytes);
            return;
        }
        boolean enqueued = false;
        try {
            if (!fastDispatch(port.connection(), message)) {
                message.waitsAt(port, bytes, port.incarnation());
                inbox.offer(message);
                enqueued = true;
            }
        } finally {
            if (!enqueued) {
                release(message);
                port.giveBack(bytes);
            }
        }
    }

    /** @return whether a dispatcher took it, or failed to */
    private boolean fastDispatch(Connection connection, Message message) {
        try {
            for (Dispatcher d : dispatchers) {
                if (d.msCanFastDispatch(message)) {
                    d.msFastDispatch(connection, message);
                    return true;
                }
            }
            return false;
        } catch (Throwable e) {
            Failures.log(log, "{} fast dispatch of {} failed", connection, message, e);
            return true;
        }
    }

    /** A user's class may fail even here. */
    private static void release(Message message) {
        try {
            message.release();
        } catch (Throwable e) {
            Failures.log(log, "{} could not be released", message.typeName(), e);
        }
    }

    /** On the connection's center: whether a dispatcher says so. */
    boolean handledBy(Connection connection, Predicate<Dispatcher> handles) {
        for (Dispatcher d : dispatchers) {
            try {
                if (handles.test(d)) {
                    return true;
                }
            } catch (Throwable e) {
                Failures.log(log, "{} handling a message that could not pass failed", connection, e);
            }
        }
        return false;
    }

    /** Any thread. */
    void event(DispatchPort port, BiConsumer<Dispatcher, Connection> call) {
        inbox.offer(new Event(port, call));
        schedule();
    }

    /** A batch of {@link #deliver} has ended: wakes the dispatch center once for all of it. Any thread. */
    void handOver() {
        if (!inbox.isEmpty()) {
            schedule();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            EventCenter c = center;
            Runnable d = drain;
            if (c == null || d == null) {
                try {
                    c = start();
                } catch (Throwable e) {
                    // No descriptor or memory for its thread: the connection at hand ends, the next item tries again.
                    scheduled.set(false);
                    dropInbox();
                    throw e;
                }
                d = drain;
            }
            if (c == null || d == null || !c.submitPrepared(d)) {
                // Stopped, perhaps before it ever ran: nothing else empties the inbox.
                do {
                    dropInbox();
                    scheduled.set(false);
                } while (!inbox.isEmpty() && scheduled.compareAndSet(false, true));
            }
        }
    }

    private void dropInbox() {
        synchronized (startLock) {
            for (Object i = inbox.poll(); i != null; i = inbox.poll()) {
                if (i instanceof Message m) {
                    drop(m);
                }
            }
        }
    }

    /** Messages and events waiting: a gauge. Any thread. */
    public long length() {
        return inbox.size() + (long) (int) SORTED.getOpaque(this);
    }

    /** On the dispatch center. */
    private void sorted(int more) {
        if (more == 0) {
            return;
        }
        SORTED.setOpaque(this, (int) SORTED.getOpaque(this) + more);
    }

    /** Starts the thread, where a failure is its caller's, who can tell somebody. */
    public void open() {
        start();
    }

    private @Nullable EventCenter start() {
        synchronized (startLock) {
            if (center == null && !stopped) {
                EventCenter c = stack.newCenter("ms_dispatch-" + messengerName);
                drain = c.prepare(this::drain);
                center = c;
            }
            return center;
        }
    }

    private void drain() {
        scheduled.set(false);
        try {
            for (int delivered = 0; delivered < ITEMS_PER_PASS; delivered++) {
                if (!next()) {
                    return;
                }
            }
        } finally {
            give();
        }
        schedule();
    }

    /** @return false if nothing waits */
    private boolean next() {
        // Before each item: something urgent may have arrived in the meantime.
        int more = 0;
        for (Object i = inbox.poll(); i != null; i = inbox.poll()) {
            sort(i);
            more++;
        }
        Event event = events.pollFirst();
        Message message = event == null ? messages.poll() : null;
        sorted(event == null && message == null ? more : more - 1);
        if (event != null) {
            run(event);
        } else if (message != null) {
            run(message);
        }
        return event != null || message != null;
    }

    private void sort(Object item) {
        if (item instanceof Message m) {
            messages.add(m.priority(), m);
        } else {
            events.addLast((Event) item);
        }
    }

    private void run(Message message) {
        DispatchPort port = portOf(message);
        long bytes = message.placeBytes();
        boolean valid = message.placeNumber() == port.incarnation();
        message.waitsNoLonger();
        try {
            if (valid && !port.connection().isClosed()) {
                runMessage(port.connection(), message);
            }
        } catch (Throwable e) {
            Failures.log(log, "{} dispatch of {} failed", port.connection(), message, e);
        } finally {
            release(message);
            if (bytes == DispatchPort.BY_RESERVE) {
                port.giveReserve();
            } else {
                toGive += bytes;
            }
            if (toGive > giveBytes() || throttle.waiting() > 0) {
                give();
            }
        }
    }

    private long giveBytes() {
        long max = throttle.max();
        return max == 0 ? GIVE_BYTES : Math.min(GIVE_BYTES, max / 8);
    }

    private void give() {
        long bytes = toGive;
        if (bytes > 0) {
            toGive = 0;
            throttle.give(bytes);
        }
    }

    private static DispatchPort portOf(Message message) {
        return (DispatchPort) Objects.requireNonNull(message.place(), "it waits nowhere");
    }

    private void drop(Message message) {
        DispatchPort port = portOf(message);
        long bytes = message.placeBytes();
        message.waitsNoLonger();
        release(message);
        giveBack(port, bytes);
    }

    /** Gives back what {@code Admission.passTo} returned: the message was dispatched or dropped. Any thread. */
    void giveBack(DispatchPort port, long bytes) {
        if (bytes == DispatchPort.BY_RESERVE) {
            port.giveReserve();
        } else {
            throttle.give(bytes);
        }
    }

    private void run(Event event) {
        Connection connection = event.port.connection();
        // A fault may have occurred before the center saw the mark_down.
        if (!event.port.isMuted()) {
            for (Dispatcher d : dispatchers) {
                try {
                    event.call.accept(d, connection);
                } catch (Throwable e) {
                    Failures.log(log, "{} an event failed in {}", connection, d, e);
                }
            }
        }
    }

    private void runMessage(Connection connection, Message message) {
        for (Dispatcher d : dispatchers) {
            if (d.msDispatch(connection, message)) {
                return;
            }
        }
        log.warn("{} no dispatcher handles {}", connection, message);
    }

    /** Delivers or drops everything queued, then ends the thread. Any thread. */
    public CompletionStage<Void> stop() {
        EventCenter c;
        synchronized (startLock) {
            stopped = true;
            c = center;
        }
        if (c == null) {
            return CompletableFuture.completedFuture(null);
        }
        c.submit(() -> {
            dropInbox();
            for (Message m = messages.poll(); m != null; m = messages.poll()) {
                drop(m);
            }
            events.clear();
            SORTED.setOpaque(this, 0);
        });
        return c.stop();
    }
}
