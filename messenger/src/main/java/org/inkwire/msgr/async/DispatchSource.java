// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import org.inkwire.msgr.Connection;

/** A connection as the {@link DispatchQueue} sees it. Any thread. */
interface DispatchSource extends Connection {
    /** Changes when what was received before counts for nothing any more. */
    int incarnation();

    /** Its owner marked it down, and is told nothing more of it. */
    boolean isMarkedDown();

    /** A message that went by the reserve was dispatched: see {@link Admission}. */
    void reserveGiven();
}
