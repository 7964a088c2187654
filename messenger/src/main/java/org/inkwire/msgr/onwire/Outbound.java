// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Encoder;

/** Where a {@link TxHandler} puts outgoing bytes: into the gather buffer, or as a separate entry behind it. */
public interface Outbound {
    /** Writes to the gather buffer: borrowed, until {@link #append} or the end of the frame. */
    Encoder gather();

    /**
     * Queues bytes too large to copy behind what was gathered so far. The next gathered bytes begin a new buffer.
     *
     * @param bytes taken
     */
    void append(ByteBuf bytes);
}
