// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.fault;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.frame.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Stands at every frame a messenger reads or writes, and may stop it there: for tests. Called on the connection's center,
 * must not block. Set by {@code MessengerConfig.Builder.interceptor}; of two messengers that talk, each may have its own.
 *
 * <p>A frame is shown before it has any effect: read, when it is complete and before it is looked into (a MESSAGE: before
 * {@code in_seq} moves and before dispatch); about to be written, when what was written before it has left. The same
 * message sent again after a fault is shown again. Crimson, Ceph's newer OSD, tests its messenger with such a thing.
 */
@FunctionalInterface
public interface Interceptor {
    /** As the messenger that asks sees it. */
    enum Direction {
        READ,
        WRITE
    }

    /** What shall happen at a point. */
    enum Verdict {
        /** Nothing. */
        CONTINUE,

        /** The TCP connection breaks: a frame read has no effect, of a frame written nothing leaves. */
        FAULT,

        /**
         * Nothing is read (or written) from here on, TCP holds the peer back; {@link Blocked#unblock} lets it go on with
         * this frame. The other direction and all timeouts go on.
         */
        BLOCK,

        /**
         * Nothing is written from here on, or what comes is dropped unread; there is no way back. The socket stays open
         * until a timeout or the peer ends it. The other direction goes on.
         */
        STALL
    }

    /**
     * A place in the protocol: what passes, and which way. Immutable.
     *
     * @param tag null for the banner
     */
    record Point(@Nullable Tag tag, Direction direction) {
        /** Every point there is: banner first, then frames in the order of their tags; each READ, then WRITE. */
        public static List<Point> all() {
            List<Point> points = new ArrayList<>();
            for (Direction d : Direction.values()) {
                points.add(new Point(null, d));
            }
            for (Tag t : Tag.values()) {
                for (Direction d : Direction.values()) {
                    points.add(new Point(t, d));
                }
            }
            return points;
        }

        public static Point banner(Direction direction) {
            return new Point(null, direction);
        }

        public static Point read(Tag tag) {
            return new Point(tag, Direction.READ);
        }

        public static Point write(Tag tag) {
            return new Point(tag, Direction.WRITE);
        }

        @Override
        public String toString() {
            return (tag == null ? "BANNER" : tag.name()) + " " + direction;
        }
    }

    /** A direction of a connection that was stopped by {@link Verdict#BLOCK}. Any thread. */
    interface Blocked {
        InterceptedConnection connection();

        Point point();

        /** Goes on with the frame at the point. Does nothing the second time, or when the TCP connection is gone. */
        void unblock();
    }

    /** On the connection's center. */
    Verdict intercept(InterceptedConnection connection, Point point);

    /** {@link #intercept} answered BLOCK, and it has been done. On the connection's center. */
    default void blocked(Blocked blocked) {}
}
