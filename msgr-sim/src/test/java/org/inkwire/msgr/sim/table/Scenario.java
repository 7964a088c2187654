// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.inkwire.msgr.fault.Interceptor.Direction;
import org.inkwire.msgr.fault.Interceptor.Point;
import org.inkwire.msgr.fault.Interceptor.Verdict;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.sim.table.Place.Role;

/**
 * The events of a run apart from the one stop; they produce frames that do not occur in an undisturbed session.
 * Messages are letters, sent one after the other: a, b, … by A, w to z by B. Unless stated otherwise, B answers all but
 * b.
 */
enum Scenario {
    /** A dials and sends a, b and c. Both sides send keepalives. */
    PLAIN {
        @Override
        void play(World w) {
            w.arm();
            session(w);
            last(w);
        }
    },

    /** The first authentication method is refused, the second takes two rounds. */
    AUTH(Tag.AUTH_BAD_METHOD, Tag.AUTH_REPLY_MORE, Tag.AUTH_REQUEST_MORE) {
        @Override
        boolean asksTwice() {
            return true;
        }

        @Override
        void play(World w) {
            w.arm();
            session(w);
            last(w);
        }
    },

    /** For the first 100 ms B requires a feature that A lacks. */
    FEATURES(Tag.IDENT_MISSING_FEATURES) {
        @Override
        void play(World w) {
            w.arm();
            w.b.requireUnknownFeature(true);
            w.sim.after(Duration.ofMillis(100), () -> w.b.requireUnknownFeature(false));
            session(w);
            last(w);
        }
    },

    /** After a and b the network loses the connection while A sends c; then A sends d. */
    RECONNECT {
        @Override
        boolean suits(Pairing p) {
            return !p.lossy();
        }

        @Override
        void play(World w) {
            session(w);
            armWhenDialled(w);
            w.b.loseConnections();
            last(w);
            w.a.send("d");
            w.deliver();
        }
    },

    /** After a and b the network loses the connection, both wait in STANDBY, then B sends x; then A sends c and d. */
    DIAL_BACK {
        @Override
        boolean suits(Pairing p) {
            return p.peers();
        }

        @Override
        void play(World w) {
            session(w);
            w.a.loseConnections();
            w.pass(SECOND);
            w.arm();
            w.b.send("x");
            w.deliver();
            last(w);
            w.a.send("d");
            w.deliver();
        }
    },

    /** After a and b the process of B is killed; a second later it is back without any memory, and A sends c and d. */
    RESTART_OF_B(Tag.SESSION_RECONNECT, Tag.SESSION_RESET, Tag.CLIENT_IDENT, Tag.SERVER_IDENT) {
        @Override
        boolean suits(Pairing p) {
            return !p.lossy();
        }

        @Override
        void play(World w) {
            session(w);
            w.b.kill();
            w.pass(SECOND);
            w.b.restart();
            w.arm();
            w.a.send("c");
            w.deliver();
            w.a.send("d");
            w.deliver();
        }
    },

    /**
     * After a and b the machine of A dies silently and comes back with the same address; A has lost its memory and
     * sends c and d. B has noticed nothing.
     */
    RESTART_OF_A(Tag.CLIENT_IDENT, Tag.SERVER_IDENT) {
        @Override
        void play(World w) {
            session(w);
            w.a.loseHost();
            w.a.restart();
            w.arm();
            last(w);
            w.a.send("d");
            w.deliver();
        }
    },

    /**
     * A's first connection breaks at SERVER_IDENT: B has a session that A does not know about. Now B sends x, finds the
     * connection lost, and dials.
     */
    HALF_KNOWN(Tag.SESSION_RECONNECT, Tag.SESSION_RESET, Tag.CLIENT_IDENT, Tag.SERVER_IDENT) {
        @Override
        boolean suits(Pairing p) {
            return p.peers();
        }

        @Override
        void play(World w) {
            Once sent = new Once();
            Once broken = new Once();
            w.script(place -> {
                if (is(place, Role.ACCEPTING, Point.write(Tag.SERVER_IDENT)) && sent.first()) {
                    w.sim.after(Duration.ZERO, () -> w.b.send("x"));
                } else if (is(place, Role.CONNECTING, Point.read(Tag.SERVER_IDENT)) && broken.first()) {
                    w.arm();
                    return Verdict.FAULT;
                }
                return Verdict.CONTINUE;
            });
            session(w);
            last(w);
        }
    },

