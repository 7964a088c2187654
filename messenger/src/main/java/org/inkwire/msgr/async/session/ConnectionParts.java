// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.async.trace.Traced;
import org.inkwire.msgr.event.EventCenter;

/**
 * What the phases of one connection share from its beginning to its end. Immutable; its parts are confined to the connection's
 * EventCenter.
 *
 * @param connection names it
 * @param dispatch where its messages and events go
 */
public record ConnectionParts(
        Traced connection,
        EventCenter center,
        StateMachine machine,
        Session session,
        Peer peer,
        DispatchPort dispatch,
        ConnectionTrace trace) {}
