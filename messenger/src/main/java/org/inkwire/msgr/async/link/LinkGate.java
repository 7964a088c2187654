// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.fault.FaultInjection;
import org.inkwire.msgr.fault.InterceptedConnection;
import org.inkwire.msgr.fault.Interceptor;
import org.inkwire.msgr.fault.Interceptor.Direction;
import org.inkwire.msgr.fault.Interceptor.Point;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.onwire.FrameReader;
import org.jspecify.annotations.Nullable;

/**
 * Stops frames of a {@link Link} at the request of an {@link Interceptor}, and implements the part of
 * {@link FaultInjection} that concerns TCP connections. Present only if either is configured. Confined to the link's
 * EventCenter.
 *
 * <p>Reading stops in the {@link FrameReader}, before a complete frame. Writing stops in two ways. Once READY, frames
 * are encoded only when they can be sent: {@link #mayWrite} is checked first, and waiting messages stay in their queue.
 * A handshake encodes a frame and continues: its bytes are kept here in order, so that the signature covers them.
 */
final class LinkGate implements FrameReader.Gate {
    private enum Flow {
        OPEN,
        BLOCKED,
        STALLED
    }

    /** Bytes of one frame of a handshake, kept while writing is blocked. */
    private record Kept(@Nullable Tag tag, ByteBuf bytes) {}

    /** Size of the buffer for dropped bytes; the socket reads at most this much at a time. */
    private static final int SCRATCH_BYTES = 4 << 10;

    private static final int BANNER = 0;

    private final Link link;
    private final MessengerConfig config;
    private final @Nullable Interceptor interceptor;
    private final long socketFailures;
    private final long internalDelayNanos;

    private Flow reading = Flow.OPEN;
    private Flow writing = Flow.OPEN;
    /** The frame at which reading is blocked may pass. */
    private boolean readGranted;
    /** By {@link #code}: frames released by the interceptor but not written yet. */
    private final Set<Integer> writeGranted = new TreeSet<>();

    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private @Nullable Tag tagBeingWritten;
    private @Nullable ByteBuf scratch;

    private LinkGate(Link link, MessengerConfig config) {
        FaultInjection faults = config.faultInjection();
        this.link = link;
        this.config = config;
        this.interceptor = config.interceptor();
        this.socketFailures = faults.socketFailures();
        this.internalDelayNanos = faults.internalDelays().toNanos();
    }

    /** Null if nothing can stop frames. */
    static @Nullable LinkGate of(Link link, MessengerConfig config) {
        return config.interceptor() != null || config.faultInjection().breaksLinks()
                ? new LinkGate(link, config)
                : null;
    }

    private static int code(@Nullable Tag tag) {
        return tag == null ? BANNER : tag.code();
    }

    private boolean socketFails() {
        return socketFailures > 0 && config.random().nextLong(socketFailures) == 0;
    }

    private Interceptor.Verdict ask(Point point) {
        Interceptor i = interceptor;
        return i == null
                ? Interceptor.Verdict.CONTINUE
                : i.intercept(link.owner().connection(), point);
    }

    // ---- reading

    /** Data was read from the socket: returns true if an injected fault ended the connection. */
    boolean failsOnRead() {
        if (!socketFails()) {
            return false;
        }
        link.owner().fault(link, new InjectedFault("a read"));
        return true;
    }

    /** A buffer for bytes to discard; null while bytes are processed. Borrowed. */
    @Nullable
    ByteBuf readTarget() {
        if (reading != Flow.STALLED) {
            return null;
        }
        ByteBuf s = scratch;
        if (s == null) {
            s = config.allocator().directBuffer(SCRATCH_BYTES, SCRATCH_BYTES);
            scratch = s;
        }
        return s.clear();
    }

    /** Whether reading continues only to detect the end of the stream. */
    boolean dropsWhatIsRead() {
        return reading == Flow.STALLED;
    }

    @Override
    public boolean passes(@Nullable Tag tag) {
        if (readGranted) {
            readGranted = false;
            return true;
        }
        if (reading != Flow.OPEN) {
            return false;
        }
        Point point = new Point(tag, Direction.READ);
        switch (ask(point)) {
            case CONTINUE -> {
                if (internalDelayNanos > 0 && !link.owner().isReady()) {
                    reading = Flow.BLOCKED;
                    link.owner().tasks().schedule(internalDelayNanos, this::unblockReading);
                    return false;
                }
                return true;
            }
            case FAULT -> throw new InjectedFault(point.toString());
            case STALL -> reading = Flow.STALLED;
            case BLOCK -> {
                reading = Flow.BLOCKED;
                blocked(point, this::unblockReading);
            }
        }
        return false;
    }