    /**
     * The network loses the connection while B sends x; A is in STANDBY. B dials several times in vain, incrementing
     * its connect_seq, until A sends c.
     */
    BEHIND(Tag.SESSION_RECONNECT, Tag.SESSION_RETRY, Tag.SESSION_RECONNECT_OK) {
        @Override
        boolean suits(Pairing p) {
            return p.peers();
        }

        @Override
        void play(World w) {
            session(w);
            w.arm();
            Point banner = Point.banner(Direction.WRITE);
            w.script(place ->
                    place.at() == Place.At.B && is(place, Role.CONNECTING, banner) ? Verdict.FAULT : Verdict.CONTINUE);
            w.a.loseConnections();
            w.b.send("x");
            w.pass(SECOND);
            w.script(place -> Verdict.CONTINUE);
            last(w);
        }
    },

    /**
     * A reconnects, and B's thread is suspended just before it hands the new socket to the older connection. Meanwhile
     * that socket breaks and A reconnects again.
     */
    SLOW_REPLACEMENT(Tag.SESSION_RECONNECT, Tag.SESSION_RETRY_GLOBAL, Tag.SESSION_RECONNECT_OK) {
        @Override
        boolean suits(Pairing p) {
            return !p.lossy();
        }

        @Override
        void play(World w) {
            session(w);
            w.arm();
            slowReplacement(w, Tag.SESSION_RECONNECT, Tag.SESSION_RETRY_GLOBAL);
            w.b.loseConnections();
            last(w);
        }
    },

    /** A never sees the first SERVER_IDENT, and its next attempt meets a suspended thread of B. */
    SLOW_BEGINNING(Tag.CLIENT_IDENT, Tag.WAIT, Tag.SERVER_IDENT) {
        @Override
        boolean suits(Pairing p) {
            return !p.lossy();
        }

        @Override
        void play(World w) {
            Once broken = new Once();
            w.script(place -> {
                if (is(place, Role.CONNECTING, Point.read(Tag.SERVER_IDENT)) && broken.first()) {
                    w.arm();
                    slowReplacement(w, Tag.CLIENT_IDENT, Tag.WAIT);
                    return Verdict.FAULT;
                }
                return Verdict.CONTINUE;
            });
            session(w);
            last(w);
        }
    },

    /** Both dial at the same moment; A, with the lower address, wins. A sends a, b and c, B sends x, y and z. */
    BOTH_DIAL {
        @Override
        boolean suits(Pairing p) {
            return p.peers();
        }

        @Override
        boolean echoes() {
            return false;
        }

        @Override
        void play(World w) {
            w.arm();
            both(w, "a", "x");
            both(w, "b", "y");
            both(w, "c", "z");
        }
    },

    /** Both dial at the same moment; B wins, but is late with its CLIENT_IDENT. */
    LATE_WINNER(Tag.CLIENT_IDENT, Tag.WAIT, Tag.SERVER_IDENT) {
        @Override
        boolean suits(Pairing p) {
            return p.peers();
        }

        @Override
        boolean echoes() {
            return false;
        }

        @Override
        boolean bWins() {
            return true;
        }

        @Override
        void play(World w) {
            w.arm();
            late(w, Tag.CLIENT_IDENT);
            both(w, "a", "x");
            both(w, "b", "y");
            both(w, "c", "z");
        }
    },

    /** The network loses the connection, and both dial again at the same moment. */
    BOTH_RECONNECT {
        @Override
        boolean suits(Pairing p) {
            return p.peers();
        }

        @Override
        boolean echoes() {
            return false;
        }

        @Override
        void play(World w) {
            both(w, "a", "w");
            armWhenDialled(w);
            w.a.loseConnections();
            both(w, "b", "x");
            both(w, "c", "y");
            both(w, "d", "z");
        }
    },

