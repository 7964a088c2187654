// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.async.trace.Traced;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.OwnedTasks;

/**
 * The parts that all phases of one connection share. Immutable; the parts are confined to the connection's EventCenter.
 *
 * @param connection identifies it in logs and events
 * @param tasks what one of them throws ends the connection
 * @param dispatch where its messages and events go
 */
public record ConnectionParts(
        Traced connection,
        EventCenter center,
        OwnedTasks tasks,
        StateMachine machine,
        Session session,
        Peer peer,
        DispatchPort dispatch,
        ConnectionTrace trace) {}
