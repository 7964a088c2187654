// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.trace;

import org.inkwire.msgr.Messenger;

/** How log lines and events identify a connection. Any thread. */
public interface Traced {
    /** Number within the stack. */
    long id();

    Messenger messenger();

    /** Name and addresses of the peer, as far as they are known. */
    String peerText();

    boolean isLossy();
}