    /** The network loses the connection, both dial again; B wins, but is late with its SESSION_RECONNECT. */
    LATE_RECONNECT(Tag.SESSION_RECONNECT, Tag.WAIT, Tag.SESSION_RECONNECT_OK) {
        @Override
        boolean suits(Pairing p) {
            return p.peers();
        }

        @Override
        boolean echoes() {
            return false;
        }

        @Override
        boolean bWins() {
            return true;
        }

        @Override
        void play(World w) {
            both(w, "a", "x");
            w.arm();
            late(w, Tag.SESSION_RECONNECT);
            w.a.loseConnections();
            both(w, "b", "y");
            both(w, "c", "z");
        }
    };

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Shorter than a round trip. */
    private static final Duration MOMENT = Duration.ofNanos(10_000);

    /** Longer than a round trip. */
    private static final Duration WHILE = Duration.ofMillis(1);

    private final Set<Tag> frames;

    /** Stops at every place. */
    Scenario() {
        this.frames = EnumSet.noneOf(Tag.class);
    }

    /** Stops at the frames that the scenario is about. */
    Scenario(Tag first, Tag... more) {
        this.frames = EnumSet.of(first, more);
    }

    abstract void play(World w);

    boolean suits(Pairing pairing) {
        return true;
    }

    boolean asksTwice() {
        return false;
    }

    boolean echoes() {
        return true;
    }

    boolean bWins() {
        return false;
    }

    /** Whether the table has rows for {@code place}. */
    boolean stopsAt(Place place) {
        Tag tag = place.point().tag();
        return frames.isEmpty() || tag != null && frames.contains(tag);
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Scenario titled(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    // ---- building blocks of scenarios

    private static final class Once {
        private boolean was;

        boolean first() {
            boolean now = !was;
            was = true;
            return now;
        }
    }

    private static boolean is(Place place, Role role, Point point) {
        return place.role() == role && place.point().equals(point);
    }

    private static void session(World w) {
        w.a.connection().sendKeepalive();
        w.a.send("a");
        w.deliver();
        w.a.send("b");
        w.deliver();
    }

    private static void last(World w) {
        w.a.send("c");
        w.deliver();
    }

    /** Arms when the next connection starts, so that nothing is stopped on the one being lost. */
    private static void armWhenDialled(World w) {
        w.script(place -> {
            if (place.role() == Role.CONNECTING && place.point().tag() == null) {
                w.arm();
            }
            return Verdict.CONTINUE;
        });
    }

    private static void both(World w, String fromA, String fromB) {
        w.a.send(fromA);
        w.b.send(fromB);
        w.deliver();
    }

    /** Blocks B's {@code frame} until A has been sent a WAIT. */
    private static void late(World w, Tag frame) {
        Once blocked = new Once();
        Once told = new Once();
        w.script(place -> {
            if (place.at() == Place.At.B && is(place, Role.CONNECTING, Point.write(frame)) && blocked.first()) {
                return Verdict.BLOCK;
            }
            if (is(place, Role.ACCEPTING, Point.write(Tag.WAIT)) && told.first()) {
                w.sim.after(WHILE, w.b.watcher::unblockAll);
            }
            return Verdict.CONTINUE;
        });
    }

    /**
     * Suspends the thread that next reads {@code frame}, until {@code answer} is sent in reply to the following one.
     */
    private static void slowReplacement(World w, Tag frame, Tag answer) {
        Once paused = new Once();
        Once answered = new Once();
        Runnable[] resume = new Runnable[1];
        w.script(place -> {
            if (is(place, Role.ACCEPTING, Point.read(frame)) && paused.first()) {
                resume[0] = w.sim.pauseRunning(SECOND);
                w.sim.after(MOMENT, w.a::loseConnections);
            } else if (is(place, Role.ACCEPTING, Point.write(answer)) && answered.first()) {
                resume[0].run();
            }
            return Verdict.CONTINUE;
        });
    }
}
