// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import java.time.Instant;

/**
 * {@code utime_t}: wall-clock time since the epoch, or a duration. Wire: u32 sec, u32 nsec.
 * Immutable.
 *
 * @param sec seconds, 0 .. 2^32-1
 * @param nsec nanoseconds, 0 .. 2^32-1 as received (a sane sender stays below 10^9)
 */
public record UTime(long sec, long nsec) implements Comparable<UTime> {
    public static final UTime ZERO = new UTime(0, 0);

    public UTime {
        if (sec < 0 || sec > 0xffff_ffffL || nsec < 0 || nsec > 0xffff_ffffL) {
            throw new IllegalArgumentException("utime out of range: " + sec + "." + nsec);
        }
    }

    public static UTime of(Instant instant) {
        return new UTime(instant.getEpochSecond(), instant.getNano());
    }

    public Instant toInstant() {
        return Instant.ofEpochSecond(sec, nsec);
    }

    public boolean isZero() {
        return sec == 0 && nsec == 0;
    }

    public void encode(Encoder out) {
        out.u32(sec);
        out.u32(nsec);
    }

    public static UTime decode(Decoder in) {
        return new UTime(in.u32(), in.u32());
    }

    @Override
    public int compareTo(UTime other) {
        int bySec = Long.compare(sec, other.sec);
        return bySec != 0 ? bySec : Long.compare(nsec, other.nsec);
    }
}
