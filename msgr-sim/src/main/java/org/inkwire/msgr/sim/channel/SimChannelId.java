// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.channel;

import io.netty.channel.ChannelId;

/** A counted id: Netty's own mixes time and random bits, and is the channel's hash. Immutable. */
record SimChannelId(long number) implements ChannelId {
    private static final long serialVersionUID = 1;

    @Override
    public String asShortText() {
        return "sim-" + number;
    }

    @Override
    public String asLongText() {
        return asShortText();
    }

    @Override
    public int compareTo(ChannelId other) {
        return Long.compare(number, ((SimChannelId) other).number);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SimChannelId that && that.number == number;
    }
}
