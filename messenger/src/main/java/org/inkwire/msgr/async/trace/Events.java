// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.trace;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.inkwire.msgr.state.State;

/**
 * The JFR events of the messenger, {@code org.inkwire.msgr.*}. A message that does not wait for a throttle causes none.
 * Times are JFR's own and are never read back, so a simulation stays deterministic.
 */
final class Events {
    private Events() {}

    /** The fields common to all events. Filled on the connection's EventCenter. */
    @Category({"Inkwire", "Messenger"})
    @StackTrace(false)
    abstract static class ConnectionEvent extends Event {
        @Label("Connection")
        @Description("Number of the connection within its stack")
        long connection;

        @Label("Entity")
        String entity = "";

        @Label("Messenger")
        String messenger = "";

        @Label("Peer")
        String peer = "";

        @Label("State")
        String state = "";

        @Label("Cause")
        String cause = "";

        void fill(Traced c, State inState, String why) {
            connection = c.id();
            entity = c.messenger().entityName().toString();
            messenger = c.messenger().logicalName();
            peer = c.peerText();
            state = inState.name();
            cause = why;
        }
    }

    @Name("org.inkwire.msgr.Connect")
    @Label("Connect")
    @Description("A TCP connection was dialled; the duration is until it was established or failed")
    static final class Connect extends ConnectionEvent {
        @Label("Succeeded")
        boolean succeeded;
    }

    @Name("org.inkwire.msgr.Accept")
    @Label("Accept")
    @Description("A TCP connection was accepted")
    static final class Accept extends ConnectionEvent {}

    @Name("org.inkwire.msgr.Ready")
    @Label("Ready")
    @Description("A session became ready; the duration is since dial or accept")
    static final class Ready extends ConnectionEvent {}

    @Name("org.inkwire.msgr.Fault")
    @Label("Fault")
    @Description("A link broke or the peer violated the protocol")
    static final class Fault extends ConnectionEvent {
        @Label("Injected")
        @Description("Injected by configuration or a test")
        boolean injected;
    }

    @Name("org.inkwire.msgr.Reconnect")
    @Label("Reconnect")
    @Description("The connection dials again, after a pause")
    static final class Reconnect extends ConnectionEvent {
        @Label("Pause")
        @Timespan(Timespan.NANOSECONDS)
        long pause;

        @Label("Connect Seq")
        long connectSeq;
    }

    @Name("org.inkwire.msgr.Replaced")
    @Label("Replaced")
    @Description("A newer connection of the same peer replaced this connection or its link")
    static final class Replaced extends ConnectionEvent {
        @Label("By Connection")
        long by;
    }

    @Name("org.inkwire.msgr.Reset")
    @Label("Reset")
    @Description("The session was lost, by our policy or because the peer lost it")
    static final class Reset extends ConnectionEvent {}

    @Name("org.inkwire.msgr.ThrottleWait")
    @Label("Throttle Wait")
    @Description("Reading from a socket paused until a throttle had room")
    static final class ThrottleWait extends ConnectionEvent {
        @Label("Throttle")
        String throttle = "";

        @Label("Amount")
        @DataAmount
        long amount;
    }
}
