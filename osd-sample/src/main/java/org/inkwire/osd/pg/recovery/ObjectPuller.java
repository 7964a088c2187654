// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.recovery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.ObjectPart;
import org.inkwire.osd.message.ObjectPosition;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.copy.PgObjects;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects from one other OSD, in chunks. An object takes its place in one transaction, so the store only ever has
 * whole ones: what needs several chunks is first staged in pool {@code -2 - pool}, as Ceph's temporary objects are. An
 * object that changes at the source between two chunks is started over. Confined to the PG; lives at most as long as its
 * interval.
 */
public final class ObjectPuller {

    /** What is done with the objects. */
    public interface Listener {
        /**
         * All of an object is here.
         *
         * @param swap puts it in place; applied when this returns
         */
        void arrived(HObject object, Transaction swap);

        /** An object that {@link #arrived} is durable. */
        void stored(HObject object);

        /** The source does not have it as it is wanted. */
        void absent(HObject object);

        /** Nothing more is wanted. */
        void drained();
    }

    private final PgCopy copy;
    private final PgHost host;
    private final PgOptions options;
    private final int source;
    private final Listener listener;
    private final Deque<HObject> order = new ArrayDeque<>();
    private final Map<HObject, EVersion> wanted = new HashMap<>();
    private final Set<HObject> storing = new HashSet<>();
    /** Of {@code order}'s first object; null: none of it has been copied. */
    private @Nullable EVersion begunVersion;

    private ObjectPosition resume = ObjectPosition.START;
    private long tid;
    private boolean asked;
    private int undurable;
    private PgHost.@Nullable Timer retry;
    private boolean ended;

    /** @param source the OSD to copy from */
    public ObjectPuller(PgCopy copy, PgHost host, PgOptions options, int source, Listener listener) {
        this.copy = copy;
        this.host = host;
        this.options = options;
        this.source = source;
        this.listener = listener;
    }

    int source() {
        return source;
    }

    /** Everything wanted from now on, and not here yet. */
    List<HObject> remaining() {
        return List.copyOf(order);
    }

    /** It has arrived and is not durable yet. */
    public boolean isStoring(HObject object) {
        return storing.contains(object);
    }

    boolean isIdle() {
        return order.isEmpty() && undurable == 0;
    }

    /**
     * Wants an object; call {@link #pull} then.
     *
     * @param version it must have; zero: as the source has it
     * @param first before all others
     */
    public void add(HObject object, EVersion version, boolean first) {
        boolean known = wanted.put(object, version) != null;
        boolean isHead = known && object.equals(order.peekFirst());
        if (known && (!first || isHead)) {
            return;
        }
        if (known) {
            order.remove(object);
        }
        if (!first) {
            order.addLast(object);
            return;
        }
        HObject begun = begunVersion == null ? null : order.pollFirst();
        order.addFirst(object);
        if (begun != null) {
            order.addFirst(begun);
        }
    }

    /** Fetches what is wanted, unless it is doing so already. */
    public void pull() {
        if (ended || asked || undurable > 0 || order.isEmpty()) {
            return;
        }
        List<HObject> next = new ArrayList<>();
        for (HObject object : order) {
            if (next.size() == options.chunkObjects()) {
                break;
            }
            next.add(object);
        }
        asked = true;
        host.sendToPeer(source, new PeerMessage.FetchObjects(copy.pgid(), copy.interval(), ++tid, next, resume));
        retry = host.schedule(options.retry().toNanos(), this::askAgain);
    }

    /** The source may have lost the request; what is wanted first may have changed since. */
    public void askAgain() {
        if (asked) {
            asked = false;
            cancelRetry();
            pull();
        }
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    /** Stops; what was staged is swept later. */
    public void end() {
        ended = true;
        cancelRetry();
    }

    /** @param m borrowed */
    public void onObjects(PeerMessage.Objects m) {
        if (ended || !asked || m.tid() != tid) {
            return;
        }
        asked = false;
        cancelRetry();
        int at = m.payload().readerIndex();
        for (ObjectPart part : m.parts()) {
            EVersion need = wanted.get(part.object());
            if (need == null) {
                break;
            }
            if (part.exists() && !part.start() && !part.version().equals(begunVersion)) {
                startOver();
                break;
            }
            if (part.exists() && (need.equals(EVersion.ZERO) || need.equals(part.version()))) {
                take(part, m, at);
            } else {
                done(part.object());
                listener.absent(part.object());
            }
            at += bytes(part);
        }
        next();
    }

    private static int bytes(ObjectPart part) {
        long bytes = 0;
        for (Extent extent : part.extents()) {
            bytes += extent.length();
        }
        return Math.toIntExact(bytes);
    }

    private void startOver() {
        begunVersion = null;
        resume = ObjectPosition.START;
    }

    private void done(HObject object) {
        wanted.remove(object);
        order.remove(object);
        startOver();
    }

    private void take(ObjectPart part, PeerMessage.Objects m, int payloadAt) {
        HObject object = part.object();
        Transaction t = new Transaction(copy.collection());
        boolean atOnce = part.start() && part.complete();
        HObject target = atOnce ? object : PgObjects.stagedName(object);
        write(t, part, target, m, payloadAt);
        if (!part.complete()) {
            begunVersion = part.version();
            resume = part.next();
            apply(t, () -> {});
            return;
        }
        done(object);
        if (!atOnce) {
            t.remove(object).clone(target, object).remove(target);
        }
        listener.arrived(object, t);
        storing.add(object);
        apply(t, () -> {
            storing.remove(object);
            listener.stored(object);
        });
    }

    private static void write(Transaction t, ObjectPart part, HObject target, PeerMessage.Objects m, int payloadAt) {
        if (part.start()) {
            t.remove(target).touch(target).truncate(target, part.size());
            t.setAttrs(target, part.head().attrs());
            t.omapSetHeader(target, part.head().omapHeader());
        }
        if (!part.omap().isEmpty()) {
            t.omapSet(target, part.omap());
        }
        int at = payloadAt;
        for (Extent extent : part.extents()) {
            int length = Math.toIntExact(extent.length());
            t.write(target, extent.offset(), m.payload().retainedSlice(at, length));
            at += length;
        }
    }

    private void apply(Transaction t, Runnable durable) {
        undurable++;
        copy.apply(t, () -> {
            undurable--;
            if (!ended) {
                durable.run();
                next();
            }
        });
    }

    /** The next chunk is only fetched once this one is durable: a slow store slows its source down. */
    private void next() {
        if (undurable > 0 || ended) {
            return;
        }
        if (order.isEmpty() && !asked) {
            listener.drained();
        } else {
            pull();
        }
    }
}