    private void unblockReading() {
        if (reading == Flow.BLOCKED && !link.isClosed()) {
            reading = Flow.OPEN;
            readGranted = true;
            link.resume();
        }
    }

    // ---- writing

    /** Whether writing is stopped. */
    boolean stopsWriting() {
        return writing != Flow.OPEN;
    }

    /**
     * Whether a frame may be encoded and written now. If not, everything written before is flushed and the pass is
     * over: the connection was faulted, or requests a pass when unblocked.
     */
    boolean mayWrite(Tag tag) {
        if (writing != Flow.OPEN) {
            return false;
        }
        try {
            return opensFor(tag);
        } catch (InjectedFault e) {
            link.owner().fault(link, e);
            return false;
        }
    }

    /**
     * Writes a frame of a handshake, or keeps or drops it.
     *
     * @param encode encodes it into the link's writer
     * @throws InjectedFault if a fault is injected here
     */
    void write(@Nullable Tag tag, Runnable encode) {
        if (writing == Flow.OPEN) {
            opensFor(tag);
        }
        tagBeingWritten = tag;
        encode.run();
        link.flush();
    }

    /** @param bytes taken: output of the link's writer */
    void out(ByteBuf bytes) {
        switch (writing) {
            case OPEN -> link.socket().write(bytes);
            case BLOCKED -> kept.addLast(new Kept(tagBeingWritten, bytes));
            case STALLED -> bytes.release();
        }
    }

    private boolean opensFor(@Nullable Tag tag) {
        if (writeGranted.remove(code(tag))) {
            return true;
        }
        Point point = new Point(tag, Direction.WRITE);
        Interceptor.Verdict verdict = ask(point);
        if (verdict == Interceptor.Verdict.CONTINUE && !socketFails()) {
            return true;
        }
        link.flush();
        switch (verdict) {
            case CONTINUE, FAULT -> throw new InjectedFault(point.toString());
            case STALL -> {
                writing = Flow.STALLED;
                dropKept();
            }
            case BLOCK -> {
                writing = Flow.BLOCKED;
                blocked(point, () -> unblockWriting(tag));
            }
        }
        return false;
    }

    private void unblockWriting(@Nullable Tag tag) {
        if (writing != Flow.BLOCKED || link.isClosed()) {
            return;
        }
        writing = Flow.OPEN;
        writeGranted.add(code(tag));
        try {
            for (Kept k = kept.peekFirst(); k != null && opensFor(k.tag); k = kept.peekFirst()) {
                kept.removeFirst();
                link.socket().write(k.bytes);
            }
        } catch (InjectedFault e) {
            link.owner().fault(link, e);
            return;
        }
        link.socket().flush();
        link.owner().onWritable(link);
    }

    private void dropKept() {
        for (Kept k = kept.pollFirst(); k != null; k = kept.pollFirst()) {
            k.bytes.release();
        }
    }

    void close() {
        dropKept();
        ByteBuf s = scratch;
        if (s != null) {
            scratch = null;
            s.release();
        }
    }

    // ---- blocked

    private void blocked(Point point, Runnable unblock) {
        Interceptor i = interceptor;
        if (i != null) {
            i.blocked(new Handle(link.owner().connection(), point, unblock));
        }
    }

    /** Any thread. */
    private final class Handle implements Interceptor.Blocked {
        private final InterceptedConnection connection;
        private final Point point;
        private final Runnable unblock;
        /** Confined to the link's center. */
        private boolean used;

        Handle(InterceptedConnection connection, Point point, Runnable unblock) {
            this.connection = connection;
            this.point = point;
            this.unblock = unblock;
        }

        @Override
        public InterceptedConnection connection() {
            return connection;
        }

        @Override
        public Point point() {
            return point;
        }

        @Override
        public void unblock() {
            EventCenter owning = link.center();
            owning.submit(() -> onCenter(owning));
        }

        /** A replacement may have moved the link to another center in the meantime. */
        private void onCenter(EventCenter center) {
            EventCenter owning = link.center();
            if (owning != center) {
                owning.submit(() -> onCenter(owning));
            } else if (!used) {
                used = true;
                link.whenHere(unblock);
            }
        }

        @Override
        public String toString() {
            return connection + " blocked at " + point;
        }
    }
}
