// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Encoder;

/** Where a {@link TxHandler} puts what shall leave: appended to what was gathered, or as an entry of its own behind it. */
public interface Outbound {
    /** Writes to the gather buffer: borrowed, until {@link #append} or the end of the frame. */
    Encoder gather();

    /**
     * Large bytes that are not worth a copy leave behind what was gathered so far. What is gathered next begins a new
     * buffer.
     *
     * @param bytes taken
     */
    void append(ByteBuf bytes);
}
