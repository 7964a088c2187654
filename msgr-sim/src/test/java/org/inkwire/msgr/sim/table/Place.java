// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import java.util.Locale;
import org.inkwire.msgr.fault.Interceptor.Direction;
import org.inkwire.msgr.fault.Interceptor.Point;
import org.inkwire.msgr.frame.Tag;

/**
 * The position of an interceptor and the frame that passes it. Text: {@code A connecting HELLO READ}.
 *
 * @param at which messenger
 * @param role its role in the frame's TCP connection
 */
record Place(At at, Role role, Point point) implements Comparable<Place> {
    enum At {
        /** Dials first. */
        A,
        B
    }

    enum Role {
        CONNECTING,
        ACCEPTING
    }

    private static final String BANNER = "BANNER";

    static Place parse(String text) {
        String[] words = text.trim().split(" +");
        if (words.length != 4) {
            throw new IllegalArgumentException("not a place: " + text);
        }
        return new Place(
                At.valueOf(words[0]),
                Role.valueOf(words[1].toUpperCase(Locale.ROOT)),
                new Point(words[2].equals(BANNER) ? null : Tag.valueOf(words[2]), Direction.valueOf(words[3])));
    }

    /** The banner first, then frames in the order of their tags; reads before writes. */
    @Override
    public int compareTo(Place other) {
        int byAt = at.compareTo(other.at);
        int byRole = byAt != 0 ? byAt : role.compareTo(other.role);
        int byFrame = byRole != 0 ? byRole : Integer.compare(frame(), other.frame());
        return byFrame != 0 ? byFrame : point.direction().compareTo(other.point.direction());
    }

    private int frame() {
        Tag tag = point.tag();
        return tag == null ? 0 : tag.code();
    }

    @Override
    public String toString() {
        return at + " " + role.name().toLowerCase(Locale.ROOT) + " " + point;
    }
}
