// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

/** A fault injected by configuration or by a test's interceptor: the peer is not to blame. */
public final class InjectedFault extends ProtocolException {
    private static final long serialVersionUID = 1L;

    InjectedFault(String where) {
        super("injected fault at " + where);
    }
}
