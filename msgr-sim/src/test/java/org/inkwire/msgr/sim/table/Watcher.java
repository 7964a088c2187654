// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.inkwire.msgr.fault.InterceptedConnection;
import org.inkwire.msgr.fault.Interceptor;
import org.inkwire.msgr.fault.Interceptor.Direction;
import org.inkwire.msgr.fault.Interceptor.Point;
import org.inkwire.msgr.frame.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Observes one messenger: plays the scenario's script, records what passes, and stops one place once if requested. One
 * thread.
 */
final class Watcher implements Interceptor {
    /** The actions of a scenario at certain places. */
    @FunctionalInterface
    interface Script {
        Verdict at(Place place);
    }

    private static final Point DIAL = Point.banner(Direction.WRITE);

    private final Place.At at;
    private final Row.@Nullable Stop stop;
    private final Map<InterceptedConnection, Place.Role> roles = new HashMap<>();
    private final List<Blocked> blocked = new ArrayList<>();
    private final TreeSet<Place> seen = new TreeSet<>();
    private final TreeSet<Place> seenArmed = new TreeSet<>();
    private Script script = place -> Verdict.CONTINUE;
    private boolean armed;
    private boolean stopped;
    private int dials;

    Watcher(Place.At at, Row.@Nullable Stop stop) {
        this.at = at;
        this.stop = stop;
    }

    void script(Script newScript) {
        script = newScript;
    }

    /** From now on a place may be stopped. */
    void arm() {
        armed = true;
    }

    @Override
    public Verdict intercept(InterceptedConnection connection, Point point) {
        Place place = new Place(at, role(connection, point), point);
        if (point.equals(DIAL) && place.role() == Place.Role.CONNECTING) {
            dials++;
        }
        seen.add(place);
        Verdict scripted = script.at(place);
        if (armed && scripted != Verdict.FAULT) {
            seenArmed.add(place);
        }
        if (scripted != Verdict.FAULT
                && stop != null
                && armed
                && !stopped
                && stop.place().equals(place)) {
            stopped = true;
            return stop.verdict();
        }
        return scripted;
    }

    /** A connection's first frame reveals its role; when it takes over an incoming socket, it becomes accepting. */
    private Place.Role role(InterceptedConnection connection, Point point) {
        boolean took =
                point.equals(Point.write(Tag.SERVER_IDENT)) || point.equals(Point.write(Tag.SESSION_RECONNECT_OK));
        if (point.equals(DIAL)) {
            // The peer type is known when we dial; an incoming peer has not sent its own yet.
            roles.put(connection, connection.peerType() == null ? Place.Role.ACCEPTING : Place.Role.CONNECTING);
        } else if (took) {
            roles.put(connection, Place.Role.ACCEPTING);
        }
        Place.Role role = roles.get(connection);
        if (role == null) {
            throw new AssertionError(point + " before a banner");
        }
        return role;
    }

    @Override
    public void blocked(Blocked handle) {
        blocked.add(handle);
    }

    void unblockAll() {
        blocked.forEach(Blocked::unblock);
        blocked.clear();
    }

    int dials() {
        return dials;
    }

    boolean hasStopped() {
        return stopped;
    }

    TreeSet<Place> seen() {
        return seen;
    }

    /** Since {@link #arm}; where something may be stopped. */
    TreeSet<Place> seenArmed() {
        return seenArmed;
    }
}
