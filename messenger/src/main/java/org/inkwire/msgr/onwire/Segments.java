// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.inkwire.msgr.frame.Preamble;

/**
 * Locates the segments of one frame: each is a range of a buffer, either borrowed or owned by this. A segment
 * is empty unless it was set. One instance is reused per direction. Confined to its owner.
 */
public final class Segments {
    private final ByteBuf[] buffers = new ByteBuf[Preamble.MAX_SEGMENTS];
    private final int[] ats = new int[Preamble.MAX_SEGMENTS];
    private final int[] lengths = new int[Preamble.MAX_SEGMENTS];
    /** One bit for each segment that is not empty; what the arrays hold for the others is old. */
    private int set;

    private int owned;

    public Segments() {
        Arrays.fill(buffers, Unpooled.EMPTY_BUFFER);
    }

    /** Segment {@code i} is these bytes of {@code buffer}: borrowed while the frame is processed. */
    @SuppressWarnings("ReferenceEquality") // storing a reference costs more than comparing it
    public void lies(int i, ByteBuf buffer, int at, int length) {
        if (buffers[i] != buffer) {
            buffers[i] = buffer;
        }
        ats[i] = at;
        lengths[i] = length;
        set |= 1 << i;
    }

    /** Segment {@code i} is the readable bytes of {@code buffer}: taken. */
    public void own(int i, ByteBuf buffer) {
        lies(i, buffer, buffer.readerIndex(), buffer.readableBytes());
        owned |= 1 << i;
    }

    private boolean isSet(int i) {
        return (set & 1 << i) != 0;
    }

    /** Borrowed; the segment is {@link #length} bytes from index {@link #at} on. */
    public ByteBuf buffer(int i) {
        return isSet(i) ? buffers[i] : Unpooled.EMPTY_BUFFER;
    }

    public int at(int i) {
        return isSet(i) ? ats[i] : 0;
    }

    public int length(int i) {
        return isSet(i) ? lengths[i] : 0;
    }

    public boolean owns(int i) {
        return (owned & 1 << i) != 0;
    }

    /** Given: the buffer of an owned segment, which is empty from here on. */
    public ByteBuf take(int i) {
        ByteBuf buffer = buffers[i];
        owned &= ~(1 << i);
        set &= ~(1 << i);
        return buffer;
    }

    /** Releases owned buffers and empties every segment. */
    public void clear() {
        for (int left = owned; left != 0; left &= left - 1) {
            buffers[Integer.numberOfTrailingZeros(left)].release();
        }
        owned = 0;
        set = 0;
    }
}
