// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.fault;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.frame.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Intercepts every frame a messenger reads or writes, and may stop it: for tests. Called on the connection's center;
 * must not block. Set by {@code MessengerConfig.Builder.interceptor}; each of two communicating messengers may have its
 * own.
 *
 * <p>A frame is intercepted before it has any effect: on reading, when it is complete and before it is parsed (a
 * MESSAGE: before {@code in_seq} moves and before dispatch); on writing, when everything written before it has left. A
 * message resent after a fault is intercepted again. Crimson, Ceph's newer OSD, tests its messenger in the same way.
 */
@FunctionalInterface
public interface Interceptor {
    /** As seen by the messenger that calls. */
    enum Direction {
        READ,
        WRITE
    }

    /** What to do at a point. */
    enum Verdict {
        /** Proceeds. */
        CONTINUE,

        /** Breaks the TCP connection: a frame read has no effect, and no byte of a frame written leaves. */
        FAULT,

        /**
         * Stops reading (or writing) from here on; TCP throttles the peer. {@link Blocked#unblock} resumes with this
         * frame. The other direction and all timeouts continue.
         */
        BLOCK,

        /**
         * Writes nothing from here on, or drops all input unread, irrevocably. The socket stays open until a timeout or
         * the peer ends it. The other direction continues.
         */
        STALL
    }

    /**
     * A place in the protocol: a frame tag and its direction. Immutable.
     *
     * @param tag null for the banner
     */
    record Point(@Nullable Tag tag, Direction direction) {
        /** All points: the banner first, then frames in the order of their tags; for each, READ then WRITE. */
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

    /** A direction of a connection stopped by {@link Verdict#BLOCK}. Any thread. */
    interface Blocked {
        InterceptedConnection connection();

        Point point();

        /** Resumes with the frame at the point. Does nothing on a second call, or when the TCP connection is gone. */
        void unblock();
    }

    /** On the connection's center. */
    Verdict intercept(InterceptedConnection connection, Point point);

    /** Called after {@link #intercept} returned BLOCK and the direction has stopped. On the connection's center. */
    default void blocked(Blocked blocked) {}
}
