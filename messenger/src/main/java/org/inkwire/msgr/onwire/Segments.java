// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.msgr.frame.Preamble;

/**
 * Locates the segments of one frame: each is a range of a buffer, either borrowed or owned by this. An unset segment is
 * empty. One instance is reused per direction. Confined to its owner.
 */
public final class Segments {
    private final ByteBuf[] buffers = new ByteBuf[Preamble.MAX_SEGMENTS];
    private final int[] ats = new int[Preamble.MAX_SEGMENTS];
    private final int[] lengths = new int[Preamble.MAX_SEGMENTS];
    private int owned;

    public Segments() {
        forget();
    }

    /** Segment {@code i} is these bytes of {@code buffer}: borrowed while the frame is processed. */
    public void lies(int i, ByteBuf buffer, int at, int length) {
        buffers[i] = buffer;
        ats[i] = at;
        lengths[i] = length;
    }

    /** Segment {@code i} is the readable bytes of {@code buffer}: taken. */
    public void own(int i, ByteBuf buffer) {
        lies(i, buffer, buffer.readerIndex(), buffer.readableBytes());
        owned |= 1 << i;
    }

    /** Borrowed; the segment is {@link #length} bytes from index {@link #at} on. */
    public ByteBuf buffer(int i) {
        return buffers[i];
    }

    public int at(int i) {
        return ats[i];
    }

    public int length(int i) {
        return lengths[i];
    }

    public boolean owns(int i) {
        return (owned & 1 << i) != 0;
    }

    /** Given: the buffer of an owned segment, which is empty from here on. */
    public ByteBuf take(int i) {
        ByteBuf buffer = buffers[i];
        owned &= ~(1 << i);
        lies(i, Unpooled.EMPTY_BUFFER, 0, 0);
        return buffer;
    }

    /** Releases owned buffers and empties every segment. */
    public void clear() {
        if (owned != 0) {
            for (int i = 0; i < buffers.length; i++) {
                if (owns(i)) {
                    buffers[i].release();
                }
            }
        }
        forget();
    }

    private void forget() {
        owned = 0;
        for (int i = 0; i < buffers.length; i++) {
            lies(i, Unpooled.EMPTY_BUFFER, 0, 0);
        }
    }
}
